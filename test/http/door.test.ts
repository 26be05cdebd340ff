// The HTTP door as a browser and as a program meet it.
import { afterAll, beforeAll, expect, test } from 'bun:test';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fromBinary } from '@bufbuild/protobuf';
import { base64Decode } from '@bufbuild/protobuf/wire';
import { ErrorSchema, methods, operationName } from '@hubbub/protocol';
import { signUp } from '../support/people.ts';
import { openSocket, startServer, type TestServer } from '../support/server.ts';

const web = mkdtempSync(join(tmpdir(), 'hubbub-web-'));
let server: TestServer;
let origin: string;
beforeAll(async () => {
  mkdirSync(join(web, 'assets'));
  writeFileSync(join(web, 'index.html'), '<!doctype html><title>Hubbub</title>');
  writeFileSync(join(web, 'assets/app-1a2b.js'), 'console.log(1)'.repeat(100));
  writeFileSync(join(web, 'assets/app-1a2b.js.gz'), Bun.gzipSync('console.log(1)'.repeat(100)));
  server = await startServer({ web });
  origin = server.url;
});
afterAll(async () => {
  await server.stop();
  rmSync(web, { recursive: true });
});

/** Calls an operation with JSON. */
function post(
  method: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(`${server.url}/hubbub.v1.${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

async function reasonOf(response: Response): Promise<string> {
  const { details = [] } = (await response.json()) as {
    details?: { type: string; value: string }[];
  };
  const [detail] = details;
  if (detail?.type !== 'hubbub.v1.Error') return 'no detail';
  return fromBinary(ErrorSchema, base64Decode(detail.value)).reason;
}

/** Signs up as a page does: the token goes into a cookie that no script can read. */
async function page(username: string): Promise<string> {
  const answer = await post(
    'AccountService/SignUp',
    { username, password: 'correct horse battery', cookie: true },
    { origin },
  );
  expect(await answer.json()).not.toHaveProperty('token');
  const header = answer.headers.get('set-cookie') ?? '';
  expect(header).toContain('HttpOnly; SameSite=Lax; Path=/');
  return header.split(';')[0] ?? '';
}

test('a cookie counts for this server’s own pages only', async () => {
  const cookie = await page('alice');
  const list = (headers: Record<string, string>) =>
    post('DeviceService/List', {}, { cookie, ...headers });
  expect((await list({ origin })).status).toBe(200);
  expect((await list({ 'sec-fetch-site': 'same-origin' })).status).toBe(200);
  for (const headers of [
    {},
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
  ] as Record<string, string>[])
    expect(await reasonOf(await list(headers))).toBe('NOT_LOGGED_IN');
  for (const foreign of ['https://evil.example', 'null', `${origin}.evil.example`])
    expect(await reasonOf(await list({ origin: foreign, 'sec-fetch-site': 'same-origin' }))).toBe(
      'ORIGIN',
    );
});

test('a page of another origin cannot log a browser in', async () => {
  const body = { username: 'mallory', password: 'correct horse battery', cookie: true };
  const answer = await post('AccountService/SignUp', body, {
    origin: 'https://evil.example',
  });
  expect([answer.status, answer.headers.get('set-cookie')]).toEqual([403, null]);
});

test('the cookie of the upgrade logs a socket in; without an origin it counts nothing', async () => {
  const cookie = await page('bob');
  const own = await openSocket(server.socketUrl, { headers: { cookie, origin } });
  expect((await own.call('session.open', {})).user?.username).toBe('bob');
  const other = await openSocket(server.socketUrl, { headers: { cookie } });
  expect(
    await other.call('session.open', {}).then(
      () => 'OK',
      ({ reason }) => reason,
    ),
  ).toBe('NOT_LOGGED_IN');
});

test('logging out clears the cookie, and the token is dead', async () => {
  const cookie = await page('charlie');
  const out = await post('AccountService/LogOut', {}, { cookie, origin });
  expect(out.headers.get('set-cookie')).toContain('Max-Age=0');
  expect(await reasonOf(await post('DeviceService/List', {}, { cookie, origin }))).toBe('TOKEN');
});

test('no GET does anything', async () => {
  for (const method of Object.values(methods)) {
    const path = `/${method.parent.typeName}/${method.name}`;
    for (const verb of ['GET', 'HEAD', 'PUT', 'DELETE']) {
      const { status } = await fetch(`${server.url}${path}?message={}&encoding=json&connect=v1`, {
        method: verb,
      });
      expect([operationName(method), verb, status]).toEqual([operationName(method), verb, 405]);
    }
  }
});

test('errors carry the code and reason of the table', async () => {
  const { token } = await signUp(server.url, 'dora');
  const authorization = `Bearer ${token}`;
  const unknown = await post(
    'ConversationService/Get',
    { conversation: 'cnv_00000000000' },
    { authorization },
  );
  expect([unknown.status, await reasonOf(unknown)]).toEqual([404, 'UNKNOWN']);
  const field = await post('UserService/Find', { username: 'x'.repeat(40) }, { authorization });
  expect([field.status, await reasonOf(field)]).toEqual([400, 'FIELD']);
  const extra = await post('UserService/Find', { username: 'dora', nobody: 1 }, { authorization });
  expect([extra.status, await reasonOf(extra)]).toEqual([400, 'FIELD']);
  const broken = await post('UserService/Find', '{"username":', { authorization });
  expect([broken.status, await reasonOf(broken)]).toEqual([400, 'MALFORMED']);
  const door = await post('PresenceService/Subscribe', { users: [] }, { authorization });
  expect([door.status, await reasonOf(door)]).toEqual([403, 'DOOR']);
  const forged = await post('DeviceService/List', {}, { authorization: 'Bearer nobody' });
  expect([forged.status, await reasonOf(forged)]).toEqual([401, 'TOKEN']);
});

test('an operation that there is not is told to be none', async () => {
  const answer = await post('MessageService/Sned', {});
  expect(answer.status).toBe(501);
  expect(await reasonOf(answer)).toBe('NO_OPERATION');
  // Whatever else is posted is no operation.
  expect((await fetch(`${origin}/elsewhere`, { method: 'POST' })).status).toBe(405);
});

test('security headers stand on every answer', async () => {
  for (const path of [
    '/',
    '/rooms/lobby',
    '/healthz',
    '/metrics',
    '/assets/none.js',
    '/hubbub.v1.UserService/Find',
    '/v1/socket',
  ]) {
    const { headers } = await fetch(`${server.url}${path}`);
    expect([path, headers.get('x-content-type-options')]).toEqual([path, 'nosniff']);
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('content-security-policy')).not.toContain('unsafe');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('access-control-allow-origin')).toBeNull();
    expect(headers.get('server')).toBeNull();
  }
});

test('the web app: every path is its page, hashed files are kept for ever, compressed where asked', async () => {
  for (const path of ['/', '/index.html', '/rooms/cnv_1?x=1'])
    expect(await (await fetch(`${server.url}${path}`)).text()).toContain('<title>Hubbub');
  const script = await fetch(`${server.url}/assets/app-1a2b.js`, {
    headers: { 'accept-encoding': 'gzip' },
  });
  expect(script.headers.get('cache-control')).toContain('immutable');
  expect(script.headers.get('content-type')).toContain('javascript');
  expect(await script.text()).toContain('console.log');
  const etag = (await fetch(server.url)).headers.get('etag') ?? '';
  expect((await fetch(server.url, { headers: { 'if-none-match': etag } })).status).toBe(304);
  for (const path of [
    '/assets/none.js',
    '/assets/..%2f..%2fpackage.json',
    '/%2e%2e/%2e%2e/etc/passwd',
  ])
    expect(await (await fetch(`${server.url}${path}`)).text()).not.toMatch(/root:|"name"/);
});

test('a body that is too large is refused', async () => {
  const answer = await post('UserService/Find', { username: 'x'.repeat(2_000_000) });
  expect(answer.status).toBe(413);
});

test('gRPC-Web speaks to the same operations', async () => {
  const body = new Uint8Array([0, 0, 0, 0, 0]);
  const answer = await fetch(`${server.url}/hubbub.v1.DeviceService/List`, {
    method: 'POST',
    headers: { 'content-type': 'application/grpc-web+proto' },
    body,
  });
  expect(answer.status).toBe(200);
  expect(await answer.text()).toContain('grpc-status: 16');
});
