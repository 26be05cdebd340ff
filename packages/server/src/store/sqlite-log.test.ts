// A log whose last sync failed.
import { expect, test } from 'bun:test';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SqliteLog } from './sqlite-log.ts';

test('what did not get to the disk stays untold until the log is trusted again', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hubbub-log-'));
  const path = join(folder, 'a.db');
  writeFileSync(`${path}-wal`, '');
  const log = new SqliteLog(path);
  expect(log.pending()).toBeUndefined();
  const first = log.sync();
  expect(log.pending()).toBeInstanceOf(Promise);
  await first;
  expect(log.pending()).toBeUndefined();
  // A file that is closed cannot be synced.
  log.close();
  const failed = await log.sync().catch((error: unknown) => error);
  expect(failed).toMatchObject({ code: 'EBADF' });
  expect(await log.pending()?.catch((error: unknown) => error)).toBe(failed);
  log.trust();
  expect(log.pending()).toBeUndefined();
  rmSync(folder, { recursive: true });
});
