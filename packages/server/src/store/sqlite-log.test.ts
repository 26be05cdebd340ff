// A log whose last sync failed.
import { expect, test } from 'bun:test';
import { mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SqliteLog } from './sqlite-log.ts';

test('what did not get to the disk stays untold', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hubbub-log-'));
  const path = join(folder, 'a.db');
  writeFileSync(`${path}-wal`, '');
  const log = new SqliteLog(path);
  expect(log.pending).toBeUndefined();
  const first = log.sync();
  expect(log.pending).toBeInstanceOf(Promise);
  await first;
  expect(log.pending).toBeUndefined();
  // A file that is closed cannot be synced.
  log.close();
  const failed = await log.sync().catch((error: unknown) => error);
  expect(failed).toMatchObject({ code: 'EBADF' });
  expect(await log.pending?.catch((error: unknown) => error)).toBe(failed);
  rmSync(folder, { recursive: true });
});

test('a log is written once more as it is, however long', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hubbub-log-'));
  const path = join(folder, 'a.db');
  await SqliteLog.rewrite(path);
  const bytes = Buffer.from(Array.from({ length: 2_500_000 }, (_, i) => (i * 31) % 251));
  writeFileSync(`${path}-wal`, bytes);
  utimesSync(`${path}-wal`, 0, 0);
  await SqliteLog.rewrite(path);
  expect(readFileSync(`${path}-wal`).equals(bytes)).toBeTrue();
  expect(statSync(`${path}-wal`).mtimeMs).toBeGreaterThan(0);
  rmSync(folder, { recursive: true });
});
