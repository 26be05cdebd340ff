// The thread of sqlite-checkpoint.ts: it waits for the disk in place of the loop. It keeps its files open, for the system tells of a failed
// sync only whoever had the file open before.
import { Database } from 'bun:sqlite';
import { closeSync, fdatasyncSync, openSync } from 'node:fs';
import type { CheckpointAnswer, CheckpointOrder, LogState } from './sqlite-checkpoint.ts';

let writer: Database | undefined;
/** While it reads nobody can begin the log anew. */
let anchor: Database | undefined;
/** Of the database itself. Closing it ends every lock that this process has on the file: that is left to the end. */
let file: number | undefined;

const orders = { open, beside, finish, truncate, release, end };

self.addEventListener('message', ({ data }: MessageEvent<CheckpointOrder>) => {
  self.postMessage(answer(data));
});

function answer({ what, path }: CheckpointOrder): CheckpointAnswer {
  try {
    return { ok: true, state: orders[what](path) };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    return { ok: false, code, message: error instanceof Error ? error.message : String(error) };
  }
}

function open(path: string): undefined {
  release();
  file ??= openSync(path, 'r+');
  try {
    writer = new Database(path, { readwrite: true });
    writer.run('pragma synchronous = full');
    anchor = new Database(path, { readonly: true });
    // The log is opened by what reads first.
    for (const database of [writer, anchor]) look(database);
  } catch (error) {
    // Nobody releases what was not opened, and whoever has it open keeps the log from being read anew.
    release();
    throw error;
  }
}

/** Of a log that grows meanwhile SQLite syncs nothing: what is to be synced in the end would be all of it. */
function beside(): LogState {
  if (!anchor) throw new Error('the database is not open');
  anchor.run('begin');
  look(anchor);
  const state = checkpoint('passive');
  sync();
  return state;
}

function sync(): void {
  try {
    if (file !== undefined) fdatasyncSync(file);
  } catch (error) {
    throw Object.assign(new Error(String(error)), { code: 'SQLITE_IOERR_FSYNC' });
  }
}

function finish(): LogState {
  if (anchor?.inTransaction) anchor.run('rollback');
  return checkpoint('passive');
}

/** Another process may be reading, e.g. for a backup: nobody here waits for it. */
function truncate(): LogState {
  if (anchor?.inTransaction) anchor.run('rollback');
  return checkpoint('truncate');
}

function release(): undefined {
  writer?.close();
  anchor?.close();
  writer = undefined;
  anchor = undefined;
}

function end(): undefined {
  if (file !== undefined) closeSync(file);
  file = undefined;
}

function checkpoint(mode: 'passive' | 'truncate'): LogState {
  if (!writer) throw new Error('the database is not open');
  return writer.query(`pragma wal_checkpoint(${mode})`).get() as LogState;
}

function look(database: Database): void {
  database.query('select count(*) from sqlite_schema').get();
}
