// A database file that takes another one's place: whenever the power goes, one of the two is there, and whole.
import { Database } from 'bun:sqlite';
import { closeSync, existsSync, fsyncSync, linkSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Keeps the old database beside it, as `hubbub.db.replaced` or what else it is called. The old name is never without a database,
 * and no write-ahead log stays that would be taken for the new one's.
 */
export function setAside(target: string, as: string): void {
  try {
    const old = new Database(target, { readwrite: true });
    old.run('pragma wal_checkpoint(truncate)');
    old.close(true);
  } catch {
    // A damaged file is what a restore is for; it is kept as it is.
  }
  const kept = `${target}.${as}`;
  rmSync(kept, { force: true });
  linkSync(target, kept);
  for (const end of ['-wal', '-shm'])
    if (existsSync(target + end)) renameSync(target + end, kept + end);
}

/** Under its name only when the content is on disk, and the name itself too. */
export function putInPlace(partial: string, path: string): void {
  sync(partial);
  renameSync(partial, path);
  sync(dirname(path));
}

function sync(path: string): void {
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
