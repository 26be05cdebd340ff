import { AccountService, formatId, OperationError, randomKey } from '@hubbub/protocol';
import { isTaken, signUp as storeUser } from '../../store/account-store.ts';
import type { OpenOperation } from '../operation.ts';
import { readDisplayName } from './display-name.ts';
import { readNewPassword } from './new-password.ts';
import { prepareOpening, type AccountNeeds } from './opening.ts';
import { readUsername } from './username.ts';

type SignUp = OpenOperation<typeof AccountService.method.signUp>;

export function signUp({ passwords, attempts, settingsOf }: AccountNeeds): SignUp {
  return {
    method: AccountService.method.signUp,
    who: 'anyone',
    cost: 5,
    idempotency: 'none',
    doors: ['http', 'grpc'],
    async run(call) {
      const opening = prepareOpening(call);
      const { name: username, folded: usernameFolded } = readUsername(call.args.username);
      const displayName = readDisplayName(call.args.displayName, username);
      const names = [username, displayName, call.app, 'hubbub'];
      const password = readNewPassword(call.args.password, names);
      // Asked first only so that a taken name costs no hash; the write decides.
      if (await call.read(isTaken, { usernameFolded })) throw new OperationError('TAKEN');
      const made = await attempts.signUp(call.address, async () =>
        call.write(storeUser, {
          user: formatId('usr', randomKey()),
          username,
          usernameFolded,
          displayName,
          passwordHash: await passwords.hash(password),
          device: opening.device,
          mostUsers: settingsOf?.(call.app)?.quota?.users ?? 0,
        }),
      );
      return { result: { ...made, ...opening.reply }, ...opening.cookie };
    },
  };
}
