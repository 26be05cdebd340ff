import { userId, UserService } from '@hubbub/protocol';
import { getProfiles } from '../../store/user-store.ts';
import type { UserOperation } from '../operation.ts';

export const get: UserOperation<typeof UserService.method.get> = {
  method: UserService.method.get,
  who: 'user',
  guests: true,
  cost: 1,
  idempotency: 'natural',
  async run(call) {
    const users = call.args.users.map(userId);
    return { result: { users: await call.read(getProfiles, { users }) } };
  },
};
