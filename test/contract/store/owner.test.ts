// One process per database, and what becomes of it when that process is killed.
import { afterEach, beforeEach, describe, expect, setDefaultTimeout, test } from 'bun:test';
import { Database } from 'bun:sqlite';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../../../packages/server/src/store/store.ts';
import { until } from '../../support/until.ts';
import { startChild } from './children.ts';
import { databaseMs, engines, type TestDatabase } from './engines.ts';
import { listNotes, main, outcomes } from './notes.ts';

setDefaultTimeout(databaseMs);

describe.each(engines)('the owner of a database on $name', ({ create }) => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await create();
  });
  afterEach(() => database.remove());

  test('is named to a second process; killed, it leaves the place free', async () => {
    await using owner = await startChild('hold', database.address);
    const [refusal] = await outcomes([database.open()]);
    expect(refusal).toMatch(/^StartupError: .*used by another Hubbub/);
    expect(refusal).toContain(String(owner.pid));
    await owner.kill();
    const store = await database.open();
    expect(await store.currentEpoch()).toBe(store.epoch);
  }, 20_000);

  test('is refused to a second store in the same process too', async () => {
    const store = await database.open();
    const [refusal] = await outcomes([database.open()]);
    expect(refusal).toMatch(/^StartupError: /);
    await store.close();
    await database.open();
  }, 20_000);

  test('killed under load has kept what it acknowledged, in order and without gaps', async () => {
    await using owner = await startChild('write', database.address);
    await until(() => owner.lines().length > 300, { timeoutMs: 10_000 });
    await owner.kill();
    const acknowledged = owner.lines().filter((line) => /^\d+ /.test(line));
    const store = await database.open();
    const notes = await store.read(main, listNotes, { id: 1 });
    expect(notes.map(({ version }) => version)).toEqual(notes.map((_, i) => i + 1));
    const stored = new Set(notes.map(({ version, text }) => `${version} ${text}`));
    expect(acknowledged.filter((line) => !stored.has(line))).toEqual([]);
    expect(acknowledged.length).toBeGreaterThan(299);
    // At most one write per lane was on its way.
    expect(notes.length - acknowledged.length).toBeLessThanOrEqual(4);
  }, 20_000);
});

describe('the data folder', () => {
  test('that cannot be made or written is refused with the way out', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'hubbub-store-'));
    const file = join(folder, 'file');
    writeFileSync(file, '');
    const [outcome] = await outcomes([openStore({ database: '', dataDir: join(file, 'data') })]);
    expect(outcome).toMatch(/^StartupError: The data folder .* cannot be written .* --data\.$/);
    rmSync(folder, { recursive: true });
  });

  test('with a database of another program is refused, and the file left as it was', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'hubbub-store-'));
    const path = join(folder, 'hubbub.db');
    for (const sql of ['create table meta (id, note)', 'pragma application_id = 7']) {
      rmSync(path, { force: true });
      const foreign = new Database(path, { create: true });
      foreign.run(sql);
      foreign.close(true);
      const before = readFileSync(path);
      const [outcome] = await outcomes([openStore({ database: '', dataDir: folder })]);
      expect(outcome).toMatch(/^StartupError: The file .* of another program\. .* --data\.$/);
      expect(readFileSync(path).equals(before)).toBe(true);
    }
    rmSync(folder, { recursive: true });
  });

  test('signs its database, one that was made unsigned too', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'hubbub-store-'));
    const options = { database: '', dataDir: folder };
    const signature = () => {
      const database = new Database(join(folder, 'hubbub.db'), { readwrite: true });
      const row = database.query('pragma application_id').get();
      database.run('pragma application_id = 0');
      database.close(true);
      return row;
    };
    for (let start = 0; start < 2; start += 1) {
      await (await openStore(options)).close();
      expect(signature()).toEqual({ application_id: 0x68756262 });
    }
    rmSync(folder, { recursive: true });
  });

  test('with a file that is no database is refused', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'hubbub-store-'));
    writeFileSync(join(folder, 'hubbub.db'), 'no database, '.repeat(1000));
    const [outcome] = await outcomes([openStore({ database: '', dataDir: folder })]);
    expect(outcome).toMatch(
      /^StartupError: The database .* cannot be opened .* restore a backup\.$/,
    );
    rmSync(folder, { recursive: true });
  });
});
