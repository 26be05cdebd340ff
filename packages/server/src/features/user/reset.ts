import { timestampFromMs } from '@bufbuild/protobuf/wkt';
import { AppKey_Scope, userId, UserService } from '@hubbub/protocol';
import { resetUser } from '../../store/managed-store.ts';
import { endedEmissions } from '../account/ended.ts';
import { hashTypedCode, makeTypedCode } from '../account/typed-code.ts';
import { noted } from '../audit/note.ts';
import type { ServiceOperation } from '../operation.ts';

/** 130 random bits, as in a mail. */
const letters = 26;
/** People have to be told it by other people. */
const lifeMs = 24 * 60 * 60 * 1000;

export const reset: ServiceOperation<typeof UserService.method.reset> = {
  method: UserService.method.reset,
  who: 'service',
  scope: AppKey_Scope.USERS,
  operator: true,
  cost: 1,
  idempotency: 'none',
  doors: ['http', 'grpc'],
  async run(call) {
    const id = userId(call.args.user);
    const code = makeTypedCode(letters);
    const hash = hashTypedCode('reset', code);
    const write = noted(call, resetUser, { action: 'user.reset', target: id });
    const { user, ended, expiresAt } = await call.write(write, { user: id, hash, lifeMs });
    return {
      result: { user, code, expiresAt: timestampFromMs(expiresAt) },
      emissions: endedEmissions(call.app, ended),
    };
  },
};
