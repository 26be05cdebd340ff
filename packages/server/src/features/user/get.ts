import { userId, UserService } from '@hubbub/protocol';
import { getUsers } from '../../store/user-store.ts';
import type { UserOperation } from '../operation.ts';

export const get: UserOperation<typeof UserService.method.get> = {
  method: UserService.method.get,
  who: 'user',
  cost: 1,
  idempotency: 'natural',
  async run(call) {
    return { result: { users: await call.read(getUsers, { users: call.args.users.map(userId) }) } };
  },
};
