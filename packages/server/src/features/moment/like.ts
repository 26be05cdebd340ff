import { formatId, MomentService, randomKey } from '@hubbub/protocol';
import { likeMoment } from '../../store/interaction-store.ts';
import type { UserOperation } from '../operation.ts';

export const like: UserOperation<typeof MomentService.method.like> = {
  method: MomentService.method.like,
  who: 'user',
  cost: 1,
  idempotency: 'natural',
  async run(call) {
    const { moment, like: liked } = call.args;
    const made = { id: formatId('int', randomKey()), outboxId: randomKey() };
    await call.write(likeMoment, { ...made, moment, user: call.caller.user, like: liked });
    return { result: { liked }, owes: true };
  },
};
