// Users by the ids that a business has for them: made or changed in bulk, or at the first token the business made for them.
// They have no password of ours, and a username only if they were given one.
import { OperationError, type User, type UserId } from '@hubbub/protocol';
import { openSelf, requireRoomForAccount } from './account-store.ts';
import { refuseReturning } from './device-policy-store.ts';
import { loginEvents, openDevice, type NewDevice, type Opened } from './device-store.ts';
import { first, run, statement, type Read, type Steps, type Write } from './statement.ts';
import { userKey } from './stream.ts';
import { created, profileColumns, toUser, type ProfileRow } from './user-store.ts';

export interface External {
  readonly externalId: string;
  /** For the user, if it has to be made. */
  readonly user: UserId;
  readonly username: { readonly name: string; readonly folded: string } | undefined;
  /** '' leaves it. */
  readonly displayName: string;
  /** Undefined leaves it. */
  readonly picture: string | undefined;
  readonly system: boolean;
  /** How many accounts the app may have; 0: any number. */
  readonly mostUsers: number;
}

export interface Upserted {
  readonly user: User;
  readonly status: 'CREATED' | 'CHANGED' | 'UNCHANGED';
}

interface NewUser {
  id: number;
  externalId: string;
  username: string | null;
  folded: string | null;
  displayName: string;
  picture: string;
  system: number;
  now: number;
}

const insertUser = statement<NewUser, unknown>((db, p) =>
  db
    .insertInto('user')
    .values({
      app: p.app,
      id: p.id,
      username: p.username,
      username_folded: p.folded,
      display_name: p.displayName,
      picture: p.picture,
      counter: 1,
      password_hash: null,
      created_at: p.now,
      deleted: 0,
      external_id: p.externalId,
      about: '',
      guest: 0,
      name_changed_at: 0,
      system: p.system,
    })
    .onConflict((conflict) => conflict.doNothing()),
);

type ExternalRow = ProfileRow & { readonly system: number; readonly disabled_at: number };

const selectExternal = statement<{ externalId: string }, ExternalRow>((db, p) =>
  db
    .selectFrom('user')
    .where('app', '=', p.app)
    .where('external_id', '=', p.externalId)
    .select(profileColumns)
    .select(['user.system', 'user.disabled_at']),
);

const selectLocked = statement<{ id: number }, ExternalRow>((db, p, engine) => {
  const query = db
    .selectFrom('user')
    .where('app', '=', p.app)
    .where('id', '=', p.id)
    .select(profileColumns)
    .select(['user.system', 'user.disabled_at']);
  return engine === 'postgres' ? query.forUpdate() : query;
});

type KindRow = {
  readonly system: number;
  readonly deleted: number;
  readonly disabled_at: number;
};

const selectKind = statement<{ id: number }, KindRow>((db, p) =>
  db
    .selectFrom('user')
    .where('app', '=', p.app)
    .where('id', '=', p.id)
    .select(['system', 'deleted', 'disabled_at']),
);

type Changed = {
  id: number;
  username: string | null;
  folded: string | null;
  displayName: string;
  picture: string;
  counter: number;
};

// A name that somebody else has changes nothing, and is refused for that.
const updateUser = statement<Changed, unknown>((db, p) =>
  db
    .updateTable('user')
    .set((eb) => ({
      username: p.username,
      username_folded: eb.fn.coalesce('username_folded', eb.val(p.folded)),
      display_name: p.displayName,
      picture: p.picture,
      counter: p.counter,
    }))
    .where('app', '=', p.app)
    .where('id', '=', p.id),
);

const selectByName = statement<{ folded: string }, { id: number }>((db, p) =>
  db
    .selectFrom('user')
    .where('app', '=', p.app)
    .where('username_folded', '=', p.folded)
    .select('id'),
);

/**
 * Makes or changes one user. TAKEN for a username that somebody else has, KIND for another kind of account or another
 * username than it has, UNKNOWN for one that was deleted, FULL when the app has as many as it may have.
 */
export const upsertUser: Write<External, Upserted> = {
  name: 'user.upsert',
  locks: () => ({}),
  *run(tx, args) {
    const known = yield* first(selectExternal, { externalId: args.externalId });
    if (known !== undefined) return yield* change(known.id, args);
    return { user: yield* make(args, tx.now), status: 'CREATED' };
  },
  events: (_args, { user, status }) => (status === 'CREATED' ? [created(user)] : []),
};

/** The user with this id of the business's own, if it was not deleted. */
export const findExternal: Read<{ externalId: string }, User | undefined> = {
  name: 'user.external',
  *run(_tx, { externalId }) {
    const row = yield* first(selectExternal, { externalId });
    if (row?.deleted === 1) throw new OperationError('TOKEN');
    if (row !== undefined && row.disabled_at > 0) throw new OperationError('DISABLED');
    return row && toUser(row);
  },
};

interface Entry {
  readonly user: UserId;
  readonly device: NewDevice;
  readonly mostDevices: number;
  /** Of the business's own token, which a client may show again: when that was made. */
  readonly issuedAt?: number | undefined;
}

interface Entered extends Opened {
  readonly user: User;
}

/**
 * Logs a user in for whose identity the business answers. UNKNOWN for one that is not there, KIND for a system account.
 * REPLACED for what brings no device back.
 * The user's row is locked, so that two logins do not pass the limit of devices together.
 */
export const enterUser: Write<Entry, Entered> = {
  name: 'account.enter',
  locks: () => ({}),
  *run(tx, { user, device, mostDevices, issuedAt }) {
    const id = userKey(user);
    const row = yield* first(selectLocked, { id });
    if (row === undefined || row.deleted === 1) throw new OperationError('UNKNOWN');
    if (row.system === 1)
      throw new OperationError('KIND', 'A system account has no devices; it acts through a key.');
    yield* refuseReturning({ user: id, key: device.key, issuedAt });
    const opened = yield* openDevice(tx.now, { user: id, device, most: mostDevices });
    return { user: toUser(row), ...opened };
  },
  events: ({ user }, login) => loginEvents(user, login),
};

/** KIND unless it is a system account, UNKNOWN when it is not there. */
export function* requireSystem(user: UserId): Steps<void> {
  const row = yield* first(selectKind, { id: userKey(user) });
  if (row === undefined || row.deleted === 1) throw new OperationError('UNKNOWN');
  if (row.system !== 1) throw new OperationError('KIND', 'The sender is no system account.');
  if (row.disabled_at > 0) throw new OperationError('DISABLED', 'The sender was disabled.');
}

function* make(args: External, now: number): Steps<User> {
  yield* requireRoomForAccount(args.mostUsers);
  const { externalId, username, system } = args;
  const id = userKey(args.user);
  const displayName = args.displayName || username?.name || externalId.slice(0, 64);
  const picture = args.picture ?? '';
  const names = { username: username?.name ?? null, folded: username?.folded ?? null };
  const row = { id, externalId, ...names, displayName, picture, system: system ? 1 : 0, now };
  // By the username, or by the same external id at this very moment: trying again finds out.
  if ((yield* run(insertUser, row)) === 0) throw new OperationError('TAKEN');
  yield* openSelf(args.user, now);
  const profile = { display_name: displayName, picture, counter: 1, deleted: 0, guest: 0 };
  return toUser({ id, username: names.username, ...profile });
}

function* change(id: number, args: External): Steps<Upserted> {
  const row = yield* first(selectLocked, { id });
  if (row === undefined || row.deleted === 1) throw new OperationError('UNKNOWN');
  if (args.system !== (row.system === 1))
    throw new OperationError('KIND', 'What kind of account it is was settled when it was made.');
  const username = args.username?.name ?? row.username;
  if (row.username !== null && username !== row.username)
    throw new OperationError('KIND', 'A username stays what it is.');
  const displayName = args.displayName || row.display_name;
  const picture = args.picture ?? row.picture;
  const isSame =
    username === row.username && displayName === row.display_name && picture === row.picture;
  if (isSame) return { user: toUser(row), status: 'UNCHANGED' };
  const folded = args.username?.folded ?? null;
  if (row.username === null && folded !== null && (yield* first(selectByName, { folded })))
    throw new OperationError('TAKEN');
  const counter = row.counter + 1;
  yield* run(updateUser, { id, username, folded, displayName, picture, counter });
  const user = toUser({ ...row, username, display_name: displayName, picture, counter });
  return { user, status: 'CHANGED' };
}
