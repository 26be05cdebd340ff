import { conversationId, MessageService } from '@hubbub/protocol';
import { hideMessages } from '../../store/own-message-store.ts';
import { emissionsOf } from '../emission.ts';
import type { UserOperation } from '../operation.ts';

const remove: UserOperation<typeof MessageService.method.delete> = {
  method: MessageService.method.delete,
  who: 'user',
  cost: 3,
  idempotency: 'natural',
  async run(call) {
    const streams = await call.write(hideMessages, {
      conversation: conversationId(call.args.conversation),
      user: call.caller.user,
      seqs: [...new Set(call.args.seqs)],
    });
    return { result: {}, emissions: emissionsOf(call.app, streams) };
  },
};
export { remove as delete };
