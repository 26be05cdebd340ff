// What is not on the disk yet is neither acknowledged nor shown, and everything else goes on meanwhile.
import { afterAll, afterEach, beforeEach, expect, spyOn, test } from 'bun:test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SqliteLog } from '../../../packages/server/src/store/sqlite-log.ts';
import { openStore, type Store } from '../../../packages/server/src/store/store.ts';
import { until } from '../../support/until.ts';
import { addNote, countNotesOf, createConversation, main } from './notes.ts';

let folder: string;
let store: Store;
let disk: PromiseWithResolvers<void> | undefined;

const sync = spyOn(SqliteLog.prototype, 'sync').mockImplementation(async () => await disk?.promise);
const pending = Object.getOwnPropertyDescriptor(SqliteLog.prototype, 'pending') ?? {};
Object.defineProperty(SqliteLog.prototype, 'pending', { ...pending, get: () => disk?.promise });

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hubbub-log-'));
  store = await openStore({ database: '', dataDir: folder });
  await store.write(main, createConversation, { id: 1 });
  disk = Promise.withResolvers();
});
afterEach(async () => {
  disk?.resolve();
  await store.close();
  rmSync(folder, { recursive: true });
});
afterAll(() => {
  sync.mockRestore();
  Object.defineProperty(SqliteLog.prototype, 'pending', pending);
});

test('nobody is answered while the disk takes its time, and both are when it is through', async () => {
  const said: string[] = [];
  const write = add('a').then((version) => said.push(`wrote ${version}`));
  await turns();
  const read = count().then((notes) => said.push(`read ${notes}`));
  await turns();
  expect(said).toEqual([]);
  disk?.resolve();
  await Promise.all([write, read]);
  expect(said.toSorted()).toEqual(['read 1', 'wrote 1']);
});

test('what the disk did not take is refused, and the next one is kept by the same process', async () => {
  const write = add('a').catch((error: unknown) => error);
  await turns();
  const read = count().catch((error: unknown) => error);
  disk?.reject(new Error('EIO'));
  expect(await write).toMatchObject({ reason: 'STORAGE' });
  expect(await read).toMatchObject({ reason: 'STORAGE' });
  disk = undefined;
  await add('b');
  expect(await count()).toBeGreaterThan(0);
});

test('after a failed sync a read waits until the log was written whole', async () => {
  const rewrite = spyOn(SqliteLog, 'rewrite');
  const write = add('a').catch((error: unknown) => error);
  await turns();
  disk?.reject(new Error('EIO'));
  disk = undefined;
  expect(await write).toMatchObject({ reason: 'STORAGE' });
  rewrite.mockRejectedValueOnce(Object.assign(new Error('EIO'), { code: 'EIO' }));
  const reads = [count(), count()].map((read) => read.catch((error: unknown) => error));
  for (const read of await Promise.all(reads)) expect(read).toMatchObject({ reason: 'STORAGE' });
  expect(rewrite).toHaveBeenCalledTimes(1);
  expect(await until(() => count().catch(() => undefined))).toBe(1);
  expect(rewrite).toHaveBeenCalledTimes(2);
  rewrite.mockRestore();
});

function add(text: string): Promise<number> {
  return store.write(main, addNote, { id: 1, text });
}

function count(): Promise<number> {
  return store.read(main, countNotesOf, { id: 1 });
}

/** Enough for a batch to be run. */
async function turns(): Promise<void> {
  await Bun.sleep(10);
}
