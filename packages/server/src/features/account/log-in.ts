import { AccountService, OperationError, userId } from '@hubbub/protocol';
import { findCredentials, logIn as storeLogin, type LogIn } from '../../store/account-store.ts';
import type { OpenOperation } from '../operation.ts';
import { openedEmissions } from './ended.ts';
import { normalizePassword } from './new-password.ts';
import { mostDevices, prepareOpening, type AccountNeeds } from './opening.ts';
import type { Passwords, Verified } from './passwords.ts';
import { secondStep } from './second-step.ts';
import { parseUsername } from './username.ts';

type LogInOperation = OpenOperation<typeof AccountService.method.logIn>;

/** Every failure is the same CREDENTIALS after the same work, so that nobody learns which names exist. */
export function logIn({ passwords, attempts }: AccountNeeds): LogInOperation {
  return {
    method: AccountService.method.logIn,
    who: 'anyone',
    cost: 5,
    idempotency: 'none',
    doors: ['http', 'grpc'],
    async run(call) {
      const { device, reply, cookie } = prepareOpening(call);
      // What cannot be a name is looked up all the same, as one that nobody has.
      const usernameFolded = parseUsername(call.args.username)?.folded ?? '';
      const password = normalizePassword(call.args.password);
      const found = await call.read(findCredentials, {
        usernameFolded,
        deviceKey: device.key ?? '',
      });
      const { account } = found;
      const knownDevice = found.knownDevice && device.key !== null ? device.key : undefined;
      const attempt = { app: call.app, address: call.address, usernameFolded, knownDevice };
      const verified = await attempts.logIn(attempt, () =>
        passwords.verify(password, account?.passwordHash),
      );
      if (verified === undefined || account === undefined) throw new OperationError('CREDENTIALS');
      const proven = { verified, user: account.user.id, device };
      const login = await verifiedLogin(passwords, password, proven);
      const challenge = await secondStep(call, { ...login, knownDevice });
      if (challenge !== undefined) return { result: { challenge } };
      const opened = await call.write(storeLogin, login);
      return {
        result: { user: account.user, device: opened.device, ...reply },
        emissions: openedEmissions(call.app, account.user.id, opened),
        ...cookie,
      };
    },
  };
}

interface Proven {
  readonly verified: Verified;
  readonly user: string;
  readonly device: LogIn['device'];
}

/** The only way to the arguments of a login; it takes the verifier's proof. */
async function verifiedLogin(
  passwords: Passwords,
  password: string,
  proven: Proven,
): Promise<LogIn> {
  return {
    user: userId(proven.user),
    verifiedHash: proven.verified.hash,
    passwordHash: await passwords.renew(password, proven.verified),
    device: proven.device,
    mostDevices,
  };
}
