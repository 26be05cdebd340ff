// A backup holds the bytes that it speaks of, whatever is deleted meanwhile, and brings them back; doctor says what is missing.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import { existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mediaBackup, restoreMedia } from '../../../packages/server/src/cli/media-copies.ts';
import { defaults } from '../../../packages/server/src/config/table.ts';
import { checkMedia, compareMedia } from '../../../packages/server/src/doctor/media.ts';
import { openBlobs } from '../../../packages/server/src/parts/blobs.ts';
import { backup, restore } from '../../../packages/server/src/store/backup.ts';
import { newBlobKey } from '../../../packages/server/src/ports/blob.ts';
import { photo } from '../../support/picture.ts';
import { flags, spawnMain, startServer, type TestServer } from '../../support/server.ts';
import { signUp } from '../../support/people.ts';
import { until } from '../../support/until.ts';

setDefaultTimeout(60_000);

const folder = mkdtempSync(join(tmpdir(), 'hubbub-media-backup-'));
let server: TestServer;
let token: string;
let conversation: string;
const data = join(folder, 'data');
const place = { database: '', dataDir: data };
const where = (dataDir: string) => ({ ...defaults(), data: dataDir });

beforeAll(async () => {
  server = await startServer({ data });
  ({ token } = await signUp(server.url, 'alice'));
  const made = await call('ConversationService/Create', {
    kind: 'ROOM',
    title: 'r',
    clientKey: 'r',
  });
  ({ id: conversation } = made['conversation'] as { id: string });
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function call(
  path: string,
  body: object,
  url = server.url,
): Promise<Record<string, unknown>> {
  const response = await fetch(`${url}/hubbub.v1.${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  });
  expect(response.status).toBe(200);
  return (await response.json()) as Record<string, unknown>;
}

interface Sent {
  readonly id: string;
  readonly seq: number;
  readonly bytes: Buffer;
}

/** A picture with both smaller ones, in a message. */
async function sendPicture(): Promise<Sent> {
  const response = await fetch(`${server.url}/v1/media?name=a.jpg`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: Buffer.from(await photo(1400, 900)),
  });
  const { media } = (await response.json()) as { media: { id: string } };
  const sent = await call('MessageService/Send', {
    conversation,
    clientMsgId: media.id,
    media: { items: [{ media: { id: media.id } }] },
  });
  const { seq } = sent['message'] as { seq: number };
  return { id: media.id, seq, bytes: await bytesOf(media.id) };
}

async function bytesOf(id: string, url = server.url, query = ''): Promise<Buffer> {
  const headers = { authorization: `Bearer ${token}` };
  const response = await fetch(`${url}/v1/media/${id}${query}`, { headers });
  return response.status === 200 ? Buffer.from(await response.arrayBuffer()) : Buffer.alloc(0);
}

const difference = (dataDir = data) =>
  compareMedia({ database: '', data: dataDir }, openBlobs(where(dataDir)));

test('all that the copy names is beside it, also when some is deleted meanwhile', async () => {
  const kept = await sendPicture();
  const media = mediaBackup(openBlobs(where(data)));
  let gone: Sent | undefined;
  let copies = 0;
  const to = join(folder, 'copy.db');
  await backup({
    ...place,
    to,
    async complete(copy, target) {
      copies += 1;
      // In the first copy, not yet in what was copied before it, and gone before it could be.
      if (copies === 2 && gone !== undefined) {
        await call('MessageService/Recall', { conversation, seq: gone.seq });
        await until(async () => (await difference())?.there === 3);
      }
      const isComplete = await media.complete(copy, target);
      if (copies === 1) gone = await sendPicture();
      return isComplete;
    },
  });
  expect([copies, media.copied]).toEqual([3, { blobs: 3, missing: [] }]);

  const restored = join(folder, 'restored');
  const blobs = openBlobs(where(restored));
  await restore({
    database: '',
    dataDir: restored,
    from: to,
    complete: async (copy) => {
      const found = await restoreMedia(copy, { from: to, blobs, without: false });
      expect(found).toEqual({ blobs: 3, missing: [] });
    },
  });
  expect(await difference(restored)).toEqual({ there: 3, missing: [], orphans: [] });
  const again = await startServer({ data: restored });
  expect((await bytesOf(kept.id, again.url)).equals(kept.bytes)).toBe(true);
  expect((await bytesOf(kept.id, again.url, '?size=small')).length).toBeGreaterThan(0);
  expect((await bytesOf(gone?.id ?? '', again.url)).length).toBe(0);
  await again.stop();
});

async function run(words: readonly string[], dataDir: string) {
  const child = spawnMain([...words, ...flags({ data: dataDir }), '--json']);
  const [out, error, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ]);
  return { code, error, json: JSON.parse(out || '{}') as Record<string, unknown> };
}

test('by the command line; without its folder nothing is put back unless one says so', async () => {
  const { id, bytes } = await sendPicture();
  const to = join(folder, 'monday.db');
  const made = await run(['backup', '--to', to], data);
  expect([made.code, made.json]).toEqual([0, { file: to, media: { blobs: 6, missing: [] } }]);

  renameSync(`${to}.media`, join(folder, 'elsewhere'));
  const target = join(folder, 'target');
  const refused = await run(['restore', '--from', to], target);
  expect([refused.code, refused.error.includes('--without-media')]).toEqual([1, true]);
  expect(existsSync(join(target, 'hubbub.db'))).toBe(false);
  const without = await run(['restore', '--from', to, '--without-media'], target);
  expect(without.code).toBe(2);
  const lacking = await checkMedia({ database: '', data: target }, openBlobs(where(target)));
  expect(lacking).toMatchObject({ state: 'bad', text: expect.stringContaining('6 of') });

  renameSync(join(folder, 'elsewhere'), `${to}.media`);
  expect((await run(['restore', '--from', to, '--force'], target)).code).toBe(0);
  const again = await startServer({ data: target });
  expect((await bytesOf(id, again.url)).equals(bytes)).toBe(true);
  await again.stop();
});

test('what was missing before is told, and no reason to have no backup', async () => {
  const target = join(folder, 'target');
  const blobs = openBlobs(where(target));
  const [lost = ''] = await Array.fromAsync(blobs.keys());
  await blobs.delete(lost);
  const made = await run(['backup', '--to', join(folder, 'less.db')], target);
  expect([made.code, made.json['media']]).toEqual([2, { blobs: 5, missing: [lost] }]);
  expect((await difference(target))?.missing).toEqual([lost]);
});

test('orphans are listed, and deleted when one says so', async () => {
  const blobs = openBlobs(where(data));
  const [orphan, before] = [newBlobKey(), await difference()];
  expect(before).toMatchObject({ missing: [], orphans: [] });
  await blobs.put(orphan, Uint8Array.of(1));
  const found = await checkMedia({ database: '', data }, blobs);
  expect(found).toMatchObject({ state: 'warning', text: expect.stringContaining('1 more') });
  const listed = await run(['media', 'orphans'], data);
  expect(listed.json).toEqual({ orphans: [orphan], deleted: false });
  expect((await run(['media', 'orphans', '--delete'], data)).json['deleted']).toBe(true);
  expect(await difference()).toEqual(before);
  expect((await run(['media', 'orphans'], join(folder, 'nothing'))).code).toBe(1);
});
