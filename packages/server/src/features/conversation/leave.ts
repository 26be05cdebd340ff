import { conversationId, ConversationService } from '@hubbub/protocol';
import { leaveRoom } from '../../store/room-store.ts';
import { emissionsOf } from '../emission.ts';
import type { UserOperation } from '../operation.ts';

export const leave: UserOperation<typeof ConversationService.method.leave> = {
  method: ConversationService.method.leave,
  who: 'user',
  cost: 3,
  idempotency: 'natural',
  async run(call) {
    const conversation = conversationId(call.args.conversation);
    const { stream } = await call.write(leaveRoom, { conversation, user: call.caller.user });
    return {
      result: stream === undefined ? {} : { change: stream.change },
      emissions: emissionsOf(call.app, [stream]),
    };
  },
};
