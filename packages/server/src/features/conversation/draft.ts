import { conversationId, ConversationService } from '@hubbub/protocol';
import { keepDraft } from '../../store/draft-store.ts';
import { emissionsOf } from '../emission.ts';
import type { UserOperation } from '../operation.ts';

export const draft: UserOperation<typeof ConversationService.method.draft> = {
  method: ConversationService.method.draft,
  who: 'user',
  guests: true,
  cost: 1,
  idempotency: 'natural',
  async run(call) {
    const { text, replyTo } = call.args;
    const conversation = conversationId(call.args.conversation);
    const { user } = call.caller;
    const stream = await call.write(keepDraft, { conversation, user, text, replyTo });
    return { result: {}, emissions: emissionsOf(call.app, [stream]) };
  },
};
