import { conversationId, ConversationService } from '@hubbub/protocol';
import { joinRoom } from '../../store/room-store.ts';
import { emissionsOf } from '../emission.ts';
import type { UserOperation } from '../operation.ts';

export const join: UserOperation<typeof ConversationService.method.join> = {
  method: ConversationService.method.join,
  who: 'user',
  guests: true,
  cost: 3,
  idempotency: 'natural',
  async run(call) {
    const conversation = conversationId(call.args.conversation);
    const args = { conversation, user: call.caller.user };
    const { streams, ...result } = await call.write(joinRoom, args);
    return { result, emissions: emissionsOf(call.app, streams) };
  },
};
