// An SQLite database with the newest schema: made once by a process of the tests, and copied for each server after that. Each
// migration is a transaction that waits for the disk, and there are hundreds of servers.
import { Database } from 'bun:sqlite';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomEpoch } from '../../packages/server/src/store/migrate.ts';
import { openStore } from '../../packages/server/src/store/store.ts';

const name = 'hubbub.db';
let made: Promise<Uint8Array> | undefined;

/** Into an empty folder. */
export async function putDatabase(folder: string): Promise<void> {
  made ??= make();
  const file = join(folder, name);
  writeFileSync(file, await made, { mode: 0o600 });
  const database = new Database(file);
  // No two databases have one history.
  database.run('update meta set epoch = ?', [randomEpoch()]);
  database.close();
}

async function make(): Promise<Uint8Array> {
  const folder = mkdtempSync(join(tmpdir(), 'hubbub-migrated-'));
  const store = await openStore({ database: folder, dataDir: folder });
  await store.close();
  const bytes = readFileSync(join(folder, name));
  rmSync(folder, { recursive: true });
  return bytes;
}
