import { MomentService, randomKey } from '@hubbub/protocol';
import { deleteMoment as takeAway } from '../../store/post-store.ts';
import type { UserOperation } from '../operation.ts';

/** Gone at once for everybody; rows and pictures go later (purge.ts). */
const deleteMoment: UserOperation<typeof MomentService.method.delete> = {
  method: MomentService.method.delete,
  who: 'user',
  cost: 2,
  idempotency: 'natural',
  async run(call) {
    const { moment } = call.args;
    await call.write(takeAway, { moment, user: call.caller.user, outboxId: randomKey() });
    return { result: {}, owes: true };
  },
};

export { deleteMoment as delete };
