// The database as the rest of the server sees it: named reads and writes of one app. Opening it takes it for this process,
// migrates it and warms what every request needs.
import { OperationError, type AppId } from '@hubbub/protocol';
import { logged } from './logged.ts';
import { readApp, readEpoch } from './meta-store.ts';
import { openEmbedded } from './open-embedded.ts';
import { openPostgres } from './open-postgres.ts';
import type { DatabaseEngine, EngineOptions, PoolState } from './engine.ts';
import type { Engine, Read, Write } from './statement.ts';
import { sparingly } from './trouble.ts';
import {
  openWriter,
  writerLimits,
  type Commit,
  type WriterLimits,
  type WriterStats,
} from './writer.ts';

export interface Store {
  readonly engine: Engine;
  /** The epoch this process speaks of. */
  readonly epoch: string;
  /** Reads the epoch again, and speaks of it from then on. A process that finds it changed closes its sockets, once. */
  currentEpoch(): Promise<string>;
  /** The app's number; answered from memory for a second. */
  app(name: AppId): Promise<App | undefined>;
  read<A, R>(app: AppId, read: Read<A, R>, args: A): Promise<R>;
  write<A, R>(app: AppId, write: Write<A, R>, args: A): Promise<R>;
  /** Across apps: `tx.app` is 0 and the statements are system statements. */
  systemRead<A, R>(read: Read<A, R>, args: A): Promise<R>;
  systemWrite<A, R>(write: Write<A, R>, args: A): Promise<R>;
  /** The apps whose writes are also written to their event log, from the next write on. */
  keepLogOf(apps: readonly AppId[]): void;
  /** Told of every write of such an app, once it is committed. */
  onLogged: (() => void) | undefined;
  stats(): StoreStats;
  /** Leaves nothing in the database's files of rows that were deleted; throws when that cannot be done now. */
  scrub(): Promise<void>;
  /** Takes no more writes, commits what waits, leaves the database tidy. */
  close(): Promise<void>;
}

export interface App {
  readonly key: number;
  readonly suspended: boolean;
}

export interface StoreStats extends Readonly<WriterStats> {
  readonly reads: number;
  /** How often a message was read that is not what was written. */
  readonly damaged: number;
  readonly pool: PoolState | undefined;
}

export interface StoreOptions extends Partial<EngineOptions> {
  /** postgres://… or, for SQLite, a folder; '' is the data folder. */
  readonly database: string;
  readonly dataDir: string;
  readonly limits?: Partial<WriterLimits>;
  /** Told of every batch that was kept. */
  readonly onCommit?: (commit: Commit) => void;
  /** PostgreSQL: another process has taken the database over; this one must stop. */
  readonly onDisowned?: (cause: unknown) => void;
  /** PostgreSQL: other processes may write too; a bus joins them. */
  readonly share?: 'alone' | 'cluster';
}

const appMemoryMs = 1000;

export async function openStore(options: StoreOptions): Promise<Store> {
  const clock = options.clock ?? Date.now;
  const trouble = options.onTrouble && sparingly(options.onTrouble);
  const onTrouble = trouble?.tell;
  let damaged = 0;
  const onDamage = (damage: Error) => {
    damaged += 1;
    onTrouble?.('a message is not what was written', damage);
  };
  const engine = await openEngine({ ...options, clock, onTrouble, onDamage });
  const writer = openWriter(engine, {
    limits: { ...writerLimits[engine.engine], ...options.limits },
    onTrouble,
    onCommit: options.onCommit,
  });
  const apps = new Map<AppId, App & { readonly readAt: number }>();
  let onLogged: () => void = () => undefined;
  let logs: ReadonlySet<AppId> = new Set();
  let reads = 0;
  let closing: Promise<void> | undefined;
  try {
    let epoch = await engine.read(0, readEpoch, {});
    const store: Store = {
      engine: engine.engine,
      keepLogOf: (names) => (logs = new Set(names)),
      onLogged: undefined,
      get epoch() {
        return epoch;
      },
      currentEpoch: async () => (epoch = await systemRead(readEpoch, {})),
      app,
      read,
      write,
      systemRead,
      systemWrite,
      stats,
      scrub: async () => await engine.scrub(),
      close,
    };
    onLogged = () => store.onLogged?.();
    return store;
  } catch (error) {
    await engine.close();
    throw error;
  }

  async function app(name: AppId): Promise<App | undefined> {
    const known = apps.get(name);
    if (known && performance.now() - known.readAt < appMemoryMs) return known;
    const row = await systemRead(readApp, { name });
    if (!row) return undefined;
    const found = { key: row.id, suspended: row.suspended !== 0, readAt: performance.now() };
    apps.set(name, found);
    return found;
  }

  // An app's number never changes, so one that was seen once serves for ever.
  async function keyOf(name: AppId): Promise<number> {
    const found = apps.get(name) ?? (await app(name));
    if (!found) throw new OperationError('UNKNOWN');
    return found.key;
  }

  async function read<A, R>(name: AppId, query: Read<A, R>, args: A): Promise<R> {
    const key = apps.get(name)?.key ?? (await keyOf(name));
    reads += 1;
    return engine.read(key, query, args);
  }

  // Without an await when the app is known: writes are queued in the order of their calls.
  function write<A, R>(name: AppId, change: Write<A, R>, args: A): Promise<R> {
    if (logs.size > 0 && logs.has(name)) return writeLogged(name, change, args);
    return writeOnly(name, change, args);
  }

  async function writeLogged<A, R>(name: AppId, change: Write<A, R>, args: A): Promise<R> {
    const result = await writeOnly(name, logged(change), args);
    onLogged();
    return result;
  }

  function writeOnly<A, R>(name: AppId, change: Write<A, R>, args: A): Promise<R> {
    const known = apps.get(name);
    if (known) return writer.submit({ app: known.key, write: change, args });
    return keyOf(name).then((key) => writer.submit({ app: key, write: change, args }));
  }

  async function systemRead<A, R>(query: Read<A, R>, args: A): Promise<R> {
    reads += 1;
    return engine.read(0, query, args);
  }

  async function systemWrite<A, R>(change: Write<A, R>, args: A): Promise<R> {
    return writer.submit({ app: 0, write: change, args });
  }

  function stats(): StoreStats {
    return { ...writer.stats(), reads, damaged, pool: engine.pool?.() };
  }

  function close(): Promise<void> {
    closing ??= writer
      .close()
      .then(() => engine.close())
      .finally(() => trouble?.close());
    return closing;
  }
}

function openEngine(options: StoreOptions & EngineOptions): Promise<DatabaseEngine> {
  return isPostgres(options.database)
    ? openPostgres(options.database, options)
    : openEmbedded(options.database || options.dataDir, options);
}

export function isPostgres(database: string): boolean {
  return /^postgres(ql)?:\/\//.test(database);
}
