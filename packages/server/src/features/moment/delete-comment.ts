import { MomentService, randomKey } from '@hubbub/protocol';
import { deleteComment as takeAway } from '../../store/interaction-store.ts';
import type { UserOperation } from '../operation.ts';

export const deleteComment: UserOperation<typeof MomentService.method.deleteComment> = {
  method: MomentService.method.deleteComment,
  who: 'user',
  cost: 1,
  idempotency: 'natural',
  async run(call) {
    const { moment, comment } = call.args;
    const { user } = call.caller;
    await call.write(takeAway, { moment, comment, user, outboxId: randomKey() });
    return { result: {}, owes: true };
  },
};
