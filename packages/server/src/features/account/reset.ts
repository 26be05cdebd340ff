import { AccountService, OperationError, randomKey } from '@hubbub/protocol';
import { findReset, resetPassword } from '../../store/reset-store.ts';
import type { OpenOperation } from '../operation.ts';
import { endedEmissions } from './ended.ts';
import { readNewPassword } from './new-password.ts';
import type { AccountNeeds } from './opening.ts';
import { hashTypedCode } from './typed-code.ts';

type Reset = OpenOperation<typeof AccountService.method.reset>;

/** It logs nobody in: whoever has an authenticator app is still asked for its code. */
export function reset({ attempts, passwords }: AccountNeeds): Reset {
  return {
    method: AccountService.method.reset,
    who: 'anyone',
    cost: 5,
    idempotency: 'none',
    doors: ['http', 'grpc'],
    async run(call) {
      const { app, address, args } = call;
      const hash = hashTypedCode('reset', args.code);
      const attempt = { app, address, account: `reset ${hash}`, knownDevice: undefined };
      const user = await attempts.code(attempt, () => call.read(findReset, { hash }));
      if (user === undefined) throw new OperationError('CODE_WRONG');
      const names = [user.username, user.displayName, app, 'hubbub'];
      const password = readNewPassword(args.password, names);
      const passwordHash = await passwords.hash(password);
      const { ended } = await call.write(resetPassword, {
        hash,
        passwordHash,
        outboxId: randomKey(),
      });
      return { result: {}, emissions: endedEmissions(app, ended, 'PASSWORD_CHANGED') };
    },
  };
}
