// The embedded database: one connection that writes, one that reads, both used without leaving the call, so that nothing
// can come between the statements of a transaction. Keeps the promise "acknowledged means on disk" for SQLite: a batch is
// kept, and what a reader saw of it is shown, when the log is on disk, and after a failure this handle acknowledges nothing any more.
import { OperationError } from '@hubbub/protocol';
import { statementCompiler } from './compile.ts';
import { drive, type DatabaseEngine, type EngineOptions, type QueuedWrite } from './engine.ts';
import { isSqliteDiskError, isSqliteOutage, namedFailure, storageError } from './failures.ts';
import { openSqlite, type SqliteConnection } from './sqlite.ts';
import { SqliteLog } from './sqlite-log.ts';
import type { Read, Transaction } from './statement.ts';

export function sqliteEngine(path: string, options: EngineOptions): DatabaseEngine {
  const { onDamage } = options;
  const compile = statementCompiler('sqlite');
  let writer: SqliteConnection | undefined = openWriter();
  const log = new SqliteLog(path);
  const reader = openSqlite({ path, readonly: true, compile, onSql: observed('read') });
  let name = '';
  return { engine: 'sqlite', commit, read, scrub, close };

  function commit(batch: readonly QueuedWrite[]): Promise<void> | undefined {
    const connection = (writer ??= reopenWriter());
    const { changes } = connection;
    try {
      connection.run('begin immediate');
      runAll(batch, connection);
      connection.run('commit');
    } catch (error) {
      abandon(connection, error);
      throw error;
    }
    return connection.changes === changes ? undefined : sync(connection);
  }

  async function sync(connection: SqliteConnection): Promise<void> {
    try {
      await log.sync();
    } catch (error) {
      giveUp(connection, error);
      throw error;
    }
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
    giveUp(connection, error);
  }

  function giveUp(connection: SqliteConnection, error: unknown): void {
    options.onTrouble?.('the database handle is given up after a disk error', error);
    writer = undefined;
    closeQuietly(connection);
  }

  /** Only a checkpoint that was synced shows that the disk can be trusted again. */
  function reopenWriter(): SqliteConnection {
    const connection = openWriter();
    try {
      emptyLog(connection);
      log.trust();
      return connection;
    } catch (error) {
      closeQuietly(connection);
      throw error;
    }
  }

  /** Deleted rows are overwritten where they stood (sqlite.ts); older copies of their pages go with the log. */
  function scrub(): void {
    const connection = (writer ??= reopenWriter());
    // Another process may be reading, e.g. for a backup: nobody here waits for it.
    connection.run('pragma busy_timeout = 0');
    try {
      emptyLog(connection);
    } finally {
      connection.run('pragma busy_timeout = 5000');
    }
  }

  function openWriter(): SqliteConnection {
    const connection = openSqlite({ path, readonly: false, compile, onSql: observed('write') });
    // Checkpoints sync what they need by themselves, commits do it in the log.
    connection.run('pragma synchronous = normal');
    return connection;
  }

  function observed(kind: 'read' | 'write'): ((sql: string) => void) | undefined {
    const { onStatement } = options;
    return onStatement && ((sql) => onStatement({ kind, name, sql }));
  }

  function read<A, R>(app: number, query: Read<A, R>, args: A): R | Promise<R> {
    const value = readNow(app, query, args);
    const pending = log.pending();
    return pending === undefined ? value : shown(value, pending);
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

  function closeQuietly(connection: SqliteConnection): void {
    try {
      connection.close();
    } catch (error) {
      options.onTrouble?.('could not close the database', error);
    }
  }

  async function close(): Promise<void> {
    closeQuietly(reader);
    log.close();
    if (!writer) return;
    try {
      // A backup or the look for damage may still be reading: the next start empties the log.
      writer.run('pragma busy_timeout = 0');
      writer.all('pragma wal_checkpoint(truncate)');
    } catch (error) {
      // The next start recovers from the write-ahead log.
      options.onTrouble?.('could not checkpoint at the end', error);
    }
    closeQuietly(writer);
  }
}

/** All that it holds is in the database then, and synced; whoever reads an older state keeps it from that. */
function emptyLog(connection: SqliteConnection): void {
  const [answer] = connection.all('pragma wal_checkpoint(truncate)') as { busy: number }[];
  if (answer?.busy !== 0) throw new Error('the log is being read and cannot be emptied now');
}
