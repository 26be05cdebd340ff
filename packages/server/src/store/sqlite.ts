// One connection to an SQLite file: settings, prepared statements, steps answered without leaving the call.
import { Database, type SQLQueryBindings, type Statement as Prepared } from 'bun:sqlite';
import type { Compile, Compiled } from './compile.ts';
import { StartupError } from './failures.ts';
import type { Answer, Step } from './statement.ts';

export interface SqliteConnection {
  readonly isInTransaction: boolean;
  /** Statements that may have changed something, so far. */
  readonly changes: number;
  /** Runs one step for the app. */
  answer(step: Step, app: number): Answer;
  /** Transaction control; prepared once per text. */
  run(sql: string): void;
  /** A setting: it takes effect when it is prepared. */
  set(sql: string): void;
  all(sql: string, ...params: SQLQueryBindings[]): readonly unknown[];
  close(): void;
}

interface Ready {
  readonly compiled: Compiled;
  readonly prepared: Prepared<unknown, SQLQueryBindings[]>;
  readonly hasRows: boolean;
  readonly isSelect: boolean;
}

interface Options {
  readonly path: string;
  readonly readonly: boolean;
  readonly compile: Compile;
  readonly onSql?: ((sql: string) => void) | undefined;
}

// "hubb": signs a database as one of ours.
export const applicationId = 0x68756262;

export function sqliteVersion(): string {
  const database = new Database(':memory:');
  const row = database.query<{ version: string }, []>('select sqlite_version() as version').get();
  database.close();
  return row?.version ?? '';
}

const nothing: readonly unknown[] = [];

export function openSqlite({ path, readonly, compile, onSql }: Options): SqliteConnection {
  const database = readonly
    ? new Database(path, { readonly: true })
    : new Database(path, { readwrite: true, create: true });
  try {
    for (const setting of readonly ? readerSettings : writerSettings) database.run(setting);
    if (!readonly) useWriteAheadLog(database);
  } catch (error) {
    database.close();
    throw error;
  }
  const ready = new Map<Step['statement'], Ready>();
  const control = new Map<string, Prepared<unknown, SQLQueryBindings[]>>();
  let changes = 0;
  return {
    get isInTransaction() {
      return database.inTransaction;
    },
    get changes() {
      return changes;
    },
    answer,
    run: (sql) => void prepareControl(sql).run(),
    set: (sql) => void database.run(sql),
    all: (sql, ...params) => prepareControl(sql).all(...params),
    close,
  };

  function answer(step: Step, app: number): Answer {
    const { statement, params, each } = step;
    const { compiled, prepared, hasRows, isSelect } = ready.get(statement) ?? prepare(statement);
    onSql?.(compiled.sql);
    if (!isSelect) changes += 1;
    if (each !== undefined) {
      let changed = 0;
      for (const one of each)
        changed += prepared.run(...(compiled.bind(one, app) as SQLQueryBindings[])).changes;
      return { rows: nothing, changed };
    }
    const values = compiled.bind(params, app) as SQLQueryBindings[];
    if (!hasRows) return { rows: nothing, changed: prepared.run(...values).changes };
    const rows = prepared.all(...values);
    return { rows, changed: rows.length };
  }

  function prepare(statement: Step['statement']): Ready {
    const compiled = compile(statement);
    const prepared = database.prepare<unknown, SQLQueryBindings[]>(compiled.sql);
    const hasRows = prepared.columnNames.length > 0;
    const entry = { compiled, prepared, hasRows, isSelect: /^\s*select\b/i.test(compiled.sql) };
    ready.set(statement, entry);
    return entry;
  }

  function prepareControl(sql: string): Prepared<unknown, SQLQueryBindings[]> {
    let prepared = control.get(sql);
    if (!prepared) {
      prepared = database.prepare<unknown, SQLQueryBindings[]>(sql);
      control.set(sql, prepared);
    }
    return prepared;
  }

  function close(): void {
    for (const { prepared } of ready.values()) prepared.finalize();
    for (const prepared of control.values()) prepared.finalize();
    database.close(true);
  }
}

/** Some network file systems cannot share the log's index between connections. */
function useWriteAheadLog(database: Database): void {
  const answer = database.query<{ journal_mode: string }, []>('pragma journal_mode = wal').get();
  if (answer?.journal_mode !== 'wal')
    throw new StartupError(
      'The disk of the data folder cannot hold a write-ahead log (a network file system?). ' +
        'Choose a folder on a local disk with --data.',
    );
}

const shared = [
  'pragma busy_timeout = 5000',
  'pragma foreign_keys = on',
  'pragma trusted_schema = off',
];
const readerSettings = [...shared, 'pragma query_only = on'];
// 32 MB of pages instead of 2: a batch whose pages do not fit is written to the log twice (11.6 KB a message instead of 2.9 with
// 100,000 of them, docs/adr/0043).
// What is deleted is overwritten with zeros, so that an erased account cannot be read from the file.
const writerSettings = [
  ...shared,
  'pragma synchronous = full',
  'pragma cache_size = -32000',
  // Twice what a log usually takes: one that somebody who read for long let grow gives the rest back when it begins anew.
  'pragma journal_size_limit = 64000000',
  'pragma secure_delete = on',
];
