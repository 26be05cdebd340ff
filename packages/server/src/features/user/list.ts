import { AppKey_Scope, UserService } from '@hubbub/protocol';
import { findManaged, listManaged } from '../../store/managed-store.ts';
import { foldName } from '../account/username.ts';
import type { ServiceOperation } from '../operation.ts';

const usualLimit = 100;

export const list: ServiceOperation<typeof UserService.method.list> = {
  method: UserService.method.list,
  who: 'service',
  scope: AppKey_Scope.USERS,
  operator: true,
  cost: 1,
  idempotency: 'natural',
  doors: ['http', 'grpc'],
  async run(call) {
    const { name, search, disabled, after, limit } = call.args;
    if (name !== '') {
      const user = await call.read(findManaged, { name, folded: foldName(name) });
      return { result: { users: user === undefined ? [] : [user] } };
    }
    const asked = { search: foldName(search), disabled, after, limit: limit || usualLimit };
    return { result: await call.read(listManaged, asked) };
  },
};
