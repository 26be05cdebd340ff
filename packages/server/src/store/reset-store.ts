// Setting a password without the old one, by the code of a mail.
import {
  formatId,
  OperationError,
  Reason_Code,
  type DeviceId,
  type User,
  type UserId,
} from '@hubbub/protocol';
import { dropChallenges, findNamed, openChallenge, takeChallenge } from './challenge-store.ts';
import { oweNews, readEmail } from './email-store.ts';
import { loggedOut } from './device-store.ts';
import { endOtherDevices } from './password-store.ts';
import { run, statement, type Read, type Write } from './statement.ts';
import { userKey } from './stream.ts';
import { getUsers } from './user-store.ts';

const updatePassword = statement<{ user: number; passwordHash: string }, unknown>((db, p) =>
  db
    .updateTable('user')
    .set({ password_hash: p.passwordHash })
    .where('app', '=', p.app)
    .where('id', '=', p.user)
    .where('guest', '=', 0)
    .where('deleted', '=', 0),
);

interface NewReset {
  readonly user: UserId;
  readonly hash: string;
  readonly lifeMs: number;
}

/** A new code is the only one. */
export const createReset: Write<NewReset, void> = {
  name: 'reset.create',
  locks: () => ({}),
  *run({ now }, { user, hash, lifeMs }) {
    yield* dropChallenges(user, ['reset']);
    yield* openChallenge(now, { hash, kind: 'reset', user, data: '', lifeMs });
  },
};

/** Whose password a code would set. */
export const findReset: Read<{ hash: string }, User | undefined> = {
  name: 'reset.find',
  *run(tx, { hash }) {
    const found = yield* findNamed(tx.now, { hash, kind: 'reset' });
    if (found === undefined) return undefined;
    const [user] = yield* getUsers.run(tx, { users: [formatId('usr', found.user)] });
    return user;
  },
};

interface Reset {
  readonly hash: string;
  readonly passwordHash: string;
  readonly outboxId: number;
}

/** Throws CODE_WRONG when the code was used meanwhile. Every device ends, and every second step that was begun. */
export const resetPassword: Write<Reset, { user: UserId; ended: readonly DeviceId[] }> = {
  name: 'account.reset',
  locks: () => ({}),
  *run({ now }, { hash, passwordHash, outboxId }) {
    const taken = yield* takeChallenge(now, { hash, kind: 'reset' });
    if (taken === undefined) throw new OperationError('CODE_WRONG');
    const user = formatId('usr', taken.user);
    const changed = yield* run(updatePassword, { user: userKey(user), passwordHash });
    if (changed === 0) throw new OperationError('CODE_WRONG');
    yield* dropChallenges(user, ['logIn', 'reset', 'passkey.create']);
    const to = yield* readEmail(user);
    if (to !== undefined) yield* oweNews({ now, outboxId, user, to, what: 'passwordChanged' });
    return { user, ended: yield* endOtherDevices(user, undefined) };
  },
  events: (_args, { user, ended }) =>
    ended.map((one) => loggedOut(user, one, Reason_Code.PASSWORD_CHANGED)),
};
