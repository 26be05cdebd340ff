// Accounts: a user with its credentials and its SELF conversation. Password hashes leave this file only for the verifier.
import {
  Conversation_Kind,
  Member_Role,
  OperationError,
  selfOf,
  userId,
  type DeviceId,
  type User,
  type UserId,
} from '@hubbub/protocol';
import { openHead } from './conversation-store.ts';
import { sql } from 'kysely';
import { loggedIn, loginEvents, openDevice, type NewDevice, type Opened } from './device-store.ts';
import { requireNotHeld } from './held-name-store.ts';
import { enterMember } from './member-store.ts';
import { exchangePassword } from './password-store.ts';
import { first, run, statement, type Read, type Steps, type Write } from './statement.ts';
import { userKey } from './stream.ts';
import { created, profileColumns, toUser, type ProfileRow } from './user-store.ts';

export interface SignUp {
  readonly user: UserId;
  readonly username: string;
  /** What must be unique among the app's users. */
  readonly usernameFolded: string;
  readonly displayName: string;
  readonly passwordHash: string;
  readonly device: NewDevice;
  /** How many accounts the app may have; 0: any number. */
  readonly mostUsers?: number;
}

export interface LogIn {
  readonly user: UserId;
  /** The hash that the password was verified against; another one by now refuses the login. */
  readonly verifiedHash: string;
  /** The same, or one with today's parameters. */
  readonly passwordHash: string;
  readonly device: NewDevice;
  readonly mostDevices: number;
}

export interface Credentials {
  readonly account: { readonly user: User; readonly passwordHash: string | null } | undefined;
  /** The account has a device with this key, logged in or out; a revoked one is forgotten. */
  readonly knownDevice: boolean;
}

interface UserParams {
  id: number;
  username: string | null;
  usernameFolded: string | null;
  displayName: string;
  passwordHash: string | null;
  guest: number;
  now: number;
}

const insertUser = statement<UserParams, unknown>((db, p) =>
  db
    .insertInto('user')
    .values({
      app: p.app,
      id: p.id,
      username: p.username,
      username_folded: p.usernameFolded,
      display_name: p.displayName,
      picture: '',
      counter: 1,
      password_hash: p.passwordHash,
      created_at: p.now,
      deleted: 0,
      external_id: null,
      about: '',
      guest: p.guest,
      name_changed_at: 0,
    })
    .onConflict((conflict) => conflict.columns(['app', 'username_folded']).doNothing()),
);

const countUsers = statement<object, { count: number }>((db, p) =>
  db
    .selectFrom('user')
    .where('app', '=', p.app)
    .where('deleted', '=', 0)
    .select(sql<number>`cast(count(*) as integer)`.as('count')),
);

type CredentialsRow = ProfileRow & { readonly password_hash: string | null };

const selectCredentials = statement<{ usernameFolded: string }, CredentialsRow>((db, p) =>
  db
    .selectFrom('user')
    .where('app', '=', p.app)
    .where('username_folded', '=', p.usernameFolded)
    .where('deleted', '=', 0)
    .select(profileColumns)
    .select('password_hash'),
);

const selectDevice = statement<{ user: number; key: string }, { id: number }>((db, p) =>
  db
    .selectFrom('device')
    .where('app', '=', p.app)
    .where('user', '=', p.user)
    .where('key', '=', p.key)
    .select('id'),
);

/**
 * Makes a user, its SELF conversation with itself as the only member (version 1, so that a first pull brings it), and
 * logs it in on its first device. Of many with the same folded name one wins; TAKEN for all others, and for a name that
 * somebody gave up not long ago.
 */
export const signUp: Write<SignUp, { user: User; device: DeviceId }> = {
  name: 'account.signUp',
  locks: () => ({}),
  *run(tx, args) {
    yield* requireRoomForAccount(args.mostUsers);
    const { user, username, usernameFolded, displayName, passwordHash, device } = args;
    yield* requireNotHeld({ usernameFolded, user: userKey(user), now: tx.now });
    const names = { username, usernameFolded, passwordHash };
    return yield* openAccount(tx.now, { user, displayName, device, names });
  },
  events: (_args, { user, device }) => [created(user), loggedIn(userId(user.id), device)],
};

interface NewUser extends Pick<SignUp, 'user' | 'displayName'> {
  /** Undefined for a guest. */
  readonly names: Pick<SignUp, 'username' | 'usernameFolded' | 'passwordHash'> | undefined;
}

/** Within a write: a user, its SELF and its first device. Throws TAKEN. */
export function* openAccount(
  now: number,
  { device: first, ...account }: NewUser & Pick<SignUp, 'device'>,
): Steps<{ user: User; device: DeviceId }> {
  const user = yield* makeAccount(now, account);
  const { device } = yield* openDevice(now, {
    user: userKey(user.id),
    device: first,
    most: 1,
  });
  return { user, device };
}

/** The same without a device: nobody has logged in yet. */
export function* makeAccount(now: number, { user, displayName, names }: NewUser): Steps<User> {
  const id = userKey(user);
  const nameless = { username: null, usernameFolded: null, passwordHash: null };
  const guest = names === undefined ? 1 : 0;
  const row = { id, displayName, guest, now, ...(names ?? nameless) };
  if ((yield* run(insertUser, row)) === 0) throw new OperationError('TAKEN');
  yield* openSelf(user, now);
  const { username } = row;
  const rest = { picture: '', counter: 1, deleted: 0, guest };
  return toUser({ id, username, display_name: displayName, ...rest });
}

/**
 * What a login must be verified against, by folded name. Names nobody has, deleted users' included, take the same
 * statements as any other, so that the time does not tell.
 */
export const findCredentials: Read<{ usernameFolded: string; deviceKey: string }, Credentials> = {
  name: 'account.credentials',
  *run(_tx, { usernameFolded, deviceKey }) {
    const row = yield* first(selectCredentials, { usernameFolded });
    const device = yield* first(selectDevice, { user: row?.id ?? -1, key: deviceKey });
    return {
      account: row && { user: toUser(row), passwordHash: row.password_hash },
      knownDevice: device !== undefined,
    };
  },
};

/** Is this name, or one like it, somebody's? Only a hint: signUp decides. */
export const isTaken: Read<{ usernameFolded: string }, boolean> = {
  name: 'account.isTaken',
  *run(_tx, { usernameFolded }) {
    return (yield* first(selectCredentials, { usernameFolded })) !== undefined;
  },
};

/**
 * Logs a verified user in. BUSY when the hash was changed or the user deleted since it was verified: trying again verifies
 * against what is there now. The update also holds the user's row, so that two logins of one user do not pass the limit of devices together.
 */
export const logIn: Write<LogIn, Opened> = {
  name: 'account.logIn',
  locks: () => ({}),
  *run(tx, { user, verifiedHash, passwordHash, device, mostDevices }) {
    const id = userKey(user);
    yield* exchangePassword({ id, verifiedHash, passwordHash });
    return yield* openDevice(tx.now, { user: id, device, most: mostDevices });
  },
  events: ({ user }, login) => loginEvents(user, login),
};

/** A user's SELF with itself as the only member: version 1, so that a first pull brings it. */
export function* openSelf(user: UserId, now: number): Steps<void> {
  const head = yield* openHead({ id: selfOf(user), kind: Conversation_Kind.SELF, now });
  yield* enterMember(head, { user, role: Member_Role.OWNER, joinSeq: 1, now });
}

/** FULL when the app has as many accounts as it may have. They are counted only where there is an end. */
export function* requireRoomForAccount(most = 0): Steps<void> {
  if (most === 0) return;
  const { count } = (yield* first(countUsers, {})) ?? { count: 0 };
  if (count >= most) throw new OperationError('FULL');
}
