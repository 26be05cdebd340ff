// What every store of blobs promises (ports/blob.ts).
import { afterAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { folderBlobs, sweepUnfinished } from '../../packages/server/src/blob/folder.ts';
import { newBlobKey, type Blobs } from '../../packages/server/src/ports/blob.ts';
import { bucketIn, s3Blobs } from '../../packages/server/src/blob/s3.ts';
import { memoryBlobs } from '../support/memory-blobs.ts';
import { startS3 } from '../support/s3.ts';

setDefaultTimeout(60_000);

const folder = mkdtempSync(join(tmpdir(), 'hubbub-blobs-'));
const s3 = await startS3();
afterAll(async () => {
  await s3.stop();
  rmSync(folder, { recursive: true, force: true });
});

const adapters: readonly (readonly [string, () => Blobs])[] = [
  ['folder', () => folderBlobs(join(folder, 'media'))],
  ['memory', memoryBlobs],
  ['s3', () => s3Blobs(bucketIn(s3.address))],
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

test('a bucket of more than a page, beside those of another server', async () => {
  const address = s3.address;
  const blobs = s3Blobs(bucketIn(address.replace('?', '/one?')), 2);
  const other = s3Blobs(bucketIn(address.replace('?', '/two?')));
  const keys = Array.from({ length: 5 }, newBlobKey);
  await Promise.all(keys.map((key) => blobs.put(key, Uint8Array.of(1))));
  await other.put(newBlobKey(), Uint8Array.of(2));
  expect((await Array.fromAsync(blobs.keys())).toSorted()).toEqual(keys.toSorted());
  expect((await Array.fromAsync(other.keys())).length).toBe(1);
  expect(await other.get(keys[0] ?? '')).toBeUndefined();
});

test('a bucket that is not there, or away, is a failure and nothing missing', async () => {
  const away = { ...bucketIn(s3.address), bucket: 'nobody' };
  const found = await s3Blobs(away)
    .get(newBlobKey())
    .catch((error: Error) => error.message);
  expect(found).toContain('bucket does not exist');
  const nowhere = s3Blobs({ ...away, endpoint: 'http://127.0.0.1:1' });
  expect(await nowhere.put(newBlobKey(), Uint8Array.of(1)).catch(() => 'failed')).toBe('failed');
});
