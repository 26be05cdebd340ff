// The data folder of the embedded database and who owns it. The lock is an SQLite file held in an exclusive transaction:
// the kernel lets go of it when the process ends, however it ends, so no stale lock can be left and no pid mistaken.
import { Database } from 'bun:sqlite';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { StartupError } from './failures.ts';

export interface OwnedFolder {
  readonly databasePath: string;
  release(): void;
}

export function databasePath(folder: string): string {
  return join(folder, 'hubbub.db');
}

/** Makes the folder if need be and takes it for this process until `release` or its end. */
export function ownFolder(folder: string): OwnedFolder {
  makeFolder(folder);
  const lock = takeLock(folder);
  const note = join(folder, 'hubbub.owner');
  leaveNote(note);
  return {
    databasePath: databasePath(folder),
    release() {
      rmSync(note, { force: true });
      lock.close(true);
    },
  };
}

function leaveNote(path: string): void {
  try {
    writeFileSync(path, `process ${process.pid} on ${hostname()}\n`);
  } catch {
    // It only tells others who we are; a full disk must not keep us from starting to read.
  }
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw unusable(folder, error);
  }
}

function takeLock(folder: string): Database {
  let lock: Database | undefined;
  try {
    lock = new Database(join(folder, 'hubbub.lock'), { readwrite: true, create: true });
    // Without a wait: the owner keeps it for as long as it runs. Nothing is written, so no journal is left either.
    lock.run('pragma busy_timeout = 0');
    lock.run('begin exclusive');
    return lock;
  } catch (error) {
    lock?.close();
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) throw inUse(folder);
    throw unusable(folder, error);
  }
}

function inUse(folder: string): StartupError {
  return new StartupError(
    `The data folder ${folder} is used by another Hubbub${readOwner(folder)}. ` +
      'Stop that one, or choose another folder with --data.',
  );
}

function unusable(folder: string, error: unknown): StartupError {
  const text = error instanceof Error ? error.message : String(error);
  return new StartupError(
    `The data folder ${folder} cannot be written (${text}). ` +
      'Give this user the right to write there, or choose another folder with --data.',
    error,
  );
}

/** Only asked while somebody holds the lock, so what it says is of the living. */
function readOwner(folder: string): string {
  try {
    return ` (${readFileSync(join(folder, 'hubbub.owner'), 'utf8').trim()})`;
  } catch {
    return '';
  }
}
