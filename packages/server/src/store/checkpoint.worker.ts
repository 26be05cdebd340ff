// The thread of sqlite-checkpoint.ts: it waits for the disk in place of the loop, and keeps nothing between two checkpoints.
import { Database } from 'bun:sqlite';
import type { Checkpoint, CheckpointAnswer, LogState } from './sqlite-checkpoint.ts';

self.addEventListener('message', ({ data }: MessageEvent<Checkpoint>) => {
  self.postMessage(answer(data));
});

function answer(checkpoint: Checkpoint): CheckpointAnswer {
  try {
    return { ok: true, state: run(checkpoint) };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    return { ok: false, code, message: error instanceof Error ? error.message : String(error) };
  }
}

function run({ path, mode, patienceMs }: Checkpoint): LogState {
  const database = new Database(path, { readwrite: true });
  try {
    database.run(`pragma busy_timeout = ${patienceMs}`);
    database.run('pragma synchronous = full');
    return database.query(`pragma wal_checkpoint(${mode})`).get() as LogState;
  } finally {
    database.close();
  }
}
