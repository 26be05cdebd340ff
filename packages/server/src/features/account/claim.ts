import { AccountService, OperationError } from '@hubbub/protocol';
import { isTaken } from '../../store/account-store.ts';
import { claimGuest } from '../../store/guest-store.ts';
import { findOwn } from '../../store/own-account-store.ts';
import type { DeviceOperation } from '../operation.ts';
import { openedEmissions } from './ended.ts';
import { readNewPassword } from './new-password.ts';
import { prepareOpening, type AccountNeeds } from './opening.ts';
import { readUsername } from './username.ts';

type Claim = DeviceOperation<typeof AccountService.method.claim>;

/**
 * Everything of the guest stays: id, rooms, messages. It is a log-in like any other, with a token of its own, so that
 * whoever got hold of the guest's does not hold the account's.
 */
export function claim({ passwords, attempts }: AccountNeeds): Claim {
  return {
    method: AccountService.method.claim,
    who: 'device',
    guests: true,
    cost: 5,
    idempotency: 'none',
    doors: ['http', 'grpc'],
    async run(call) {
      const { device, reply, cookie } = prepareOpening(call);
      const own = await call.read(findOwn, call.caller);
      if (!own.user.guest) throw new OperationError('UNKNOWN', 'This is no guest.');
      const { name: username, folded: usernameFolded } = readUsername(call.args.username);
      const names = [username, own.user.displayName, call.app, 'hubbub'];
      const password = readNewPassword(call.args.password, names);
      if (await call.read(isTaken, { usernameFolded })) throw new OperationError('TAKEN');
      const { user } = call.caller;
      const made = await attempts.signUp(call.address, async () => {
        const passwordHash = await passwords.hash(password);
        return call.write(claimGuest, { user, username, usernameFolded, passwordHash, device });
      });
      return {
        result: { user: made.user, device: made.device, ...reply },
        emissions: openedEmissions(call.app, made.user.id, made),
        ...cookie,
      };
    },
  };
}
