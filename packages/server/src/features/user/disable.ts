import { AppKey_Scope, randomKey, userId, UserService } from '@hubbub/protocol';
import { disableUser } from '../../store/disabled-store.ts';
import { noted } from '../audit/note.ts';
import type { ServiceOperation } from '../operation.ts';

/** No door lets it in from the commit on; the emission closes what is open, on every node. */
export const disable: ServiceOperation<typeof UserService.method.disable> = {
  method: UserService.method.disable,
  who: 'service',
  scope: AppKey_Scope.USERS,
  operator: true,
  cost: 1,
  idempotency: 'natural',
  doors: ['http', 'grpc'],
  async run(call) {
    const { reason, seconds } = call.args;
    const user = userId(call.args.user);
    const details = { reason, seconds: seconds || undefined };
    const note = { action: 'user.disable', target: user, details };
    const args = { user, reason, seconds, outboxId: randomKey() };
    return {
      result: { user: await call.write(noted(call, disableUser, note), args) },
      emissions: [{ type: 'disabled', app: call.app, user }],
    };
  },
};
