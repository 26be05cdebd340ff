import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { startServer, type TestServer } from '../../support/server.ts';
import { hasThreads, priorities } from '../../support/threads.ts';
import { until } from '../../support/until.ts';
import { good, post } from './http.ts';

describe('account.logIn', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ loginTries: 3, addressTries: 6 });
    for (const username of ['alice', 'bob'])
      await post(`${server.url}/hubbub.v1.AccountService/SignUp`, {
        username,
        password: good,
        device: { key: 'laptop' },
      });
  });
  afterAll(() => server.stop());
  const logIn = (username: string, password: string, more = {}) =>
    post(`${server.url}/hubbub.v1.AccountService/LogIn`, { username, password, ...more });

  test('the same device by its key, another by another', async () => {
    const first = await logIn('alice', good, { device: { key: 'phone' } });
    const again = await logIn('alice', good, { device: { key: 'phone' } });
    const other = await logIn('alice', good, { device: { key: 'tablet' } });
    expect(again.body.device).toBe(first.body.device as string);
    expect(other.body.device).not.toBe(first.body.device as string);
  });

  test('unknown names and wrong passwords answer alike; tries run out, but not for a known device', async () => {
    const wrong = await logIn('alice', 'wrong password');
    const unknown = await logIn('nobody', 'wrong password');
    expect([wrong.status, wrong.reason]).toEqual([401, 'CREDENTIALS']);
    expect(unknown.body).toEqual(wrong.body);
    for (let i = 0; i < 2; i += 1)
      expect((await logIn('alice', 'wrong password')).status).toBe(401);
    const refused = await logIn('alice', good);
    expect([refused.status, refused.reason]).toEqual([429, 'RATE']);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(refused.retryAfterMs).toBeGreaterThan(0);
    const known = await logIn('alice', good, { device: { key: 'laptop' } });
    expect(known.status).toBe(200);
    const stranger = await logIn('alice', good, { device: { key: 'guessed' } });
    expect(stranger.status).toBe(429);
  });

  test('an address runs out of tries over all accounts', async () => {
    const statuses: number[] = [];
    for (let i = 0; i < 6; i += 1)
      statuses.push((await logIn(`nobody${i}`, 'wrong password')).status);
    expect(statuses.at(-1)).toBe(429);
    expect((await logIn('bob', good)).status).toBe(429);
  });
});

test.skipIf(!hasThreads)('the threads that hash passwords end with their server', async () => {
  const before = priorities();
  const hashing = () => [...priorities()].filter(([id, is]) => is === 19 && !before.has(id));
  const server = await startServer();
  expect(hashing()).toEqual([]);
  const account = { username: 'alice', password: good };
  await post(`${server.url}/hubbub.v1.AccountService/SignUp`, account);
  expect(hashing()).toHaveLength(1);
  await server.stop();
  await until(() => hashing().length === 0, { what: 'the end of the thread' });
});
