// Apps as the operator has them: made, listed, suspended and resumed, each with its own host name, origins and quota.
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'bun:test';
import { closes } from '@hubbub/protocol';
import { client, keyOf, operatorOf, usersOf, type Client } from '../../support/backend.ts';
import { signUp } from '../../support/people.ts';
import { openSocket, startServer, type TestServer } from '../../support/server.ts';
import { refused } from '../stories.ts';

let server: TestServer;
let operator: Client;
beforeAll(async () => {
  server = await startServer();
  operator = operatorOf(server);
});
afterAll(() => server.stop());

async function makeApp(name: string, changes: object = {}) {
  await operator('app.create', { name });
  await operator('app.update', { name, ...changes });
  const backend = client(server.url, { token: await keyOf(operator, name) });
  const enter = async (externalId: string) => {
    const [user = ''] = await usersOf(backend, externalId);
    const { token } = await backend('account.mintToken', { user });
    return { user, token: token as string };
  };
  return { backend, enter };
}

test('the operator’s token is for the server’s own user, and opens no socket', async () => {
  expect(statSync(join(server.data, 'operator.token')).mode & 0o777).toBe(0o600);
  const alice = await signUp(server.url, 'operatorless');
  expect(await refused(client(server.url, { token: alice.token })('app.list'))).toBe('CALLER');
  expect(await refused(client(server.url)('app.list'))).toBe('NOT_LOGGED_IN');
  const socket = await openSocket(server.socketUrl);
  const opening = socket.call('session.open', { token: await keyOf(operator, 'main') });
  expect(await refused(opening)).toBe('TOKEN');
});

test('an app is made once, found and listed; what it signs with is never read back', async () => {
  expect(await operator('app.create', { name: 'shop' })).not.toHaveProperty('repeated');
  expect(await operator('app.create', { name: 'shop' })).toMatchObject({ repeated: true });
  expect(await refused(operator('app.create', { name: 'No good' }))).toBe('FIELD');
  expect(await refused(operator('app.get', { name: 'nobody' }))).toBe('UNKNOWN');
  const key = { id: 'k1', algorithm: 'HS256', key: 'a secret of the business, long enough' };
  await operator('app.update', { name: 'shop', addTokenKeys: [key] });
  const { apps } = await operator('app.list');
  expect((apps as { name: string }[]).map(({ name }) => name)).toEqual(['main', 'shop']);
  expect(JSON.stringify(apps)).toContain('k1');
  expect(JSON.stringify(apps)).not.toContain('a secret of the business');
});

test('a suspended app’s sockets close within a second, its calls are refused, and nothing else', async () => {
  const hall = await makeApp('hall');
  const yard = await makeApp('yard');
  const [alice, bob] = [await hall.enter('alice'), await yard.enter('bob')];
  const [inside, beside] = [await openSocket(server.socketUrl), await openSocket(server.socketUrl)];
  await inside.call('session.open', { token: alice.token });
  await beside.call('session.open', { token: bob.token });

  const start = performance.now();
  await operator('app.suspend', { name: 'hall' });
  expect(await inside.closed).toBe(closes.SUSPENDED.code);
  expect(performance.now() - start).toBeLessThan(1000);
  expect(await refused(hall.backend('user.upsert', { users: [{ externalId: 'x' }] }))).toBe(
    'SUSPENDED',
  );
  expect(await refused(client(server.url, { token: alice.token })('device.list'))).toBe(
    'SUSPENDED',
  );
  const again = await openSocket(server.socketUrl);
  expect(await refused(again.call('session.open', { token: alice.token }))).toBe('SUSPENDED');
  await beside.call('device.list', {});

  await operator('app.resume', { name: 'hall' });
  expect(await client(server.url, { token: alice.token })('device.list')).toHaveProperty('devices');
});

test('a host name stands for its app: no login of another app there, no host of two apps', async () => {
  const { enter } = await makeApp('host', { hosts: { names: ['host.example.com'] } });
  const alice = await enter('alice');
  const stranger = await signUp(server.url, 'stranger');
  const at = (token: string, host: string) => client(server.url, { token, headers: { host } });
  expect(await at(alice.token, 'host.example.com')('device.list')).toHaveProperty('devices');
  expect(await refused(at(stranger.token, 'host.example.com:8080')('device.list'))).toBe('APP');
  const there = client(server.url, { headers: { host: 'host.example.com' } });
  const made = await there('account.signUp', {
    username: 'stranger',
    password: 'a long new phrase',
  });
  // The same name in two apps is two people.
  expect((made['user'] as { id: string }).id).not.toBe(stranger.user.id);
  expect(
    await refused(there('account.logIn', { app: 'main', username: 'x1', password: 'y' })),
  ).toBe('APP');
  const names = { hosts: { names: ['host.example.com'] } };
  expect(await refused(operator('app.update', { name: 'main', ...names }))).toBe('TAKEN');
});

test('pages of an app’s origins call that app and no other', async () => {
  const page = { origin: 'https://web.example.com' };
  const { enter } = await makeApp('web', { origins: { names: [page.origin] } });
  const alice = await enter('alice');
  const stranger = await signUp(server.url, 'origin-less');
  const from = (token: string) => client(server.url, { token, headers: page });
  expect(await from(alice.token)('device.list')).toHaveProperty('devices');
  expect(await refused(from(stranger.token)('device.list'))).toBe('ORIGIN');
  const other = client(server.url, {
    token: alice.token,
    headers: { origin: 'https://evil.example' },
  });
  expect(await refused(other('device.list'))).toBe('ORIGIN');
  // At the upgrade any app's origin will do; what it may open is asked at session.open.
  const socket = await openSocket(server.socketUrl, { headers: page });
  expect(await refused(socket.call('session.open', { token: stranger.token }))).toBe('ORIGIN');
  expect(await socket.closed).toBe(closes.ORIGIN.code);
});

test('quotas: accounts, sockets of a user and of the app, and the rate of a caller', async () => {
  const quota = { users: 2, userSockets: 1, sockets: 2, ratePerSecond: 2, rateBurst: 1 };
  const { backend, enter } = await makeApp('small', { quota });
  const [alice, bob] = [await enter('alice'), await enter('bob')];
  const { outcomes } = await backend('user.upsert', { users: [{ externalId: 'charlie' }] });
  expect(outcomes).toMatchObject([{ status: 'REFUSED', reason: 'FULL' }]);
  const open = async (token: string) => {
    const socket = await openSocket(server.socketUrl);
    await socket.call('session.open', { token });
    return socket;
  };
  await open(alice.token);
  expect(await refused(open(alice.token))).toBe('CAPACITY');
  await open(bob.token);
  const calls = Array.from({ length: 8 }, () =>
    client(server.url, { token: alice.token })('device.list'),
  );
  const ended = await Promise.allSettled(calls);
  expect(ended.filter(({ status }) => status === 'rejected').length).toBeGreaterThanOrEqual(4);
  // Another app's callers have the usual rate.
  const other = await signUp(server.url, 'usual');
  await Promise.all(
    Array.from({ length: 8 }, () => client(server.url, { token: other.token })('device.list')),
  );
});
