// A file that comes in chunks: goes on where it was, on whichever node, is counted from the beginning, and leaves nothing behind.
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fromBinary } from '@bufbuild/protobuf';
import { base64Decode } from '@bufbuild/protobuf/wire';
import { Client } from '@hubbub/client';
import { resuming } from '@hubbub/client/upload';
import { ErrorSchema, OperationError } from '@hubbub/protocol';
import { startCluster } from '../../cluster/nodes.ts';
import { password, signUp } from '../../support/people.ts';
import { photo } from '../../support/picture.ts';
import { startServer } from '../../support/server.ts';
import { until } from '../../support/until.ts';

setDefaultTimeout(60_000);

const chunk = 524_288;
const folders: string[] = [];
afterAll(() => folders.forEach((one) => rmSync(one, { recursive: true, force: true })));

function newFolder(): string {
  const made = mkdtempSync(join(tmpdir(), 'hubbub-chunks-'));
  folders.push(made);
  return made;
}

const noise = (bytes: number) =>
  Buffer.concat(
    Array.from({ length: Math.ceil(bytes / 65_536) }, () =>
      crypto.getRandomValues(new Uint8Array(65_536)),
    ),
  ).subarray(0, bytes);

interface Asked {
  readonly url: string;
  readonly token: string;
}

async function ask({ url, token }: Asked, path: string, init: RequestInit = {}) {
  const headers = { authorization: `Bearer ${token}` };
  const response = await fetch(`${url}/v1/media${path}`, { method: 'POST', ...init, headers });
  const body = (await response.json()) as Record<string, unknown>;
  const { details } = body as { details?: readonly { value: string }[] };
  const reason = details?.[0] && fromBinary(ErrorSchema, base64Decode(details[0].value)).reason;
  return { status: response.status, reason, ...body } as unknown as Record<string, unknown> & {
    upload: string;
    media: { id: string; size: number; type: string };
  };
}

const begin = (who: Asked, size: number, query = 'key=k&name=film.bin') =>
  ask(who, `?size=${size}&${query}`);
/** @param at the upload and the offset */
const put = (who: Asked, [upload, offset]: readonly [string, number], body: Uint8Array) =>
  ask(who, `/${upload}?offset=${offset}`, { method: 'PUT', body: Buffer.from(body) });
const complete = (who: Asked, upload: string) => ask(who, `/${upload}`);

async function bytesOf({ url, token }: Asked, id: string): Promise<Buffer> {
  const headers = { authorization: `Bearer ${token}` };
  return Buffer.from(await (await fetch(`${url}/v1/media/${id}`, { headers })).arrayBuffer());
}

interface BrokenOff {
  readonly upload: string;
  readonly at: number;
  readonly body: Uint8Array;
  /** Bytes of it that leave before the connection goes. */
  readonly sent: number;
}

/** Begins to send a chunk, and breaks the connection off within it. */
async function breakOff({ url, token }: Asked, { upload, at, body, sent }: BrokenOff) {
  const { hostname, port, host } = new URL(url);
  const socket = connect(Number(port), hostname);
  const lines = [
    `PUT /v1/media/${upload}?offset=${at} HTTP/1.1`,
    `host: ${host}`,
    `authorization: Bearer ${token}`,
    `content-length: ${body.length}`,
  ];
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.write(`${lines.join('\r\n')}\r\n\r\n`);
    socket.write(body.subarray(0, sent), () => socket.resetAndDestroy());
    socket.once('close', () => resolve());
  });
}

const blobsIn = (media: string) =>
  readdirSync(media, { recursive: true }).filter((path) => String(path).length > 40);

const config = { fileBytes: 3_000_000, mediaBytes: 700_000, userMediaBytes: 12_000_000 };

async function opened(engine: string) {
  const media = newFolder();
  if (engine === 'SQLite') {
    const server = await startServer({ ...config, media });
    return { urls: [server.url, server.url], media, stop: () => server.stop() };
  }
  const cluster = await startCluster('a bus that loses all', 2, { ...config, media });
  return { urls: cluster.nodes.map(({ url }) => url), media, stop: () => cluster.stop() };
}

describe.each(['SQLite', 'PostgreSQL, two nodes'])('on %s', (engine) => {
  let open: Awaited<ReturnType<typeof opened>>;
  let alice: Asked;
  let there: Asked;
  let bob: Asked;
  beforeAll(async () => {
    open = await opened(engine);
    const [url = '', other = ''] = open.urls;
    alice = { url, token: (await signUp(url, 'alice')).token };
    bob = { url, token: (await signUp(url, 'bob')).token };
    there = { ...alice, url: other };
  });
  afterAll(async () => await open.stop());

  test('chunks on any node become the file; what was sent may be sent again', async () => {
    const bytes = noise(2 * chunk + 1000);
    const { upload } = await begin(alice, bytes.length);
    expect(await put(alice, [upload, 0], bytes.subarray(0, chunk))).toMatchObject({
      received: chunk,
    });
    expect(await put(there, [upload, chunk], bytes.subarray(chunk, 2 * chunk))).toMatchObject({
      received: 2 * chunk,
    });
    expect(await put(alice, [upload, 0], bytes.subarray(0, chunk))).toMatchObject({
      received: 2 * chunk,
    });
    expect(await begin(there, bytes.length)).toMatchObject({ upload, received: 2 * chunk });
    expect((await complete(alice, upload)).reason).toBe('OFFSET');
    await put(there, [upload, 2 * chunk], bytes.subarray(2 * chunk));
    const { media } = await complete(there, upload);
    expect(media).toMatchObject({ type: 'FILE', size: bytes.length });
    expect((await complete(alice, upload)).media).toEqual(media);
    expect((await bytesOf(alice, media.id)).equals(bytes)).toBe(true);
    await until(() => blobsIn(open.media).length === 1, { what: 'the chunks to go' });
    expect((await begin(alice, bytes.length)).upload).not.toBe(upload);
  });

  test('a connection that breaks after every 64 KiB costs no more than its chunk', async () => {
    const bytes = noise(3 * chunk + 70_000);
    const base = blobsIn(open.media).length;
    const { upload } = await begin(alice, bytes.length, 'key=cut&name=film.bin');
    for (let at = 0; at < bytes.length; at += chunk) {
      const body = bytes.subarray(at, at + chunk);
      for (let sent = 0; sent < body.length; sent += 65_536)
        await breakOff(sent % 131_072 === 0 ? alice : there, { upload, at, body, sent });
      const { received } = await begin(alice, bytes.length, 'key=cut&name=film.bin');
      expect(received).toBe(at);
      await put(there, [upload, at], body);
      expect(blobsIn(open.media).length).toBe(base + at / chunk + 1);
    }
    const { media } = await complete(alice, upload);
    expect((await bytesOf(alice, media.id)).equals(bytes)).toBe(true);
    await until(() => blobsIn(open.media).length === base + 1, { what: 'the chunks to go' });
  });

  test('what does not fit is refused, and nobody else may', async () => {
    const { upload } = await begin(alice, 2 * chunk, 'key=fit&name=film.bin');
    const [whole, part] = [noise(chunk), noise(1000)];
    expect((await put(alice, [upload, chunk], whole)).reason).toBe('OFFSET');
    expect((await put(alice, [upload, 0], part)).reason).toBe('FIELD');
    expect((await put(alice, [upload, 0], noise(chunk + 1))).reason).toBe('FRAME_SIZE');
    expect((await put(bob, [upload, 0], whole)).reason).toBe('UNKNOWN');
    expect((await complete(bob, upload)).reason).toBe('UNKNOWN');
    expect((await begin(alice, 3 * chunk, 'key=fit&name=film.bin')).reason).toBe('KEY_REUSED');
    expect((await begin(alice, 3_000_001, 'key=big&name=film.bin')).reason).toBe('FRAME_SIZE');
    expect((await begin(alice, 700_001, 'key=big&name=')).reason).toBe('FRAME_SIZE');
    expect((await ask(alice, '?size=x&key=k')).reason).toBe('FIELD');
    // The same chunk at once: one is kept, and what the other left is gone.
    const before = blobsIn(open.media).length;
    const both = await Promise.all([
      put(alice, [upload, 0], whole),
      put(there, [upload, 0], whole),
    ]);
    for (const { received, reason } of both)
      expect(reason ?? received).toBeOneOf([chunk, 'OFFSET']);
    expect(both.some(({ received }) => received === chunk)).toBe(true);
    expect(blobsIn(open.media).length).toBe(before + 1);
  });

  test('a picture that is none is given up, a true one is made anew', async () => {
    const jpeg = Buffer.from(await photo(1500, 1100));
    const asPicture = Buffer.concat([jpeg.subarray(0, 300), noise(jpeg.length + chunk)]);
    const send = async (bytes: Buffer, key: string) => {
      const { upload } = await begin(bob, bytes.length, `key=${key}&name=`);
      for (let at = 0; at < bytes.length; at += chunk)
        await put(bob, [upload, at], bytes.subarray(at, at + chunk));
      return { upload, answer: await complete(bob, upload) };
    };
    expect((await send(jpeg, 'jpeg')).answer.media.type).toBe('JPEG');
    const { upload, answer } = await send(asPicture.subarray(0, 690_000), 'none');
    expect(answer.reason).toBe('IMAGE');
    expect((await complete(bob, upload)).reason).toBe('UNKNOWN');
  });

  test('ten may be open, and count from the beginning', async () => {
    const [url = ''] = open.urls;
    const carol = { url, token: (await signUp(url, 'carol')).token };
    for (let i = 0; i < 10; i += 1)
      expect((await begin(carol, 1_000_000, `key=k${i}&name=film.bin`)).reason).toBeUndefined();
    expect((await begin(carol, 1, 'key=eleventh&name=film.bin')).reason).toBe('IN_FLIGHT');
    expect((await begin(carol, 1_000_000, 'key=k3&name=film.bin')).reason).toBeUndefined();
    const dave = { url, token: (await signUp(url, 'dave')).token };
    for (let i = 0; i < 4; i += 1) await begin(dave, 3_000_000, `key=k${i}&name=film.bin`);
    expect((await begin(dave, 1, 'key=more&name=film.bin')).reason).toBe('FULL');
  });
});

test('what is not complete in time leaves nothing', async () => {
  const media = newFolder();
  const server = await startServer({ media, mediaSweepMs: 500 });
  const alice = { url: server.url, token: (await signUp(server.url, 'alice')).token };
  const { upload } = await begin(alice, 2 * chunk);
  await put(alice, [upload, 0], noise(chunk));
  await until(async () => (await put(alice, [upload, 0], noise(chunk))).reason === 'UNKNOWN');
  await until(() => blobsIn(media).length === 0, { what: 'the chunks to go' });
  expect(await begin(alice, 2 * chunk)).toMatchObject({ received: 0 });
  await server.stop();
});

test('the SDK goes on after a lost connection, and after it forgot everything', async () => {
  const server = await startServer();
  await signUp(server.url, 'alice');
  const bytes = noise(4 * chunk + 7);
  const file = () => new File([bytes], 'film.bin', { lastModified: 1 });
  const offsets: number[] = [];
  const attempt = async (most: number) => {
    const client = new Client({ url: server.url });
    await client.logIn({ username: 'alice', password });
    const shares: number[] = [];
    let sent = 0;
    const fetching = resuming({
      progress: (share) => shares.push(share),
      send: () => (url, init) => {
        sent += 1;
        if (sent > most) return Promise.reject(new TypeError('cut'));
        offsets.push(Number(new URL(url).searchParams.get('offset')));
        return fetch(url, init);
      },
    });
    const made = await client
      .upload(file(), { name: 'film.bin', fetch: fetching })
      .catch((error: unknown) => error);
    client.close();
    return { made, shares };
  };
  const first = await attempt(2);
  expect(first.made instanceof OperationError && first.made.retryable).toBe(true);
  const { made, shares } = await attempt(100);
  expect(made).toMatchObject({ size: bytes.length });
  expect(offsets).toEqual([0, 1, 2, 3, 4].map((at) => at * chunk));
  expect([shares.toSorted((a, b) => a - b).join(), shares.at(-1)]).toEqual([shares.join(), 1]);
  await server.stop();
});
