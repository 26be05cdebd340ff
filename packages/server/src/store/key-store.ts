// App keys: what backends call with. Secrets are here only as their SHA-256. A secret looks across apps: it is what says
// which app the caller is of.
import { create } from '@bufbuild/protobuf';
import { timestampFromMs } from '@bufbuild/protobuf/wkt';
import {
  AppKeySchema,
  formatId,
  OperationError,
  parseId,
  type AppId,
  type AppKey,
  type AppKey_Scope,
  type KeyId,
  type UserId,
} from '@hubbub/protocol';
import { mustFind } from './app-store.ts';
import {
  all,
  first,
  run,
  systemStatement,
  type Read,
  type Steps,
  type Write,
} from './statement.ts';
import { userKey } from './stream.ts';

interface KeyRow {
  readonly name: string;
  readonly app: number;
  readonly id: number;
  readonly title: string;
  readonly scopes: string;
  readonly previous_hash: string | null;
  readonly previous_until: number;
  readonly created_at: number;
  readonly last_used_at: number;
}

const columns = [
  'a.name',
  'k.app',
  'k.id',
  'k.title',
  'k.scopes',
  'k.previous_hash',
  'k.previous_until',
  'k.created_at',
  'k.last_used_at',
] as const;

const selectByHash = systemStatement<{ hash: string }, KeyRow>((db, p) =>
  db
    .selectFrom('backend_key as k')
    .innerJoin('app as a', 'a.id', 'k.app')
    .where('k.hash', '=', p.hash)
    .select(columns),
);

const selectByPrevious = systemStatement<{ hash: string; now: number }, KeyRow>((db, p) =>
  db
    .selectFrom('backend_key as k')
    .innerJoin('app as a', 'a.id', 'k.app')
    .where('k.previous_hash', '=', p.hash)
    .where('k.previous_until', '>', p.now)
    .select(columns),
);

const selectByApp = systemStatement<{ of: number }, KeyRow>((db, p) =>
  db
    .selectFrom('backend_key as k')
    .innerJoin('app as a', 'a.id', 'k.app')
    .where('k.app', '=', p.of)
    .select(columns)
    .orderBy('k.created_at')
    .orderBy('k.id'),
);

const selectById = systemStatement<{ id: number }, KeyRow>((db, p) =>
  db
    .selectFrom('backend_key as k')
    .innerJoin('app as a', 'a.id', 'k.app')
    .where('k.id', '=', p.id)
    .select(columns),
);

interface NewRow {
  of: number;
  id: number;
  title: string;
  scopes: string;
  hash: string;
  now: number;
}

const insertKey = systemStatement<NewRow, unknown>((db, p) =>
  db.insertInto('backend_key').values({
    app: p.of,
    id: p.id,
    title: p.title,
    scopes: p.scopes,
    hash: p.hash,
    previous_hash: null,
    previous_until: 0,
    created_at: p.now,
    last_used_at: 0,
  }),
);

const rotate = systemStatement<{ id: number; hash: string; until: number }, unknown>((db, p) =>
  db
    .updateTable('backend_key')
    .set((eb) => ({ previous_hash: eb.ref('hash'), previous_until: p.until, hash: p.hash }))
    .where('id', '=', p.id),
);

const deleteKey = systemStatement<{ id: number }, unknown>((db, p) =>
  db.deleteFrom('backend_key').where('id', '=', p.id),
);

const touch = systemStatement<{ id: number; now: number }, unknown>((db, p) =>
  db.updateTable('backend_key').set({ last_used_at: p.now }).where('id', '=', p.id),
);

type Actor = { readonly disabled_at: number };

const selectLiving = systemStatement<{ of: number; user: number }, Actor>((db, p) =>
  db
    .selectFrom('user')
    .where('app', '=', p.of)
    .where('id', '=', p.user)
    .where('deleted', '=', 0)
    .select('disabled_at'),
);

/** A key that was good when it was looked up. */
export interface FoundKey {
  readonly app: AppId;
  readonly id: KeyId;
  readonly scopes: readonly AppKey_Scope[];
  /** It acts for a user who is there. */
  readonly knowsUser: boolean;
  readonly isUserDisabled: boolean;
  readonly isTouchDue: boolean;
}

const touchAfterMs = 60_000;

export const findKeyByHash: Read<{ hash: string; user: UserId | undefined }, FoundKey | undefined> =
  {
    name: 'key.find',
    *run(tx, { hash, user }) {
      const row =
        (yield* first(selectByHash, { hash })) ??
        (yield* first(selectByPrevious, { hash, now: tx.now }));
      if (row === undefined) return undefined;
      const found =
        user === undefined || parseId('usr', user) === undefined
          ? undefined
          : yield* first(selectLiving, { of: row.app, user: userKey(user) });
      return {
        app: row.name as AppId,
        id: formatId('key', row.id),
        scopes: scopesIn(row),
        knowsUser: found !== undefined,
        isUserDisabled: found !== undefined && found.disabled_at > 0,
        isTouchDue: tx.now - row.last_used_at > touchAfterMs,
      };
    },
  };

/** Is it still there? For streams that stay open. */
export const isKeyThere: Read<{ key: KeyId }, boolean> = {
  name: 'key.isThere',
  *run(_tx, { key }) {
    return (yield* first(selectById, { id: keyKey(key) })) !== undefined;
  },
};

export const touchKey: Write<{ key: KeyId }, void> = {
  name: 'key.touch',
  locks: () => ({}),
  *run(tx, { key }) {
    yield* run(touch, { id: keyKey(key), now: tx.now });
  },
};

export const listKeys: Read<{ name: string }, readonly AppKey[]> = {
  name: 'key.list',
  *run(tx, { name }) {
    const app = yield* mustFind(name);
    return (yield* all(selectByApp, { of: app.key })).map((row) => toKey(row, tx.now));
  },
};

interface NewKey {
  readonly key: KeyId;
  readonly name: string;
  readonly title: string;
  readonly scopes: readonly AppKey_Scope[];
  readonly hash: string;
}

const mostKeys = 100;

export const createKey: Write<NewKey, AppKey> = {
  name: 'key.create',
  locks: () => ({}),
  *run(tx, { key, name, title, scopes, hash }) {
    const app = yield* mustFind(name);
    if ((yield* all(selectByApp, { of: app.key })).length >= mostKeys)
      throw new OperationError('FULL');
    const sorted = [...new Set(scopes)].toSorted((a, b) => a - b).join(',');
    const id = keyKey(key);
    yield* run(insertKey, { of: app.key, id, title, scopes: sorted, hash, now: tx.now });
    return yield* mustRead(id, tx.now);
  },
};

export const rotateKey: Write<{ key: KeyId; hash: string; overlapMs: number }, AppKey> = {
  name: 'key.rotate',
  locks: () => ({}),
  *run(tx, { key, hash, overlapMs }) {
    const id = keyKey(key);
    yield* mustRead(id, tx.now);
    yield* run(rotate, { id, hash, until: tx.now + overlapMs });
    return yield* mustRead(id, tx.now);
  },
};

export const revokeKey: Write<{ key: KeyId }, { app: AppId }> = {
  name: 'key.revoke',
  locks: () => ({}),
  *run(tx, { key }) {
    const { app } = yield* mustRead(keyKey(key), tx.now);
    yield* run(deleteKey, { id: keyKey(key) });
    return { app: app as AppId };
  },
};

function* mustRead(id: number, now: number): Steps<AppKey> {
  const row = yield* first(selectById, { id });
  if (row === undefined) throw new OperationError('UNKNOWN', 'There is no such key.');
  return toKey(row, now);
}

function keyKey(key: KeyId): number {
  const id = parseId('key', key);
  if (id === undefined) throw new OperationError('UNKNOWN');
  return id;
}

function scopesIn({ scopes }: KeyRow): AppKey_Scope[] {
  return scopes.split(',').map(Number);
}

function toKey(row: KeyRow, now: number): AppKey {
  return create(AppKeySchema, {
    id: formatId('key', row.id),
    app: row.name,
    title: row.title,
    scopes: scopesIn(row),
    createdAt: timestampFromMs(row.created_at),
    ...(row.last_used_at > 0 && { lastUsedAt: timestampFromMs(row.last_used_at) }),
    ...(row.previous_until > now && { previousUntil: timestampFromMs(row.previous_until) }),
  });
}
