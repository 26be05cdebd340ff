import { Database } from 'bun:sqlite';
import { expect, test } from 'bun:test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { statementCompiler } from './compile.ts';
import { SqliteFile } from './sqlite-file.ts';
import { openSqlite } from './sqlite.ts';

test('who asks while it closes after a failure is refused, and nothing is opened any more', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hubbub-file-'));
  const path = join(folder, 'a.db');
  const made = new Database(path, { create: true, readwrite: true });
  made.run('pragma journal_mode = wal');
  made.run('create table note (text)');
  made.close();
  const compile = statementCompiler('sqlite');
  const open = (kind: 'read' | 'write') => openSqlite({ path, readonly: kind === 'read', compile });
  const file = new SqliteFile({ path, open, onTrouble: undefined });
  file.giveUp(new Error('EIO'));
  const closing = file.close();
  const asked = await file.ready().catch((error: unknown) => error);
  expect(asked).toMatchObject({ reason: 'STORAGE' });
  await closing;
  expect(file.reader).toBeUndefined();
  rmSync(folder, { recursive: true });
});
