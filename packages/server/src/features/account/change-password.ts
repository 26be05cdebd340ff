import { AccountService, randomKey } from '@hubbub/protocol';
import { findOwn } from '../../store/own-account-store.ts';
import { changePassword as exchange } from '../../store/password-store.ts';
import type { DeviceOperation } from '../operation.ts';
import { endedEmissions } from './ended.ts';
import { readNewPassword } from './new-password.ts';
import type { AccountNeeds } from './opening.ts';
import { verifyOwnPassword } from './own-password.ts';

type ChangePassword = DeviceOperation<typeof AccountService.method.changePassword>;

/** The present password is asked however fresh the login is: an open device alone must not be enough to take an account. */
export function changePassword(needs: AccountNeeds): ChangePassword {
  return {
    method: AccountService.method.changePassword,
    who: 'device',
    cost: 5,
    idempotency: 'none',
    async run(call) {
      const { app, caller, args } = call;
      const own = await call.read(findOwn, caller);
      const names = [own.user.username, own.user.displayName, app, 'hubbub'];
      const password = readNewPassword(args.password, names);
      const verified = await verifyOwnPassword(needs, call, { own, password: args.current });
      const passwordHash = await needs.passwords.hash(password);
      const proven = {
        user: caller.user,
        device: caller.device,
        verifiedHash: verified.hash,
        passwordHash,
        outboxId: randomKey(),
      };
      const { ended } = await call.write(exchange, proven);
      return { result: {}, emissions: endedEmissions(app, ended, 'PASSWORD_CHANGED') };
    },
  };
}
