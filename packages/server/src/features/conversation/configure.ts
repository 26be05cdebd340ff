import { conversationId, ConversationService } from '@hubbub/protocol';
import { configureConversation } from '../../store/configuration-store.ts';
import { emissionsOf } from '../emission.ts';
import type { UserOperation } from '../operation.ts';

export const configure: UserOperation<typeof ConversationService.method.configure> = {
  method: ConversationService.method.configure,
  who: 'user',
  guests: true,
  cost: 1,
  idempotency: 'natural',
  async run(call) {
    const { level, muteSeconds, pinned, archived } = call.args;
    const { configuration, stream } = await call.write(configureConversation, {
      conversation: conversationId(call.args.conversation),
      user: call.caller.user,
      now: Date.now(),
      level,
      muteSeconds,
      pinned,
      archived,
    });
    return { result: { configuration }, emissions: emissionsOf(call.app, [stream]) };
  },
};
