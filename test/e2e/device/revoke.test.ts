import { afterAll, beforeAll, expect, test } from 'bun:test';
import { closes } from '@hubbub/protocol';
import { openSocket, startServer, type TestServer } from '../../support/server.ts';
import { good, post, textIn } from '../account/http.ts';
import { refused } from '../stories.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

async function enter(operation: 'SignUp' | 'LogIn', username: string, key: string) {
  const url = `${server.url}/hubbub.v1.AccountService/${operation}`;
  const { body } = await post(url, { username, password: good, device: { key, name: key } });
  const socket = await openSocket(server.socketUrl);
  await socket.call('session.open', { token: textIn(body, 'token') });
  return { device: textIn(body, 'device'), token: textIn(body, 'token'), socket };
}

test('device.list shows the caller’s devices, device.revoke closes the sockets of one within a second', async () => {
  const laptop = await enter('SignUp', 'alice', 'laptop');
  const phone = await enter('LogIn', 'alice', 'phone');
  const bob = await enter('SignUp', 'bob', 'laptop');
  const { devices } = await phone.socket.call('device.list', {});
  expect(
    devices.map(({ name, current }) => [name, current]).toSorted(([a], [b]) => (a! < b! ? -1 : 1)),
  ).toEqual([
    ['laptop', false],
    ['phone', true],
  ]);

  expect(await refused(bob.socket.call('device.revoke', { device: laptop.device }))).toBe(
    'UNKNOWN',
  );
  const start = performance.now();
  await phone.socket.call('device.revoke', { device: laptop.device });
  expect(await laptop.socket.closed).toBe(closes.REVOKED.code);
  expect(performance.now() - start).toBeLessThan(1000);

  const again = await openSocket(server.socketUrl);
  expect(await refused(again.call('session.open', { token: laptop.token }))).toBe('TOKEN');
  expect(await again.closed).toBe(closes.UNAUTHENTICATED.code);
  expect((await phone.socket.call('device.list', {})).devices).toHaveLength(1);
  expect((await bob.socket.call('device.list', {})).devices).toHaveLength(1);
  for (const { socket } of [phone, bob]) socket.close();
});
