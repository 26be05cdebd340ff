// The files of an embedded database and who has them open: a connection that writes, one that reads, the log. Everything that waits
// for the disk waits beside the loop, and after a failure nothing is shown or acknowledged until a whole checkpoint was synced.
import type { EngineOptions } from './engine.ts';
import { isSqliteDiskError, storageError } from './failures.ts';
import { applicationId, sqliteVersion, type SqliteConnection } from './sqlite.ts';
import { pagesOfLog, SqliteCheckpoints, type LogState } from './sqlite-checkpoint.ts';
import { SqliteLog } from './sqlite-log.ts';

interface Parts {
  readonly path: string;
  readonly open: (kind: 'read' | 'write') => SqliteConnection;
  readonly onTrouble: EngineOptions['onTrouble'];
}

interface Handles {
  readonly writer: SqliteConnection;
  readonly reader: SqliteConnection;
  readonly log: SqliteLog;
}

/** Before 3.51 (macOS brings its own) SQLite cannot say how long the log is without a checkpoint: there the loop makes them. */
const canLook = Bun.semver.satisfies(sqliteVersion(), '>=3.51.0');

/** After an attempt that failed: a disk that fails is not to be kept busy by everybody who asks for something. */
const restMs = 250;

export class SqliteFile {
  readonly #parts: Parts;
  readonly #checkpoints: SqliteCheckpoints;
  #handles: Handles | undefined;
  /** Still open, and used by nobody. */
  #givenUp: Handles | undefined;
  /** Until it is over no batch is run. */
  #held: Promise<unknown> | undefined;
  /** One attempt is for all who come meanwhile and shortly after. */
  #reopening: Promise<void> | undefined;
  /** A checkpoint failed: pages that an earlier one wrote may not be on disk, though the log counts them. */
  #isDoubtful = false;
  #isClosed = false;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#checkpoints = new SqliteCheckpoints(parts.path, {
      failed: (error) => this.#failed(error),
      unopened: (error) => parts.onTrouble?.('could not checkpoint', error),
    });
    this.#handles = this.#open();
  }

  /** For a batch, when one may be run at once. */
  get writer(): SqliteConnection | undefined {
    return this.#held || this.#checkpoints.isDue ? undefined : this.#handles?.writer;
  }

  get reader(): SqliteConnection | undefined {
    return this.#handles?.reader;
  }

  /** While what was committed last is not on disk: until it is. */
  get pending(): Promise<void> | undefined {
    return this.#handles?.log.pending;
  }

  /** Until there may be somebody who writes and reads; throws when the disk still cannot be trusted. */
  async ready(): Promise<void> {
    // Nobody would close what is opened now, and another process may own the folder.
    if (this.#isClosed) throw storageError(new Error('the database is closed'));
    if (!this.#handles) return await (this.#reopening ??= this.#tryToReopen());
    while (this.#held) await this.#held;
    if (this.#handles && this.#checkpoints.isDue) await this.#hold(() => this.#beginLogAnew());
  }

  /** What was committed is on disk. */
  async sync(): Promise<void> {
    const handles = this.#handles;
    if (!handles) throw storageError(new Error('the database was given up'));
    try {
      await handles.log.sync();
    } catch (error) {
      if (this.#handles === handles) this.giveUp(error);
      throw error;
    }
    if (this.#handles === handles && canLook) this.#look(handles.writer);
  }

  /** What is on disk is kept, whatever becomes of the log. */
  #look(writer: SqliteConnection): void {
    try {
      this.#checkpoints.see(stateOf(writer));
    } catch (error) {
      this.#parts.onTrouble?.('could not see how long the log is', error);
    }
  }

  /** Nobody knows what the disk holds. */
  giveUp(error: unknown): void {
    if (!this.#handles) return;
    this.#parts.onTrouble?.('the database handle is given up after a disk error', error);
    this.#givenUp = this.#handles;
    this.#handles = undefined;
  }

  /** Deleted rows are overwritten where they stood (sqlite.ts); older copies of their pages go with the log. */
  async scrub(): Promise<void> {
    while (this.#held) await this.#held;
    if (!this.#handles) await this.ready();
    await this.#hold(() => this.#empty());
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    while (this.#held) await this.#held;
    await this.#checkpoints.release();
    try {
      // A backup or the look for damage may still be reading: the next start empties the log.
      this.#handles?.writer.set('pragma busy_timeout = 0');
      this.#handles?.writer.all('pragma wal_checkpoint(truncate)');
    } catch (error) {
      // The next start recovers from the write-ahead log.
      this.#parts.onTrouble?.('could not checkpoint at the end', error);
    }
    this.#close(this.#handles);
    await this.#letGo();
    await this.#checkpoints.close();
  }

  async #hold(work: () => Promise<void>): Promise<void> {
    const done = work();
    const over = done.catch(() => undefined);
    this.#held = over;
    void over.then(() => (this.#held = undefined));
    await done;
  }

  async #tryToReopen(): Promise<void> {
    try {
      while (this.#held) await this.#held;
      if (this.#isClosed) throw storageError(new Error('the database is closed'));
      await this.#hold(() => this.#reopen());
      this.#reopening = undefined;
    } catch (error) {
      setTimeout(() => (this.#reopening = undefined), restMs);
      throw error;
    }
  }

  #open(): Handles {
    const writer = this.#parts.open('write');
    let reader: SqliteConnection | undefined;
    try {
      // The log is synced, and brought into the database, beside the loop.
      writer.set('pragma synchronous = normal');
      writer.set(`pragma wal_autocheckpoint = ${canLook ? 0 : pagesOfLog}`);
      reader = this.#parts.open('read');
      return { writer, reader, log: new SqliteLog(this.#parts.path) };
    } catch (error) {
      this.#closeQuietly(writer);
      if (reader) this.#closeQuietly(reader);
      throw error;
    }
  }

  /** Only a log that was written whole and synced shows that the disk can be trusted again. */
  async #reopen(): Promise<void> {
    await this.#letGo();
    await SqliteLog.rewrite(this.#parts.path);
    const handles = this.#open();
    try {
      if (this.#isDoubtful) refuseToGoOn(handles.writer);
    } catch (error) {
      this.#close(handles);
      throw error;
    }
    this.#isDoubtful = false;
    this.#handles = handles;
  }

  /** Of what was given up, when nobody uses it any more. */
  async #letGo(): Promise<void> {
    await this.#checkpoints.release();
    await this.#givenUp?.log.pending?.catch(() => undefined);
    this.#close(this.#givenUp);
    this.#givenUp = undefined;
  }

  async #empty(): Promise<void> {
    await this.#checkpoints.empty();
    await this.#beginLog();
  }

  /** Unless somebody reads an older state. */
  async #beginLogAnew(): Promise<void> {
    await this.#checkpoints.finish();
    if (!this.#handles) return;
    const { log, checkpointed } = stateOf(this.#handles.writer);
    if (checkpointed === log) await this.#beginLog();
  }

  /**
   * All of the log is in the database: the next page begins a new one, over the old one. SQLite would sync its header within the call, or
   * pages further on might get to the disk before it, and what is left of the old log would be taken for all of it. So one page goes
   * first, alone: until it is on disk the old log is whole, or nothing, and in either case the database has it.
   */
  async #beginLog(): Promise<void> {
    const writer = this.#handles?.writer;
    if (!writer) return;
    try {
      writer.set('pragma synchronous = off');
      writer.run(`pragma application_id = ${applicationId}`);
      writer.set('pragma synchronous = normal');
    } catch (error) {
      writer.set('pragma synchronous = normal');
      // Without room nothing was written, and SQLite begins the log in its way.
      if (!isSqliteDiskError(error)) return;
      this.giveUp(error);
      throw error;
    }
    await this.sync();
  }

  /** What did not get from the log into the database is tried again later, unless nobody knows any more what did. */
  #failed(error: unknown): void {
    this.#parts.onTrouble?.('could not checkpoint', error);
    if (!isSqliteDiskError(error)) return;
    this.#isDoubtful = true;
    this.giveUp(error);
  }

  /** The one that reads last: it cannot checkpoint, as the last one that writes would, and leaves the log to be read anew. */
  #close(handles: Handles | undefined): void {
    if (!handles) return;
    this.#closeQuietly(handles.writer);
    this.#closeQuietly(handles.reader);
    handles.log.close();
  }

  #closeQuietly(connection: SqliteConnection): void {
    try {
      connection.close();
    } catch (error) {
      this.#parts.onTrouble?.('could not close the database', error);
    }
  }
}

function stateOf(connection: SqliteConnection): LogState {
  return connection.all('pragma wal_checkpoint(noop)')[0] as LogState;
}

/** Whoever opens a database first reads all of the log. With somebody else there it goes on where the failed checkpoint was. */
function refuseToGoOn(connection: SqliteConnection): void {
  connection.all('select count(*) from sqlite_schema');
  if (stateOf(connection).checkpointed > 0)
    throw new Error('a checkpoint failed, and somebody else keeps the log from being read anew');
}
