import { conversationId, ConversationService, randomKey } from '@hubbub/protocol';
import { deleteRoom } from '../../store/room-store.ts';
import { emissionsOf } from '../emission.ts';
import type { UserOperation } from '../operation.ts';

/** Over at once for everybody; the rows go later (purge.ts). */
const deleteConversation: UserOperation<typeof ConversationService.method.delete> = {
  method: ConversationService.method.delete,
  who: 'user',
  cost: 5,
  idempotency: 'natural',
  async run(call) {
    const { stream } = await call.write(deleteRoom, {
      conversation: conversationId(call.args.conversation),
      user: call.caller.user,
      outboxId: randomKey(),
    });
    return {
      result: stream === undefined ? {} : { change: stream.change },
      emissions: emissionsOf(call.app, [stream]),
    };
  },
};

export { deleteConversation as delete };
