// The ways in: signing up, logging in by password, code or passkey, as a guest. All over HTTP; connect() comes next.
import {
  OperationError,
  type OperationInput,
  type OperationName,
  type OperationOutput,
  type User,
} from '@hubbub/protocol';
import type { Credentials, Login } from './login.ts';

interface Entered {
  readonly user?: User | undefined;
  readonly token: string;
}

interface Parts {
  readonly login: Login;
  readonly http: <N extends OperationName>(
    op: N,
    args: OperationInput<N>,
  ) => Promise<OperationOutput<N>>;
  /** Keeps the token and becomes the user. */
  readonly entered: (reply: Entered) => User;
  /** Closes for what ends the present login's sockets; @returns connects again if it was connected. */
  readonly pause: () => () => void;
}

/** The password was right, and this account asks for a code besides: `client.enter.answer(challenge, code)`. */
export class CodeWanted extends Error {
  override readonly name = 'CodeWanted';
  constructor(readonly challenge: string) {
    super('The code of the authenticator app is wanted.');
  }
}

export class Entering {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Makes an account. Reasons: USERNAME, TAKEN, PASSWORD_…, RATE. */
  async signUp(credentials: Credentials & { displayName?: string }): Promise<User> {
    return this.#enter('account.signUp', credentials);
  }

  /** Rejects with CodeWanted when a code is asked besides. Reasons: CREDENTIALS, RATE. */
  async logIn(credentials: Credentials): Promise<User> {
    const { http, login, entered } = this.#parts;
    const reply = await http('account.logIn', { ...credentials, ...login.opening() });
    if (reply.challenge !== '') throw new CodeWanted(reply.challenge);
    return entered(reply);
  }

  /** A code of the app, or a recovery code. Reasons: CODE_WRONG, RATE; TOKEN: begin with the password again. */
  async answer(challenge: string, code: string): Promise<User> {
    return this.#enter('account.answer', { challenge, code });
  }

  /**
   * @param get what asks the user, given the options:
   * `(options) => navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) })`.
   * Reasons: PASSKEY.
   */
  async logInWithPasskey(get: (options: object) => Promise<object | null>): Promise<User> {
    const { app = '' } = this.#parts.login.options;
    const { options } = await this.#parts.http('passkey.ask', { app });
    const credential = JSON.stringify(await get(JSON.parse(options) as object));
    return this.#enter('account.logInWithPasskey', { credential });
  }

  /** Reasons: NOT_OFFERED, RATE. */
  async guest(displayName: string): Promise<User> {
    return this.#enter('account.guest', { displayName });
  }

  /** Makes the guest that is logged in an account. Reasons: as for signUp. */
  async claim(credentials: Credentials): Promise<User> {
    const { http, login, entered, pause } = this.#parts;
    const { cookie, device } = login.opening();
    const args = { ...credentials, cookie, device };
    const goOn = pause();
    try {
      return entered(await http('account.claim', args));
    } finally {
      goOn();
    }
  }

  async #enter<N extends Way>(op: N, args: Omit<OperationInput<N>, '$typeName'>): Promise<User> {
    const { http, login, entered } = this.#parts;
    const reply = await http(op, { ...args, ...login.opening() } as never);
    return entered(reply as Entered);
  }
}

type Way = 'account.signUp' | 'account.answer' | 'account.logInWithPasskey' | 'account.guest';

/** What every one of these answers must hold. */
export function userOf({ user }: Entered): User {
  if (user === undefined) throw new OperationError('BUG', 'The server names no user.');
  return user;
}
