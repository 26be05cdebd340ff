// Changes of a user's own profile: each counts its `counter` up, so that the newest wins wherever it is seen.
import { toBinary } from '@bufbuild/protobuf';
import {
  OperationError,
  StatusSchema,
  type Status,
  type User,
  type UserId,
} from '@hubbub/protocol';
import { sql } from 'kysely';
import { holdName, requireNotHeld } from './held-name-store.ts';
import { exchangePicture } from './media-store.ts';
import { first, run, statement, type Steps, type Transaction, type Write } from './statement.ts';
import { userKey } from './stream.ts';
import { getProfiles } from './user-store.ts';

interface ProfileParams {
  user: number;
  displayName: string | null;
  about: string | null;
  picture: string | null;
}

const updateFields = statement<ProfileParams, unknown>((db, p) =>
  db
    .updateTable('user')
    .set((e) => ({
      display_name: sql<string>`coalesce(${p.displayName}, display_name)`,
      about: sql<string>`coalesce(${p.about}, about)`,
      picture: sql<string>`coalesce(${p.picture}, picture)`,
      counter: e('counter', '+', 1),
    }))
    .where('app', '=', p.app)
    .where('id', '=', p.user)
    .where('deleted', '=', 0),
);

interface NameRow {
  readonly username_folded: string | null;
  readonly picture: string;
  readonly username: string | null;
}

const selectName = statement<{ user: number }, NameRow>((db, p, engine) => {
  const query = db
    .selectFrom('user')
    .where('app', '=', p.app)
    .where('id', '=', p.user)
    .where('deleted', '=', 0)
    .select(['username', 'username_folded', 'picture']);
  return engine === 'postgres' ? query.forUpdate() : query;
});

type NewName = { user: number; username: string; usernameFolded: string; now: number };

// The name of somebody else makes it no row, on SQLite by the condition, on PostgreSQL also by the index.
const updateName = statement<NewName, unknown>((db, p) =>
  db
    .updateTable('user')
    .set((e) => ({
      username: p.username,
      username_folded: p.usernameFolded,
      name_changed_at: p.now,
      counter: e('counter', '+', 1),
    }))
    .where('app', '=', p.app)
    .where('id', '=', p.user)
    .where((e) =>
      e.not(
        e.exists(
          e
            .selectFrom('user as other')
            .where('other.app', '=', p.app)
            .where('other.username_folded', '=', p.usernameFolded)
            .where('other.id', '!=', p.user)
            .select('other.id'),
        ),
      ),
    ),
);

interface Profile {
  readonly user: UserId;
  /** Undefined stays as it is. */
  readonly displayName: string | undefined;
  readonly about: string | undefined;
  /** A picture's id, '' for none. */
  readonly picture: string | undefined;
  readonly outboxId: number;
}

export const updateProfile: Write<Profile, User> = {
  name: 'user.updateProfile',
  locks: () => ({}),
  *run(tx, { user, displayName = null, about = null, picture = null, outboxId }) {
    const before = (yield* first(selectName, { user: userKey(user) }))?.picture ?? '';
    if (picture !== null && picture !== before)
      yield* exchangePicture({ owner: user, before, after: picture, now: tx.now, outboxId });
    const changed = yield* run(updateFields, { user: userKey(user), displayName, about, picture });
    if (changed === 0) throw new OperationError('UNKNOWN');
    return yield* mustProfile(tx, user);
  },
};

type NewStatus = { user: number; status: Uint8Array | null };

const updateStatus = statement<NewStatus, unknown>((db, p) =>
  db
    .updateTable('user')
    .set((e) => ({ status: p.status, counter: e('counter', '+', 1) }))
    .where('app', '=', p.app)
    .where('id', '=', p.user)
    .where('deleted', '=', 0),
);

/** @param status undefined for none */
export const setStatus: Write<{ user: UserId; status: Status | undefined }, User> = {
  name: 'user.setStatus',
  locks: () => ({}),
  *run(tx, { user, status }) {
    const bytes = status === undefined ? null : toBinary(StatusSchema, status);
    const changed = yield* run(updateStatus, { user: userKey(user), status: bytes });
    if (changed === 0) throw new OperationError('UNKNOWN');
    return yield* mustProfile(tx, user);
  },
};

interface Renaming {
  readonly user: UserId;
  readonly username: string;
  readonly usernameFolded: string;
  /** How long nobody else gets the old name. */
  readonly holdMs: number;
}

/** Of many who want one name one gets it; TAKEN for all others, and for a name that somebody gave up not long ago. */
export const changeUsername: Write<Renaming, User> = {
  name: 'account.changeUsername',
  locks: () => ({}),
  *run(tx, { user: id, username, usernameFolded, holdMs }) {
    const user = userKey(id);
    const before = yield* first(selectName, { user });
    if (before === undefined) throw new OperationError('UNKNOWN');
    yield* requireNotHeld({ usernameFolded, user, now: tx.now });
    const changed = yield* run(updateName, { user, username, usernameFolded, now: tx.now });
    if (changed === 0) throw new OperationError('TAKEN');
    const { username_folded: old } = before;
    if (old !== null && old !== usernameFolded)
      yield* holdName({ usernameFolded: old, user, now: tx.now, until: tx.now + holdMs });
    return yield* mustProfile(tx, id);
  },
};

function* mustProfile(tx: Transaction, user: UserId): Steps<User> {
  const [profile] = yield* getProfiles.run(tx, { users: [user] });
  if (profile === undefined) throw new OperationError('UNKNOWN');
  return profile;
}
