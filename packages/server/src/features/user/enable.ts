import { AppKey_Scope, userId, UserService } from '@hubbub/protocol';
import { enableUser } from '../../store/disabled-store.ts';
import { noted } from '../audit/note.ts';
import type { ServiceOperation } from '../operation.ts';

export const enable: ServiceOperation<typeof UserService.method.enable> = {
  method: UserService.method.enable,
  who: 'service',
  scope: AppKey_Scope.USERS,
  operator: true,
  cost: 1,
  idempotency: 'natural',
  doors: ['http', 'grpc'],
  async run(call) {
    const user = userId(call.args.user);
    const note = { action: 'user.enable', target: user };
    return { result: { user: await call.write(noted(call, enableUser, note), { user }) } };
  },
};
