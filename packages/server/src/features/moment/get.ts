import { MomentService } from '@hubbub/protocol';
import { readMoment } from '../../store/moment-store.ts';
import type { UserOperation } from '../operation.ts';

export const get: UserOperation<typeof MomentService.method.get> = {
  method: MomentService.method.get,
  who: 'user',
  cost: 1,
  idempotency: 'natural',
  async run(call) {
    const { moment: id } = call.args;
    const found = await call.read(readMoment, { moment: id, viewer: call.caller.user });
    const [moment] = found.moments;
    return { result: { users: found.users, ...(moment && { moment }) } };
  },
};
