// The identity operations over a real store, called without a door: what dispatch would pass is passed here.
import { create, type DescMethodUnary, type MessageInitShape } from '@bufbuild/protobuf';
import { OperationError, userId, type AppId, type DeviceId } from '@hubbub/protocol';
import {
  createAttempts,
  type AttemptLimits,
} from '../../../packages/server/src/features/account/attempts.ts';
import { logIn } from '../../../packages/server/src/features/account/log-in.ts';
import { logOut } from '../../../packages/server/src/features/account/log-out.ts';
import {
  createPasswords,
  type Passwords,
} from '../../../packages/server/src/features/account/passwords.ts';
import { signUp } from '../../../packages/server/src/features/account/sign-up.ts';
import { list } from '../../../packages/server/src/features/device/list.ts';
import { revoke } from '../../../packages/server/src/features/device/revoke.ts';
import type {
  Call,
  DeviceCall,
  DeviceOperation,
  Login,
  OpenOperation,
  UserOperation,
} from '../../../packages/server/src/features/operation.ts';
import { createAuthenticator } from '../../../packages/server/src/features/session/authenticate.ts';
import { ticket } from '../../../packages/server/src/features/session/ticket.ts';
import { find } from '../../../packages/server/src/features/user/find.ts';
import { get } from '../../../packages/server/src/features/user/get.ts';
import type { Store } from '../../../packages/server/src/store/store.ts';
import { cheap } from '../../support/password-cost.ts';

export const main = 'main' as AppId;
export const unlimited: AttemptLimits = {
  loginPerAccount: { burst: 1_000_000, everyMs: 1 },
  loginPerAddress: { burst: 1_000_000, everyMs: 1 },
  signUpPerAddress: { burst: 1_000_000, everyMs: 1 },
};

type Setting = Partial<Pick<Call<unknown>, 'app' | 'door' | 'address' | 'socket'>> & {
  readonly login?: Login | undefined;
};
type Options = { readonly passwords?: Passwords; readonly limits?: AttemptLimits };

export type Identity = ReturnType<typeof identity>;

export function identity(store: Store, options: Options = {}) {
  const passwords = options.passwords ?? createPasswords({ cost: cheap });
  const needs = { passwords, attempts: createAttempts(options.limits ?? unlimited) };
  const authenticator = createAuthenticator(store);
  const call = caller(store);
  const loginOf = async (token: string): Promise<Login> => {
    const login = await authenticator.authenticate(token);
    if (login === undefined) throw new Error('the token is dead');
    return login;
  };
  const operations = {
    signUp: signUp(needs),
    logIn: logIn(needs),
    logOut,
    list,
    revoke,
    get,
    find,
    ticket,
  };
  return { store, authenticator, call, loginOf, passwords, ...operations };
}

/** Runs one operation as a door would. */
export function caller(store: Store) {
  return async <M extends DescMethodUnary>(
    operation: OpenOperation<M> | UserOperation<M> | DeviceOperation<M>,
    args: MessageInitShape<M['input']>,
    setting: Setting = {},
  ) => {
    const app = setting.app ?? main;
    const call = {
      app,
      args: create(operation.method.input, args),
      digest: new Uint8Array(32),
      door: setting.door ?? 'http',
      address: setting.address ?? '192.0.2.1',
      socket: setting.socket,
      login: setting.login,
      signal: new AbortController().signal,
      // As at a host name of the app's own.
      enterApp: (entered) => {
        if (entered !== app) throw new OperationError('APP');
      },
      read: (read, readArgs) => store.read(app, read, readArgs),
      write: (write, writeArgs) => store.write(app, write, writeArgs),
      caller: setting.login?.caller ?? { user: userId('usr_none'), device: 'dev_none' as DeviceId },
    } satisfies DeviceCall<unknown> as unknown as DeviceCall<never>;
    return await operation.run(call);
  };
}

export const good = 'correct horse battery';

/** Signs somebody up over HTTP; the token is in the reply. */
export async function enter(
  server: Identity,
  username: string,
  device: { readonly key?: string; readonly name?: string } = {},
) {
  const { result } = await server.call(server.signUp, { username, password: good, device });
  const token = result.token ?? '';
  return { token, user: result.user?.id ?? '', login: await server.loginOf(token) };
}

/** The reason of the error that some work ends with. */
export async function failure(work: Promise<unknown>): Promise<string> {
  return await work.then(
    () => 'no error',
    (error: unknown) => (error as { reason?: string }).reason ?? String(error),
  );
}

/** What the operator of a test has chosen. */
export const offers = {
  guests: true,
  email: true,
  passkeys: { domain: 'localhost', origins: () => ['http://localhost'] },
};
