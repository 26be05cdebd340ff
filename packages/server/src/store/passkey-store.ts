// Passkeys: the public half of a key pair that an authenticator keeps, found by the authenticator's own id of it.
import { create } from '@bufbuild/protobuf';
import { timestampFromMs } from '@bufbuild/protobuf/wkt';
import {
  formatId,
  OperationError,
  parseId,
  PasskeySchema,
  type Passkey,
  type User,
  type UserId,
} from '@hubbub/protocol';
import { sql, type Selectable } from 'kysely';
import { loginEvents, openDevice, type NewDevice, type Opened } from './device-store.ts';
import type { Database } from './schema.ts';
import { all, first, run, statement, type Read, type Steps, type Write } from './statement.ts';
import { userKey } from './stream.ts';
import { getUsers } from './user-store.ts';

const mostPasskeys = 20;

type Row = Selectable<Database['passkey']>;
type ShownRow = Pick<Row, 'id' | 'name' | 'created_at' | 'last_used_at'>;
type KeyRow = Pick<Row, 'id' | 'user' | 'public_key' | 'counter' | 'transports'>;

interface NewRow {
  id: number;
  user: number;
  credential: string;
  publicKey: Uint8Array;
  counter: number;
  transports: string;
  name: string;
  now: number;
}

const insertPasskey = statement<NewRow, unknown>((db, p) =>
  db
    .insertInto('passkey')
    .values({
      app: p.app,
      id: p.id,
      user: p.user,
      credential: p.credential,
      public_key: p.publicKey,
      counter: p.counter,
      transports: p.transports,
      name: p.name,
      created_at: p.now,
      last_used_at: p.now,
    })
    .onConflict((conflict) => conflict.columns(['app', 'credential']).doNothing()),
);

const selectOfUser = statement<{ user: number }, ShownRow & { credential: string }>((db, p) =>
  db
    .selectFrom('passkey')
    .where('app', '=', p.app)
    .where('user', '=', p.user)
    .select(['id', 'name', 'created_at', 'last_used_at', 'credential'])
    .orderBy('created_at')
    .orderBy('id'),
);

const countOfUser = statement<{ user: number }, { count: number }>((db, p) =>
  db
    .selectFrom('passkey')
    .where('app', '=', p.app)
    .where('user', '=', p.user)
    .select(sql<number>`cast(count(*) as integer)`.as('count')),
);

const selectByCredential = statement<{ credential: string }, KeyRow>((db, p) =>
  db
    .selectFrom('passkey')
    .where('app', '=', p.app)
    .where('credential', '=', p.credential)
    .select(['id', 'user', 'public_key', 'counter', 'transports']),
);

type Use = { id: number; user: number; counter: number; now: number };

// One that counts must have counted on: a lower count is that of a copy. Many do not count and stay at 0.
const updateUse = statement<Use, unknown>((db, p) =>
  db
    .updateTable('passkey')
    .set({ counter: p.counter, last_used_at: p.now })
    .where('app', '=', p.app)
    .where('id', '=', p.id)
    .where('user', '=', p.user)
    .where((e) =>
      e.or([
        e('counter', '<', p.counter),
        e.and([e('counter', '=', 0), e(e.val(p.counter), '=', 0)]),
      ]),
    ),
);

const updateName = statement<{ id: number; user: number; name: string }, unknown>((db, p) =>
  db
    .updateTable('passkey')
    .set({ name: p.name })
    .where('app', '=', p.app)
    .where('id', '=', p.id)
    .where('user', '=', p.user),
);

const deletePasskey = statement<{ id: number; user: number }, unknown>((db, p) =>
  db
    .deleteFrom('passkey')
    .where('app', '=', p.app)
    .where('id', '=', p.id)
    .where('user', '=', p.user),
);

/** What a signature is checked against. */
export interface StoredPasskey {
  readonly passkey: number;
  readonly user: UserId;
  readonly publicKey: Uint8Array;
  readonly counter: number;
  readonly transports: readonly string[];
}

export const findPasskey: Read<{ credential: string }, StoredPasskey | undefined> = {
  name: 'passkey.find',
  *run(_tx, { credential }) {
    const row = yield* first(selectByCredential, { credential });
    return (
      row && {
        passkey: row.id,
        user: formatId('usr', row.user),
        publicKey: row.public_key,
        counter: row.counter,
        transports: row.transports === '' ? [] : row.transports.split(','),
      }
    );
  },
};

export const listPasskeys: Read<{ user: UserId }, Passkey[]> = {
  name: 'passkey.list',
  *run(_tx, { user }) {
    return (yield* all(selectOfUser, { user: userKey(user) })).map(toPasskey);
  },
};

/** The authenticators' own ids, so that none is asked to make a second one. */
export const listCredentials: Read<{ user: UserId }, string[]> = {
  name: 'passkey.credentials',
  *run(_tx, { user }) {
    return (yield* all(selectOfUser, { user: userKey(user) })).map(({ credential }) => credential);
  },
};

export function* countPasskeys(user: UserId): Steps<number> {
  return (yield* first(countOfUser, { user: userKey(user) }))?.count ?? 0;
}

interface NewPasskey {
  readonly user: UserId;
  readonly id: number;
  readonly credential: string;
  readonly publicKey: Uint8Array;
  readonly counter: number;
  readonly transports: readonly string[];
  readonly name: string;
}

/** FULL at twenty; TAKEN for a credential that is there already, whosever it is. */
export const addPasskey: Write<NewPasskey, Passkey> = {
  name: 'passkey.add',
  locks: () => ({}),
  *run({ now }, { user, transports, ...rest }) {
    if ((yield* countPasskeys(user)) >= mostPasskeys) throw new OperationError('FULL');
    const row = { ...rest, user: userKey(user), transports: transports.join(), now };
    if ((yield* run(insertPasskey, row)) === 0) throw new OperationError('TAKEN');
    return toPasskey({ id: rest.id, name: rest.name, created_at: now, last_used_at: now });
  },
};

interface Signed {
  readonly user: UserId;
  readonly passkey: number;
  /** What the authenticator says it counted. */
  readonly counter: number;
}

/** Within a write: notes that it was used. Throws PASSKEY when it was removed meanwhile, or is a copy of what was used. */
export function* usePasskey(now: number, { user, passkey, counter }: Signed): Steps<void> {
  const use = { id: passkey, user: userKey(user), counter, now };
  if ((yield* run(updateUse, use)) === 0) throw new OperationError('PASSKEY');
}

interface LogIn extends Signed {
  readonly device: NewDevice;
  readonly mostDevices: number;
}

interface LoggedIn extends Opened {
  readonly user: User;
}

export const logInWithPasskey: Write<LogIn, LoggedIn> = {
  name: 'account.logInWithPasskey',
  locks: () => ({}),
  *run(tx, { device, mostDevices, ...signed }) {
    yield* usePasskey(tx.now, signed);
    const user = userKey(signed.user);
    const opened = yield* openDevice(tx.now, { user, device, most: mostDevices });
    const [profile] = yield* getUsers.run(tx, { users: [signed.user] });
    if (profile === undefined || profile.deleted) throw new OperationError('PASSKEY');
    return { user: profile, ...opened };
  },
  events: ({ user }, login) => loginEvents(user, login),
};

/** UNKNOWN unless it is the user's own. */
export const renamePasskey: Write<{ user: UserId; passkey: string; name: string }, void> = {
  name: 'passkey.rename',
  locks: () => ({}),
  *run(_tx, { user, passkey, name }) {
    const changed = yield* run(updateName, { id: passkeyKey(passkey), user: userKey(user), name });
    if (changed === 0) throw new OperationError('UNKNOWN');
  },
};

export const removePasskey: Write<{ user: UserId; passkey: string }, void> = {
  name: 'passkey.remove',
  locks: () => ({}),
  *run(_tx, { user, passkey }) {
    const changed = yield* run(deletePasskey, { id: passkeyKey(passkey), user: userKey(user) });
    if (changed === 0) throw new OperationError('UNKNOWN');
  },
};

function toPasskey(row: ShownRow): Passkey {
  return create(PasskeySchema, {
    id: formatId('pky', row.id),
    name: row.name,
    createdAt: timestampFromMs(row.created_at),
    lastUsedAt: timestampFromMs(row.last_used_at),
  });
}

function passkeyKey(id: string): number {
  const key = parseId('pky', id);
  if (key === undefined) throw new OperationError('UNKNOWN');
  return key;
}
