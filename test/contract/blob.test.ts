// What every store of blobs promises (ports/blob.ts).
import { afterAll, describe, expect, test } from 'bun:test';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { folderBlobs, sweepUnfinished } from '../../packages/server/src/blob/folder.ts';
import { newBlobKey, type Blobs } from '../../packages/server/src/ports/blob.ts';
import { memoryBlobs } from '../support/memory-blobs.ts';

const folder = mkdtempSync(join(tmpdir(), 'hubbub-blobs-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const adapters: readonly (readonly [string, () => Blobs])[] = [
  ['folder', () => folderBlobs(join(folder, 'media'))],
  ['memory', memoryBlobs],
];

describe.each(adapters)('%s', (_name, open) => {
  test('what was put is got, until it is deleted', async () => {
    const blobs = open();
    const [key, other] = [newBlobKey(), newBlobKey()];
    const bytes = crypto.getRandomValues(new Uint8Array(70_000).subarray(0, 60_000));
    await blobs.put(key, bytes);
    await blobs.put(other, Uint8Array.of(1));
    expect(Buffer.from((await blobs.get(key)) ?? []).equals(Buffer.from(bytes))).toBe(true);
    await blobs.delete(key);
    await blobs.delete(key);
    expect(await blobs.get(key)).toBeUndefined();
    expect([...((await blobs.get(other)) ?? [])]).toEqual([1]);
    const keys = await Array.fromAsync(blobs.keys());
    expect([keys.includes(other), keys.includes(key)]).toEqual([true, false]);
  });
});

test('the folder opens no path but its own', async () => {
  const blobs = folderBlobs(join(folder, 'media'));
  for (const key of ['../../etc/passwd', 'a'.repeat(39), `${'a'.repeat(38)}/.`, ''])
    expect(await blobs.get(key).catch((error: Error) => error.message)).toContain('hexadecimal');
});

test('what a crash left half written is taken away, what is being written is not', async () => {
  const shelf = join(folder, 'media', 'aa');
  mkdirSync(shelf, { recursive: true });
  for (const name of ['old.part', 'young.part']) writeFileSync(join(shelf, name), 'x');
  const longAgo = Date.now() / 1000 - 7200;
  utimesSync(join(shelf, 'old.part'), longAgo, longAgo);
  await sweepUnfinished(join(folder, 'media'));
  expect(readdirSync(shelf)).toEqual(['young.part']);
  expect((await Array.fromAsync(folderBlobs(join(folder, 'media')).keys())).join()).not.toContain(
    'part',
  );
  expect(await Array.fromAsync(folderBlobs(join(folder, 'nothing')).keys())).toEqual([]);
});
