// Apps and their settings. What looks across apps does so by design: only the operator and the directory of apps come here.
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { AppSettingsSchema, OperationError, type AppId, type AppSettings } from '@hubbub/protocol';
import {
  all,
  first,
  run,
  systemStatement,
  type Read,
  type Steps,
  type Write,
} from './statement.ts';

/** An app as it is stored. */
export interface StoredApp {
  readonly key: number;
  readonly name: AppId;
  readonly suspended: boolean;
  readonly createdAt: number;
  readonly settings: AppSettings;
}

interface AppRow {
  readonly id: number;
  readonly name: string;
  readonly created_at: number;
  readonly suspended: number;
  readonly settings: Uint8Array | null;
}

const columns = ['id', 'name', 'created_at', 'suspended', 'settings'] as const;

const selectApps = systemStatement<object, AppRow>((db) =>
  db.selectFrom('app').select(columns).orderBy('name'),
);

const selectApp = systemStatement<{ name: string }, AppRow>((db, p) =>
  db.selectFrom('app').where('name', '=', p.name).select(columns),
);

// Settings of two apps may contradict each other: one change at a time.
const lockApps = systemStatement<object, AppRow>((db, _p, engine) => {
  const query = db.selectFrom('app').select(columns).orderBy('id');
  return engine === 'postgres' ? query.forUpdate() : query;
});

type NewApp = { id: number; name: string; settings: Uint8Array; now: number };

const insertApp = systemStatement<NewApp, unknown>((db, p) =>
  db
    .insertInto('app')
    .values({ id: p.id, name: p.name, created_at: p.now, suspended: 0, settings: p.settings })
    .onConflict((conflict) => conflict.column('name').doNothing()),
);

const updateSuspended = systemStatement<{ name: string; suspended: number }, unknown>((db, p) =>
  db.updateTable('app').set({ suspended: p.suspended }).where('name', '=', p.name),
);

const updateSettings = systemStatement<{ name: string; settings: Uint8Array }, unknown>((db, p) =>
  db.updateTable('app').set({ settings: p.settings }).where('name', '=', p.name),
);

export const readApps: Read<object, readonly StoredApp[]> = {
  name: 'app.all',
  *run() {
    return (yield* all(selectApps, {})).map(toApp);
  },
};

export const readApp: Read<{ name: string }, StoredApp> = {
  name: 'app.get',
  *run(_tx, { name }) {
    return yield* mustFind(name);
  },
};

interface Creation extends Pick<AppSettings, 'devices'> {
  readonly id: number;
  readonly name: string;
}

/** @param id of the new app; the same app again is found and left as it is */
export const createApp: Write<Creation, { app: StoredApp; made: boolean }> = {
  name: 'app.create',
  locks: () => ({}),
  *run(tx, { id, name, devices }) {
    const settings = toBinary(AppSettingsSchema, create(AppSettingsSchema, { devices }));
    const made = (yield* run(insertApp, { id, name, settings, now: tx.now })) > 0;
    return { app: yield* mustFind(name), made };
  },
};

export const suspendApp: Write<{ name: string; suspended: boolean }, StoredApp> = {
  name: 'app.suspend',
  locks: () => ({}),
  *run(_tx, { name, suspended }) {
    yield* mustFind(name);
    yield* run(updateSuspended, { name, suspended: suspended ? 1 : 0 });
    return yield* mustFind(name);
  },
};

interface Update {
  readonly name: string;
  /** Pure: it may be asked more than once. Throws to refuse. */
  readonly change: (before: AppSettings, others: readonly StoredApp[]) => AppSettings;
}

export const updateApp: Write<Update, StoredApp> = {
  name: 'app.update',
  locks: () => ({}),
  *run(_tx, { name, change }) {
    const known = (yield* all(lockApps, {})).map(toApp);
    const others = known.filter((one) => one.name !== name);
    const before = yield* mustFind(name);
    const settings = toBinary(AppSettingsSchema, change(before.settings, others));
    yield* run(updateSettings, { name, settings });
    return yield* mustFind(name);
  },
};

export function* mustFind(name: string): Steps<StoredApp> {
  const row = yield* first(selectApp, { name });
  if (row === undefined) throw new OperationError('UNKNOWN', 'There is no app of this name.');
  return toApp(row);
}

function toApp({ id, name, suspended, created_at, settings }: AppRow): StoredApp {
  return {
    key: id,
    name: name as AppId,
    suspended: suspended !== 0,
    createdAt: created_at,
    settings:
      settings === null ? create(AppSettingsSchema) : fromBinary(AppSettingsSchema, settings),
  };
}
