// The embedded database: one connection that writes, one that reads, both used without leaving the call, so that nothing
// can come between the statements of a transaction. Keeps the promise "acknowledged means on disk" for SQLite: a batch is
// kept, and what a reader saw of it is shown, when the log is on disk, and after a failure this handle acknowledges nothing any more.
import { OperationError } from '@hubbub/protocol';
import { statementCompiler } from './compile.ts';
import { drive, type DatabaseEngine, type EngineOptions, type QueuedWrite } from './engine.ts';
import { isSqliteDiskError, isSqliteOutage, namedFailure, storageError } from './failures.ts';
import { openSqlite, type SqliteConnection } from './sqlite.ts';
import { SqliteFile } from './sqlite-file.ts';
import type { Read, Transaction } from './statement.ts';

export function sqliteEngine(path: string, options: EngineOptions): DatabaseEngine {
  const { onDamage } = options;
  const compile = statementCompiler('sqlite');
  const file = new SqliteFile({ path, open, onTrouble: options.onTrouble });
  let name = '';
  return {
    engine: 'sqlite',
    commit,
    read,
    scrub: () => file.scrub(),
    close: () => file.close(),
  };

  function open(kind: 'read' | 'write'): SqliteConnection {
    return openSqlite({ path, readonly: kind === 'read', compile, onSql: observed(kind) });
  }

  function commit(batch: readonly QueuedWrite[]): Promise<void> | undefined {
    const { writer } = file;
    return writer ? commitTo(writer, batch) : commitLater(batch);
  }

  async function commitLater(batch: readonly QueuedWrite[]): Promise<void> {
    await file.ready();
    await commit(batch);
  }

  function commitTo(
    connection: SqliteConnection,
    batch: readonly QueuedWrite[],
  ): Promise<void> | undefined {
    const { changes } = connection;
    try {
      connection.run('begin immediate');
      runAll(batch, connection);
      connection.run('commit');
    } catch (error) {
      abandon(connection, error);
      throw error;
    }
    return connection.changes === changes ? undefined : file.sync();
  }

  function runAll(batch: readonly QueuedWrite[], connection: SqliteConnection): void {
    const now = options.clock();
    // A write that is alone needs no savepoint of its own: undoing it is undoing the transaction.
    const [only] = batch;
    if (only && batch.length === 1) return runAlone(only, connection, now);
    for (const queued of batch) {
      connection.run('savepoint w');
      queued.outcome = attempt(queued, connection, now);
      if (!queued.outcome.ok) connection.run('rollback to w');
      connection.run('release w');
    }
  }

  function runAlone(queued: QueuedWrite, connection: SqliteConnection, now: number): void {
    queued.outcome = attempt(queued, connection, now);
    if (queued.outcome.ok) return;
    connection.run('rollback');
    connection.run('begin');
  }

  function attempt(
    queued: QueuedWrite,
    connection: SqliteConnection,
    now: number,
  ): NonNullable<QueuedWrite['outcome']> {
    const { write, args, app } = queued;
    const tx: Transaction = { engine: 'sqlite', app, now };
    name = write.name;
    try {
      const value = drive(write.run(tx, args), (step) => connection.answer(step, app), onDamage);
      return { ok: true, value };
    } catch (error) {
      // Trouble with the disk is the whole batch's: SQLite may have ended the transaction by itself.
      if (isSqliteOutage(error) || !connection.isInTransaction) throw error;
      write.failed?.(error);
      return { ok: false, error: namedFailure(write.name, error) };
    }
  }

  function abandon(connection: SqliteConnection, error: unknown): void {
    try {
      if (connection.isInTransaction) connection.run('rollback');
      if (!isSqliteDiskError(error)) return;
    } catch (again) {
      options.onTrouble?.('could not roll back', again);
    }
    file.giveUp(error);
  }

  function observed(kind: 'read' | 'write'): ((sql: string) => void) | undefined {
    const { onStatement } = options;
    return onStatement && ((sql) => onStatement({ kind, name, sql }));
  }

  function read<A, R>(app: number, query: Read<A, R>, args: A): R | Promise<R> {
    if (!file.reader) return readLater(app, query, args);
    const value = readNow(app, query, args);
    const { pending } = file;
    return pending === undefined ? value : shown(value, pending);
  }

  async function readLater<A, R>(app: number, query: Read<A, R>, args: A): Promise<R> {
    try {
      await file.ready();
    } catch (error) {
      throw storageError(error);
    }
    return await read(app, query, args);
  }

  /** It may hold what is not on disk yet. */
  async function shown<R>(value: R, pending: Promise<void>): Promise<R> {
    try {
      await pending;
    } catch (error) {
      throw storageError(error);
    }
    return value;
  }

  function readNow<A, R>(app: number, query: Read<A, R>, args: A): R {
    const tx: Transaction = { engine: 'sqlite', app, now: options.clock() };
    name = query.name;
    const { reader } = file;
    if (!reader) throw storageError(new Error('the database was given up'));
    try {
      reader.run('begin');
      return drive(query.run(tx, args), (step) => reader.answer(step, app), onDamage);
    } catch (error) {
      if (error instanceof OperationError) throw error;
      throw isSqliteOutage(error) ? storageError(error) : namedFailure(query.name, error);
    } finally {
      if (reader.isInTransaction) reader.run('rollback');
    }
  }
}
