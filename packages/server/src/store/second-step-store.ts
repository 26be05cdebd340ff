// A log-in in two steps: the password was right, and a code of the authenticator app is still to come.
import { create } from '@bufbuild/protobuf';
import { OperationError, UserSchema, type User, type UserId } from '@hubbub/protocol';
import { openChallenge, takeChallenge } from './challenge-store.ts';
import { loginEvents, openDevice, type NewDevice, type Opened } from './device-store.ts';
import { exchangePassword } from './password-store.ts';
import type { Write } from './statement.ts';
import { userKey } from './stream.ts';
import { useFactor, type Factor } from './totp-store.ts';
import { getUsers } from './user-store.ts';

interface FirstStep {
  readonly user: UserId;
  readonly verifiedHash: string;
  readonly passwordHash: string;
  readonly challengeHash: string;
  /** The key of a device that the account has already, or ''. */
  readonly knownDevice: string;
  readonly lifeMs: number;
}

/** The password is used up as by a log-in, and a code is asked for. */
export const askSecondStep: Write<FirstStep, void> = {
  name: 'account.askSecondStep',
  locks: () => ({}),
  *run({ now }, { user, verifiedHash, passwordHash, challengeHash, knownDevice, lifeMs }) {
    yield* exchangePassword({ id: userKey(user), verifiedHash, passwordHash });
    const of = { kind: 'logIn', user, data: knownDevice } as const;
    yield* openChallenge(now, { ...of, hash: challengeHash, lifeMs });
  },
};

interface SecondStep {
  readonly user: UserId;
  readonly challengeHash: string;
  readonly factor: Factor;
  readonly device: NewDevice;
  readonly mostDevices: number;
}

export interface LoggedIn extends Opened {
  readonly user: User;
}

/** Throws TOKEN when the challenge is gone, CODE_WRONG when the code was used before. */
export const takeSecondStep: Write<SecondStep, LoggedIn> = {
  name: 'account.takeSecondStep',
  locks: () => ({}),
  *run(tx, { user, challengeHash, factor, device, mostDevices }) {
    const taken = yield* takeChallenge(tx.now, { hash: challengeHash, kind: 'logIn' });
    if (taken === undefined) throw new OperationError('TOKEN');
    yield* useFactor(user, factor);
    const opened = yield* openDevice(tx.now, { user: userKey(user), device, most: mostDevices });
    const [profile] = yield* getUsers.run(tx, { users: [user] });
    return { user: profile ?? create(UserSchema), ...opened };
  },
  events: ({ user }, login) => loginEvents(user, login),
};
