import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fromBinary } from '@bufbuild/protobuf';
import { base64Decode } from '@bufbuild/protobuf/wire';
import { ErrorSchema } from '@hubbub/protocol';
import { startServer, type TestServer } from '../../support/server.ts';
import { until } from '../../support/until.ts';
import { png } from '../friends.ts';

setDefaultTimeout(30_000);

const mediaBytes = 100_000;
let server: TestServer;
beforeAll(async () => {
  server = await startServer({ mediaBytes, bodyBytes: 20_000, userMediaBytes: 1_000 });
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
  expect(Buffer.from(await picture.arrayBuffer()).equals(Buffer.from(png()))).toBe(true);
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
  while (statuses.length < 20 && !statuses.includes(429))
    statuses.push((await upload(png(), bearer(alice))).status);
  expect(statuses.at(-1)).toBe(429);
  expect((await upload(png(), bearer(await signUp()))).status).toBe(200);
  for (const method of ['GET', 'PUT', 'DELETE'])
    expect((await fetch(`${server.url}/v1/media`, { method })).status).toBe(405);
  for (const path of ['med_00000000000', '../../hubbub.db', '%2e%2e%2fhubbub.db'])
    expect((await fetchPicture(path, bearer(alice))).ok && path.startsWith('med')).toBe(false);
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
