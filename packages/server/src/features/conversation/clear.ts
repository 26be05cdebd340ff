import { conversationId, ConversationService } from '@hubbub/protocol';
import { clearConversation } from '../../store/own-message-store.ts';
import { emissionsOf } from '../emission.ts';
import type { UserOperation } from '../operation.ts';

export const clear: UserOperation<typeof ConversationService.method.clear> = {
  method: ConversationService.method.clear,
  who: 'user',
  cost: 2,
  idempotency: 'natural',
  async run(call) {
    const { cleared, streams } = await call.write(clearConversation, {
      conversation: conversationId(call.args.conversation),
      user: call.caller.user,
      seq: call.args.seq,
    });
    return { result: { cleared }, emissions: emissionsOf(call.app, streams) };
  },
};
