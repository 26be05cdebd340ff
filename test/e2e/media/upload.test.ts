import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fromBinary } from '@bufbuild/protobuf';
import { base64Decode } from '@bufbuild/protobuf/wire';
import { ErrorSchema } from '@hubbub/protocol';
import { startServer, type TestServer } from '../../support/server.ts';
import { until } from '../../support/until.ts';
import { movingGif, photo, sideways } from '../../support/picture.ts';
import { png } from '../friends.ts';

setDefaultTimeout(30_000);

const mediaBytes = 100_000;
let server: TestServer;
beforeAll(async () => {
  server = await startServer({ mediaBytes, bodyBytes: 20_000, userMediaBytes: 1_000_000 });
});
afterAll(async () => await server.stop());

interface User {
  readonly id: string;
  readonly token: string;
  readonly cookie: string;
}

let names = 0;
async function signUp(): Promise<User> {
  const username = `user${(names += 1)}`;
  const password = 'correct horse battery staple';
  const made = await post('AccountService/SignUp', { app: 'main', username, password });
  const { user, token } = (await made.json()) as { user: { id: string }; token: string };
  const again = await post('AccountService/LogIn', {
    app: 'main',
    username,
    password,
    cookie: true,
  });
  const cookie = again.headers.get('set-cookie')?.split(';')[0] ?? '';
  return { id: user.id, token, cookie };
}

function post(path: string, body: object, token = ''): Promise<Response> {
  return fetch(`${server.url}/hubbub.v1.${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      origin: server.url,
      ...(token && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(body),
  });
}

function upload(bytes: Uint8Array, headers: Record<string, string>): Promise<Response> {
  return fetch(`${server.url}/v1/media`, { method: 'POST', body: Buffer.from(bytes), headers });
}

const bearer = ({ token }: User) => ({ authorization: `Bearer ${token}` });

async function idOf(response: Response): Promise<string> {
  return ((await response.json()) as { media: { id: string } }).media.id;
}

function fetchPicture(id: string, headers: Record<string, string>): Promise<Response> {
  return fetch(`${server.url}/v1/media/${id}`, { headers });
}

/** The status, and our reason. */
async function refusalOf(response: Response): Promise<readonly [number, string]> {
  const { details } = (await response.json()) as { details: { value: string }[] };
  const error = fromBinary(ErrorSchema, base64Decode(details[0]?.value ?? ''));
  return [response.status, error.reason];
}

test('bytes go in and come out, with headers that make nothing else of them', async () => {
  const alice = await signUp();
  const answer = await upload(png(), { ...bearer(alice), 'content-type': 'text/html' });
  expect(answer.status).toBe(200);
  const id = await idOf(answer);
  const picture = await fetchPicture(id, bearer(alice));
  const shown = await new Bun.Image(await picture.arrayBuffer()).metadata();
  expect(shown).toEqual({ width: 1, height: 1, format: 'png' });
  expect(Object.fromEntries(picture.headers)).toMatchObject({
    'content-type': 'image/png',
    'content-security-policy': "sandbox; default-src 'none'",
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'private, no-cache',
    'content-disposition': `inline; filename="${id}.png"`,
  });
  const etag = picture.headers.get('etag') ?? '';
  const again = await fetchPicture(id, { ...bearer(alice), 'if-none-match': etag });
  expect(again.status).toBe(304);
});

test('until it belongs to something a picture is its owner’s; then whoever sees the moment sees it', async () => {
  const [alice, bob, charlie] = [await signUp(), await signUp(), await signUp()];
  const id = await idOf(await upload(png(), bearer(alice)));
  const seen = async (who: User) => (await fetchPicture(id, bearer(who))).status;
  expect([await seen(alice), await seen(bob)]).toEqual([200, 404]);
  await post('ContactService/Request', { user: bob.id }, alice.token);
  await post('ContactService/Accept', { user: alice.id }, bob.token);
  await post('MomentService/Post', { media: [id] }, alice.token);
  expect([await seen(alice), await seen(bob), await seen(charlie)]).toEqual([200, 200, 404]);
  // A copy that was kept is not shown either.
  await post('ContactService/Block', { user: bob.id }, alice.token);
  expect((await fetchPicture(id, { ...bearer(bob), 'if-none-match': `"${id}"` })).status).toBe(404);
  expect(await seen(bob)).toBe(404);
  expect((await fetchPicture(id, {})).status).toBe(401);
});

test('a cookie counts for this server’s own pages, and for no others', async () => {
  const alice = await signUp();
  const { cookie } = alice;
  const own = await upload(png(), { cookie, origin: server.url });
  expect(own.status).toBe(200);
  const id = await idOf(own);
  const foreign = { cookie, origin: 'https://elsewhere.example' };
  expect(await refusalOf(await upload(png(), foreign))).toEqual([403, 'ORIGIN']);
  const silent = await upload(png(), { cookie });
  expect(await refusalOf(silent)).toEqual([401, 'NOT_LOGGED_IN']);
  const shown = await fetchPicture(id, { cookie, 'sec-fetch-site': 'same-origin' });
  expect(shown.status).toBe(200);
  const embedded = await fetchPicture(id, { cookie, 'sec-fetch-site': 'cross-site' });
  expect(embedded.status).toBe(401);
});

test('what is no picture, or too much of one, is refused', async () => {
  const alice = await signUp();
  const refusal = async (bytes: Uint8Array) => refusalOf(await upload(bytes, bearer(alice)));
  const page = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>');
  expect(await refusal(page)).toEqual([400, 'IMAGE']);
  expect(await refusal(new Uint8Array())).toEqual([400, 'IMAGE']);
  expect(await refusal(png(8000, 4001))).toEqual([413, 'PIXELS']);
  expect(await refusal(new Uint8Array(mediaBytes + 1))).toEqual([413, 'FRAME_SIZE']);
  expect(await refusalOf(await upload(png(), {}))).toEqual([401, 'NOT_LOGGED_IN']);
  const wrong = { authorization: 'Bearer nonsense' };
  expect(await refusalOf(await upload(png(), wrong))).toEqual([401, 'TOKEN']);
  // Of one user, no more than may be.
  const statuses: number[] = [];
  const file = { method: 'POST', body: new Uint8Array(90_000), headers: bearer(alice) };
  while (statuses.length < 20 && !statuses.includes(429))
    statuses.push((await fetch(`${server.url}/v1/media?name=a`, file)).status);
  expect(statuses.at(-1)).toBe(429);
  expect((await upload(png(), bearer(await signUp()))).status).toBe(200);
  for (const method of ['GET', 'PUT', 'DELETE'])
    expect((await fetch(`${server.url}/v1/media`, { method })).status).toBe(405);
  for (const path of ['med_00000000000', '../../hubbub.db', '%2e%2e%2fhubbub.db'])
    expect((await fetchPicture(path, bearer(alice))).ok && path.startsWith('med')).toBe(false);
});

test('a photograph is stored anew: upright, without its notes, with smaller ones', async () => {
  const alice = await signUp();
  const image = sideways(await photo(2000, 1000));
  expect(image.includes('secret place')).toBe(true);
  const answer = await upload(image, bearer(alice));
  const { media } = (await answer.json()) as { media: Record<string, unknown> };
  expect(media).toMatchObject({
    type: 'JPEG',
    width: 1000,
    height: 2000,
    size: expect.any(Number),
  });
  expect(Buffer.from(media['preview'] as string, 'base64').length).toBeLessThan(400);
  const sizes: Record<string, readonly number[]> = {
    '': [1000, 2000],
    small: [160, 320],
    medium: [640, 1280],
  };
  for (const [size, [width, height]] of Object.entries(sizes)) {
    const got = await fetchPicture(`${String(media['id'])}?size=${size}`, bearer(alice));
    const bytes = Buffer.from(await got.arrayBuffer());
    expect(got.headers.get('content-type')).toBe(size === '' ? 'image/jpeg' : 'image/webp');
    expect(await new Bun.Image(bytes).metadata()).toMatchObject({ width, height });
    expect(bytes.includes('secret place')).toBe(false);
    // Which way is up included: it was turned.
    expect(bytes.includes('Exif')).toBe(false);
  }
});

test('what moves goes on moving', async () => {
  const alice = await signUp();
  const gif = movingGif();
  const id = await idOf(await upload(gif, bearer(alice)));
  const got = await fetchPicture(`${id}?size=small`, bearer(alice));
  expect(got.headers.get('content-type')).toBe('image/gif');
  expect(Buffer.from(await got.arrayBuffer()).equals(gif)).toBe(true);
});

test('a file is kept to the byte, offered under a clean name, and nothing a browser would run', async () => {
  const alice = await signUp();
  const page = Buffer.from('<script>alert(document.domain)</script>');
  const take = async (name: string, bytes: Uint8Array) => {
    const answer = await fetch(`${server.url}/v1/media?name=${encodeURIComponent(name)}`, {
      method: 'POST',
      body: Buffer.from(bytes),
      headers: bearer(alice),
    });
    return await fetchPicture(await idOf(answer), bearer(alice));
  };
  const got = await take('../../a/pa\u202eg"e\0.html', page);
  expect(Object.fromEntries(got.headers)).toMatchObject({
    'content-type': 'application/octet-stream',
    'content-disposition': 'attachment; filename="page.html"',
    'content-security-policy': "sandbox; default-src 'none'",
    'x-content-type-options': 'nosniff',
  });
  expect(Buffer.from(await got.arrayBuffer()).equals(page)).toBe(true);
  const named = (await take('계획 v2.pdf', page)).headers.get('content-disposition');
  expect(named).toBe(
    `attachment; filename="__ v2.pdf"; filename*=UTF-8''%EA%B3%84%ED%9A%8D%20v2.pdf`,
  );
  // A picture that is sent as a file is one: no browser shows it.
  const asFile = await fetch(`${server.url}/v1/media?as=file&name=a.png`, {
    method: 'POST',
    body: Buffer.from(png()),
    headers: bearer(alice),
  });
  const kept = await fetchPicture(await idOf(asFile), bearer(alice));
  expect(kept.headers.get('content-disposition')).toBe('attachment; filename="a.png"');
  expect(Buffer.from(await kept.arrayBuffer()).equals(Buffer.from(png()))).toBe(true);
});

test('a part of a file is given to who asks for it', async () => {
  const alice = await signUp();
  const sound = Buffer.from(`ID3\x03${'0123456789'.repeat(3)}`);
  const answer = await fetch(`${server.url}/v1/media?name=a.mp3`, {
    method: 'POST',
    body: sound,
    headers: bearer(alice),
  });
  const id = await idOf(answer);
  const part = async (range: string) => {
    const got = await fetchPicture(id, { ...bearer(alice), range });
    return [got.status, got.headers.get('content-range'), await got.text()];
  };
  expect(await part('bytes=4-7')).toEqual([206, 'bytes 4-7/34', '0123']);
  expect(await part('bytes=30-')).toEqual([206, 'bytes 30-33/34', '6789']);
  expect(await part('bytes=-2')).toEqual([206, 'bytes 32-33/34', '89']);
  expect(await part('bytes=34-')).toEqual([416, 'bytes */34', '']);
  expect(await part('bytes=0-1,4-5')).toEqual([200, null, sound.toString('latin1')]);
  const whole = await fetchPicture(id, bearer(alice));
  expect(whole.headers.get('content-type')).toBe('audio/mpeg');
  expect(whole.headers.get('content-disposition')).toBe('inline; filename="a.mp3"');
});

test('an upload that is cut off leaves nothing, and the others are not held up', async () => {
  const alice = await signUp();
  const cut = new AbortController();
  const endless = new ReadableStream({
    pull(controller) {
      controller.enqueue(new Uint8Array(1000));
      queueMicrotask(() => cut.abort());
    },
  });
  const started = fetch(`${server.url}/v1/media`, {
    method: 'POST',
    body: endless,
    headers: bearer(alice),
    signal: cut.signal,
  }).catch(() => undefined);
  await started;
  expect((await upload(png(), bearer(alice))).status).toBe(200);
});

test('what belongs to nothing is swept, with its bytes; what belongs to a moment stays', async () => {
  const swept = await startServer({ mediaSweepMs: 1_500 });
  try {
    const files = () =>
      readdirSync(join(swept.data, 'media'), { recursive: true, withFileTypes: true }).filter(
        (one) => one.isFile(),
      ).length;
    const before = server;
    server = swept;
    const alice = await signUp();
    const [kept, loose] = [
      await idOf(await upload(png(), bearer(alice))),
      await idOf(await upload(png(), bearer(alice))),
    ];
    const posted = await post('MomentService/Post', { media: [kept] }, alice.token);
    expect(posted.status).toBe(200);
    await until(async () => (await fetchPicture(loose, bearer(alice))).status === 404);
    await until(() => files() === 1);
    expect((await fetchPicture(kept, bearer(alice))).status).toBe(200);
    server = before;
  } finally {
    await swept.stop();
  }
});
