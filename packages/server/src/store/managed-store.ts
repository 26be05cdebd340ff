// Users as those see them who manage an app: made for them, listed, given a new way in.
import { create } from '@bufbuild/protobuf';
import { timestampFromMs } from '@bufbuild/protobuf/wkt';
import {
  ManagedUserSchema,
  OperationError,
  parseId,
  Reason_Code,
  userId,
  type DeviceId,
  type ManagedUser,
  type UserId,
} from '@hubbub/protocol';
import { sql, type Kysely } from 'kysely';
import { makeAccount, requireRoomForAccount } from './account-store.ts';
import { dropChallenges, openChallenge } from './challenge-store.ts';
import { loggedOut } from './device-store.ts';
import { requireNotHeld } from './held-name-store.ts';
import { endOtherDevices } from './password-store.ts';
import type { Database } from './schema.ts';
import { all, first, run, statement, type Read, type Steps, type Write } from './statement.ts';
import { userKey } from './stream.ts';
import { created, profileColumns, toUser, type ProfileRow } from './user-store.ts';

interface ManagedRow extends ProfileRow {
  readonly username_folded: string | null;
  readonly created_at: number;
  readonly disabled_at: number;
  readonly disabled_reason: string;
  readonly disabled_until: number;
  readonly external_id: string | null;
  readonly system: number;
}

function managed(db: Kysely<Database>, app: number) {
  return db
    .selectFrom('user')
    .where('user.app', '=', app)
    .where('user.deleted', '=', 0)
    .select(profileColumns)
    .select([
      'user.username_folded',
      'user.created_at',
      'user.disabled_at',
      'user.disabled_reason',
      'user.disabled_until',
      'user.external_id',
      'user.system',
    ]);
}

const selectById = statement<{ id: number }, ManagedRow>((db, p) =>
  managed(db, p.app).where('user.id', '=', p.id),
);

const selectByName = statement<{ folded: string }, ManagedRow>((db, p) =>
  managed(db, p.app).where('user.username_folded', '=', p.folded),
);

const selectByExternal = statement<{ externalId: string }, ManagedRow>((db, p) =>
  managed(db, p.app).where('user.external_id', '=', p.externalId),
);

const selectAll = statement<{ after: number; limit: number }, ManagedRow>((db, p) =>
  managed(db, p.app).where('user.id', '>', p.after).orderBy('user.id').limit(p.limit),
);

type Prefix = { from: string; to: string; after: string; limit: number };

const selectByPrefix = statement<Prefix, ManagedRow>((db, p) =>
  managed(db, p.app)
    .where('user.username_folded', '>=', p.from)
    .where('user.username_folded', '<', p.to)
    .where('user.username_folded', '>', p.after)
    .orderBy('user.username_folded')
    .limit(p.limit),
);

type Disabled = { from: string; to: string; after: number; limit: number };

// They are few, so that the names of all of them may be looked at.
const selectDisabled = statement<Disabled, ManagedRow>((db, p) =>
  managed(db, p.app)
    .where('user.disabled_at', '>', sql.lit(0))
    .where('user.id', '>', p.after)
    .where((e) => e(e.fn.coalesce('user.username_folded', sql.lit('')), '>=', p.from))
    .where((e) => e(e.fn.coalesce('user.username_folded', sql.lit('')), '<', p.to))
    .orderBy('user.id')
    .limit(p.limit),
);

const dropPassword = statement<{ user: number }, unknown>((db, p) =>
  db
    .updateTable('user')
    .set({ password_hash: null })
    .where('app', '=', p.app)
    .where('id', '=', p.user)
    .where('guest', '=', 0)
    .where('system', '=', 0)
    .where('deleted', '=', 0),
);

/** Within a write. UNKNOWN when it is not there. */
export function* readManaged(id: number): Steps<ManagedUser> {
  const row = yield* first(selectById, { id });
  if (row === undefined) throw new OperationError('UNKNOWN');
  return toManaged(row);
}

interface Listing {
  /** Folded; '' for all. */
  readonly search: string;
  readonly disabled: boolean;
  /** '' or the `next` of the page before. */
  readonly after: string;
  readonly limit: number;
}

export interface UserPage {
  readonly users: ManagedUser[];
  readonly next: string;
}

/** Whatever they are, greater than all names: no name has this character. */
const last = '\u{10FFFF}';

export const listManaged: Read<Listing, UserPage> = {
  name: 'user.list',
  *run(_tx, { search, disabled, after, limit }) {
    const span = { from: search, to: search + last, limit };
    const isByName = search !== '' && !disabled;
    const rows = isByName
      ? yield* all(selectByPrefix, { ...span, after })
      : disabled
        ? yield* all(selectDisabled, { ...span, after: idIn(after) })
        : yield* all(selectAll, { after: idIn(after), limit });
    const end = rows.length < limit ? undefined : rows.at(-1);
    const next = end === undefined ? '' : isByName ? end.username_folded : `${end.id}`;
    return { users: rows.map(toManaged), next: next ?? '' };
  },
};

/** The one with exactly this username, id or id of the business's own. */
export const findManaged: Read<{ name: string; folded: string }, ManagedUser | undefined> = {
  name: 'user.named',
  *run(_tx, { name, folded }) {
    const id = parseId('usr', name);
    const row =
      (id === undefined ? undefined : yield* first(selectById, { id })) ??
      (yield* first(selectByName, { folded })) ??
      (yield* first(selectByExternal, { externalId: name }));
    return row && toManaged(row);
  },
};

interface NewAccount {
  readonly user: UserId;
  readonly username: string;
  readonly usernameFolded: string;
  readonly displayName: string;
  readonly passwordHash: string;
  readonly mostUsers: number;
}

/** As by signing up, and nobody is logged in. */
export const createUser: Write<NewAccount, ManagedUser> = {
  name: 'user.create',
  locks: () => ({}),
  *run({ now }, { user, displayName, mostUsers, ...names }) {
    yield* requireRoomForAccount(mostUsers);
    const { usernameFolded } = names;
    yield* requireNotHeld({ usernameFolded, user: userKey(user), now });
    yield* makeAccount(now, { user, displayName, names });
    return yield* readManaged(userKey(user));
  },
  events: (_args, { user }) => (user === undefined ? [] : [created(user)]),
};

interface Reset {
  readonly user: UserId;
  readonly hash: string;
  readonly lifeMs: number;
}

interface Restored {
  readonly user: ManagedUser;
  readonly ended: readonly DeviceId[];
  readonly expiresAt: number;
}

/** The password is gone and so is every login; the code of `hash` sets a new one. KIND for guests and system accounts. */
export const resetUser: Write<Reset, Restored> = {
  name: 'user.reset',
  locks: () => ({}),
  *run({ now }, { user: id, hash, lifeMs }) {
    const user = yield* readManaged(userKey(id));
    if ((yield* run(dropPassword, { user: userKey(id) })) === 0)
      throw new OperationError('KIND', 'Such an account has no password.');
    yield* dropChallenges(id, ['logIn', 'reset', 'passkey.create']);
    yield* openChallenge(now, { hash, kind: 'reset', user: id, data: '', lifeMs });
    const ended = yield* endOtherDevices(id, undefined);
    return { user, ended, expiresAt: now + lifeMs };
  },
  events: ({ user }, { ended }) =>
    ended.map((one) => loggedOut(userId(user), one, Reason_Code.KICKED)),
};

function idIn(after: string): number {
  return /^\d{1,16}$/.test(after) ? Number(after) : -1;
}

function toManaged(row: ManagedRow): ManagedUser {
  return create(ManagedUserSchema, {
    user: toUser(row),
    createdAt: timestampFromMs(row.created_at),
    ...(row.disabled_at > 0 && { disabledAt: timestampFromMs(row.disabled_at) }),
    disabledReason: row.disabled_reason,
    ...(row.disabled_until > 0 && { disabledUntil: timestampFromMs(row.disabled_until) }),
    externalId: row.external_id ?? '',
    system: row.system === 1,
  });
}
