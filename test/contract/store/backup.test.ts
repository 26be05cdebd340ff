// Copies taken beside a running server, and their way back.
import { afterEach, beforeEach, describe, expect, setDefaultTimeout, test } from 'bun:test';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { backup, newEpoch, restore } from '../../../packages/server/src/store/backup.ts';
import { openStore } from '../../../packages/server/src/store/store.ts';
import { until } from '../../support/until.ts';
import { createDatabase } from '../../support/postgres.ts';
import { startChild } from './children.ts';
import { addNote, createConversation, listNotes, main, outcomes } from './notes.ts';
import { databaseMs } from './engines.ts';

setDefaultTimeout(databaseMs);

describe('a backup', () => {
  let folder: string;
  let place: { database: string; dataDir: string };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'hubbub-backup-'));
    place = { database: '', dataDir: join(folder, 'data') };
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('taken under load holds all that was acknowledged before, without gaps', async () => {
    await using server = await startChild('write', place.dataDir);
    await until(() => server.lines().length > 200, { timeoutMs: 10_000 });
    const acknowledged = server.lines().filter((line) => /^\d+ /.test(line));
    const copy = await backup({ ...place, to: join(folder, 'copy.db') });
    await until(() => server.lines().length > acknowledged.length + 50);
    await server.kill();

    const restored = { database: '', dataDir: join(folder, 'restored') };
    await restore({ ...restored, from: copy });
    const store = await openStore(restored);
    const notes = await store.read(main, listNotes, { id: 1 });
    await store.close();
    expect(notes.map(({ version }) => version)).toEqual(notes.map((_, i) => i + 1));
    const stored = new Set(notes.map(({ version, text }) => `${version} ${text}`));
    expect(acknowledged.filter((line) => !stored.has(line))).toEqual([]);
  }, 30_000);

  test('put back has a new epoch; what it replaced is kept', async () => {
    const first = await openStore(place);
    await first.write(main, createConversation, { id: 1 });
    await first.write(main, addNote, { id: 1, text: 'kept' });
    const copy = await backup(place);
    await first.write(main, addNote, { id: 1, text: 'later' });
    await first.close();

    const [refusal] = await outcomes([restore({ ...place, from: copy })]);
    expect(refusal).toMatch(/^StartupError: .* holds a database already\. .*--force/);
    await restore({ ...place, from: copy, force: true });
    const second = await openStore(place);
    expect(second.epoch).not.toBe(first.epoch);
    expect(await second.read(main, listNotes, { id: 1 })).toEqual([{ version: 1, text: 'kept' }]);
    await second.close();
    expect(existsSync(join(place.dataDir, 'hubbub.db.replaced'))).toBe(true);
  });

  test('is not put back into a folder that a server uses, nor when it is damaged', async () => {
    const store = await openStore(place);
    const copy = await backup(place);
    expect((await outcomes([restore({ ...place, from: copy, force: true })]))[0]).toMatch(
      /used by another Hubbub/,
    );
    await store.close();
    const broken = join(folder, 'broken.db');
    writeFileSync(broken, 'nothing');
    expect((await outcomes([restore({ ...place, from: broken, force: true })]))[0]).toMatch(
      /no whole backup/,
    );
    const again = await openStore(place);
    expect(again.epoch).toBe(store.epoch);
    await again.close();
  });

  test('needs a database and a free name', async () => {
    expect((await outcomes([backup(place)]))[0]).toMatch(/^StartupError: There is no database/);
    await (await openStore(place)).close();
    const to = join(folder, 'taken.db');
    writeFileSync(to, 'mine');
    expect((await outcomes([backup({ ...place, to })]))[0]).toMatch(
      /^StartupError: .*exists already/,
    );
  });

  test('epoch new: another epoch, not while a server runs', async () => {
    const store = await openStore(place);
    expect((await outcomes([newEpoch(place)]))[0]).toMatch(/used by another Hubbub/);
    await store.close();
    const epoch = await newEpoch(place);
    const again = await openStore(place);
    expect(again.epoch).toBe(epoch);
    expect(epoch).not.toBe(store.epoch);
    await again.close();
  });

  test('on PostgreSQL points to its own tools; epoch new works beside the server', async () => {
    const postgres = { database: await createDatabase(), dataDir: '' };
    expect((await outcomes([backup(postgres)]))[0]).toMatch(/^StartupError: .*pg_dump.*epoch new/);
    const store = await openStore(postgres);
    const before = store.epoch;
    const epoch = await newEpoch(postgres);
    expect(epoch).not.toBe(before);
    expect(store.epoch).toBe(before);
    expect(await store.currentEpoch()).toBe(epoch);
    expect(store.epoch).toBe(epoch);
    await store.close();
  });
});
