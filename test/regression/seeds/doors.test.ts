// How one gets in, and how one does not.
import { afterAll, beforeAll, expect, test } from 'bun:test';
import { closes } from '@hubbub/protocol';
import { defaults } from '../../../packages/server/src/config/table.ts';
import { contentOf } from '../../contract/identity/content.ts';
import { openSocket, startServer, type TestServer } from '../../support/server.ts';
import { enter, good, makeRoom, post, raw, refused } from './cast.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ loginMs: 400 });
});
afterAll(() => server.stop());

const origins = [
  'https://evil.example',
  'null',
  'http://localhost.evil.example',
  'http://evil-localhost',
  'https://localhost',
];
const upgrade = (headers: string) =>
  `GET /v1/socket HTTP/1.1\r\nHost: localhost:${server.port}\r\n${headers}\r\n\r\n`;
const handshake =
  'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: hubbub.json';

test('K1 a page of another origin gets no socket', async () => {
  for (const origin of [
    ...origins,
    `http://localhost:${server.port + 1}`,
    `http://localhost:${server.port}.evil.example`,
  ]) {
    const answer = await raw(server, upgrade(`${handshake}\r\nOrigin: ${origin}`));
    expect([origin, answer.slice(0, 12)]).toEqual([origin, 'HTTP/1.1 403']);
  }
  const own = await raw(server, upgrade(`${handshake}\r\nOrigin: http://localhost:${server.port}`));
  expect(own.slice(0, 12)).toBe('HTTP/1.1 101');
});

test('K2 a socket that is not logged in may do nothing but log in', async () => {
  const alice = await enter(server, 'k2-alice');
  const room = await makeRoom(alice);
  const stranger = await openSocket(server.socketUrl);
  const content = { case: 'text', value: 'hi' } as const;
  expect(
    await refused(stranger.call('message.send', { conversation: room, clientMsgId: '1', content })),
  ).toBe('NOT_LOGGED_IN');
  expect(await refused(stranger.call('sync.pull', {}))).toBe('NOT_LOGGED_IN');
  expect(await refused(stranger.call('conversation.list', {}))).toBe('NOT_LOGGED_IN');
  for (const { ws } of [stranger, alice.socket]) ws.close();
});

test('K3 who one is comes from the login, whatever path, query or header say', async () => {
  const alice = await enter(server, 'k3-alice');
  const bob = await enter(server, 'k3-bob');
  const claims = { 'x-user': alice.id, 'user-id': alice.id, cookie: `user=${alice.id}` };
  const url = `${server.url}/hubbub.v1.DeviceService/List?user=${alice.id}&token=${alice.token}`;
  const anonymous = await post(url, {}, claims);
  expect(anonymous.reason).toBe('NOT_LOGGED_IN');
  const { body } = await post(url, {}, { ...claims, authorization: `Bearer ${bob.token}` });
  expect(JSON.stringify(body)).toContain(bob.device);
  expect(JSON.stringify(body)).not.toContain(alice.device);
  const socket = await openSocket(`${server.socketUrl}?token=${alice.token}&user=${alice.id}`);
  expect(await refused(socket.call('session.open', {}))).toBe('NOT_LOGGED_IN');
  for (const person of [alice, bob]) person.socket.close();
});

test('K7 K21 K33 a bad upgrade is refused in HTTP before it, and the next one is served', async () => {
  const bad = [
    '',
    'Connection: Upgrade\r\nUpgrade: websocket',
    handshake.replace('dGhlIHNhbXBsZSBub25jZQ==', 'x'),
    handshake.replace('hubbub.json', 'other'),
    handshake.replace('websocket', 'h2c'),
    handshake.replace('hubbub.json', 'hubbub.json'.repeat(500)),
  ];
  for (let i = 0; i < 20; i += 1)
    for (const headers of bad) {
      const answer = await raw(server, upgrade(headers));
      expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
      expect(answer).not.toContain('HTTP/1.1 101');
    }
  const alice = await enter(server, 'k7-alice');
  alice.socket.close();
});

test('K55 nothing that is asked by GET or HEAD changes anything', async () => {
  const { token, socket } = await enter(server, 'k55-alice');
  const headers = { authorization: `Bearer ${token}`, origin: `http://localhost:${server.port}` };
  const paths = [
    'AccountService/LogOut',
    'AccountService/SignUp',
    'ConversationService/Delete',
    'DeviceService/Revoke',
    'MessageService/Send',
  ];
  const database = { engine: 'sqlite', address: server.data } as never;
  const before = await contentOf(database);
  for (const path of [...paths, 'logout', 'delete', 'v1/logout'])
    for (const method of ['GET', 'HEAD']) {
      const response = await fetch(`${server.url}/hubbub.v1.${path}?encoding=json&message={}`, {
        method,
        headers,
      });
      await response.body?.cancel();
    }
  expect(await contentOf(database)).toBe(before);
  socket.close();
});

test('K66 guessing passwords and making accounts is limited as the server ships', async () => {
  const { loginTries, addressTries, signUps } = defaults();
  const shipped = await startServer({ loginTries, addressTries, signUps });
  try {
    const url = (path: string) => `${shipped.url}/hubbub.v1.AccountService/${path}`;
    await post(url('SignUp'), { username: 'alice', password: good });
    const statuses: number[] = [];
    for (let i = 0; i < 7; i += 1)
      statuses.push(
        (await post(url('LogIn'), { username: 'alice', password: `wrong password ${i}` })).status,
      );
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429]);
  } finally {
    await shipped.stop();
  }
});

test('K74 who does not log in is closed in time, whatever it sends meanwhile', async () => {
  const start = performance.now();
  const socket = await openSocket(server.socketUrl);
  const chatter = setInterval(() => {
    if (socket.ws.readyState === WebSocket.OPEN)
      socket.ws.send('{"id":1,"op":"user.get","args":{}}');
  }, 50);
  try {
    expect(await socket.closed).toBe(closes.LOGIN_TIMEOUT.code);
    expect(performance.now() - start).toBeLessThan(4000);
  } finally {
    clearInterval(chatter);
  }
});
