import { afterAll, beforeAll, expect, test } from 'bun:test';
import { closes } from '@hubbub/protocol';
import { openSocket, startServer, type TestServer } from '../../support/server.ts';
import { cookieOf, good, post, textIn } from './http.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());
const service = (path: string) => `${server.url}/hubbub.v1.${path}`;

test('the token is dead and every socket of the device closes at once; other devices stay', async () => {
  const { body } = await post(service('AccountService/SignUp'), {
    username: 'alice',
    password: good,
  });
  const other = await post(service('AccountService/LogIn'), { username: 'alice', password: good });
  const tabs = [await openSocket(server.socketUrl), await openSocket(server.socketUrl)];
  for (const tab of tabs) await tab.call('session.open', { token: textIn(body, 'token') });
  const phone = await openSocket(server.socketUrl);
  await phone.call('session.open', { token: textIn(other.body, 'token') });
  const start = performance.now();
  await tabs[0]?.call('account.logOut', {});
  expect(await Promise.all(tabs.map((tab) => tab.closed))).toEqual([
    closes.REVOKED.code,
    closes.REVOKED.code,
  ]);
  expect(performance.now() - start).toBeLessThan(1000);
  const authorization = `Bearer ${textIn(body, 'token')}`;
  const dead = await post(service('DeviceService/List'), {}, { authorization });
  expect(dead.reason).toBe('TOKEN');
  expect((await phone.call('device.list', {})).devices).toHaveLength(1);
  phone.close();
});

test('a browser’s cookie is cleared and dead; it is of no use to a page of another origin before', async () => {
  const answer = await post(service('AccountService/SignUp'), {
    username: 'bob',
    password: good,
    cookie: true,
  });
  const { pair: cookie } = cookieOf(answer);
  const origin = `http://localhost:${server.port}`;
  expect((await post(service('DeviceService/List'), {}, { cookie, origin })).status).toBe(200);
  const foreign = await post(
    service('AccountService/LogOut'),
    {},
    { cookie, origin: 'https://evil.example' },
  );
  expect(foreign.status).toBe(403);
  const blind = await post(service('AccountService/LogOut'), {}, { cookie });
  expect(blind.reason).toBe('NOT_LOGGED_IN');
  const out = await post(service('AccountService/LogOut'), {}, { cookie, origin });
  expect(cookieOf(out)).toMatchObject({
    pair: 'hubbub=',
    attributes: expect.arrayContaining(['Max-Age=0']),
  });
  expect((await post(service('DeviceService/List'), {}, { cookie, origin })).reason).toBe('TOKEN');
});
