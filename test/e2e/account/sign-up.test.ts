import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { openSocket, startServer, type TestServer } from '../../support/server.ts';
import { refused } from '../stories.ts';
import { cookieOf, good, post } from './http.ts';

describe('account.signUp', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.stop());
  const signUp = (args: object, headers = {}) =>
    post(`${server.url}/hubbub.v1.AccountService/SignUp`, args, headers);

  test('answers with the user and a token, and no cookie', async () => {
    const { status, headers, body } = await signUp({
      app: 'main',
      username: 'alice',
      password: good,
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({ user: { username: 'alice', displayName: 'alice' } });
    expect(body.token).toMatch(/^[\w-]{43}$/);
    expect(headers.get('set-cookie')).toBeNull();
    expect(Object.keys(body.user as object).toSorted()).toEqual([
      'counter',
      'displayName',
      'id',
      'username',
    ]);
  });

  test('a browser gets a cookie that no script can read, and no token', async () => {
    const answer = await signUp({ username: 'bob', password: good, cookie: true });
    expect(answer.body.token).toBeUndefined();
    const { pair, attributes } = cookieOf(answer);
    expect(pair).toMatch(/^hubbub=[\w-]{43}$/);
    expect(attributes).toContain('HttpOnly');
    expect(attributes).toContain('SameSite=Lax');
    expect(attributes).toContain('Path=/');
    expect(attributes.some((one) => one.startsWith('Domain'))).toBe(false);
  });

  test('what is wrong is said by its reason', async () => {
    const reasonOf = async (args: object) =>
      (await signUp({ username: 'charlie', password: good, ...args })).reason;
    expect(await reasonOf({ username: 'ALICE' })).toBe('TAKEN');
    expect(await reasonOf({ username: 'a b' })).toBe('USERNAME');
    expect(await reasonOf({ username: 'x' })).toBe('USERNAME');
    expect(await reasonOf({ username: 'a\u0000b' })).toBe('FIELD');
    expect(await reasonOf({ username: 'a\u202eb' })).toBe('USERNAME');
    expect(await reasonOf({ displayName: 'a\u202eb' })).toBe('FIELD');
    expect(
      (await signUp({ username: 'charlie', password: good, displayName: 'a\ud800' })).status,
    ).toBe(400);
    expect(await reasonOf({ password: 'short' })).toBe('PASSWORD_TOO_SHORT');
    expect(await reasonOf({ password: 'P@ssw0rd!' })).toBe('PASSWORD_KNOWN');
    expect(await reasonOf({ password: 'charlie-charlie' })).toBe('PASSWORD_KNOWN');
    expect(await reasonOf({ password: 'x'.repeat(129) })).toBe('FIELD');
    expect(await reasonOf({ app: 'other' })).toBe('APP');
    expect(await reasonOf({})).toBeUndefined();
  });

  test('not over a socket: there the login comes first', async () => {
    const socket = await openSocket(server.socketUrl);
    expect(await refused(socket.call('account.signUp', { username: 'dora', password: good }))).toBe(
      'DOOR',
    );
    socket.close();
  });

  test('not by GET, and not from a page of another origin', async () => {
    const url = `${server.url}/hubbub.v1.AccountService/SignUp`;
    const message = encodeURIComponent(JSON.stringify({ username: 'eve', password: good }));
    const response = await fetch(`${url}?encoding=json&message=${message}`);
    expect(response.status).toBe(405);
    await response.body?.cancel();
    const foreign = await signUp(
      { username: 'eve', password: good },
      { origin: 'https://evil.example' },
    );
    expect(foreign.reason).toBe('ORIGIN');
    expect((await signUp({ username: 'eve', password: good })).status).toBe(200);
  });
});

test('an address makes three accounts, then has to wait', async () => {
  const server = await startServer({ signUps: 3 });
  try {
    const url = `${server.url}/hubbub.v1.AccountService/SignUp`;
    const statuses: number[] = [];
    for (let i = 0; i < 4; i += 1)
      statuses.push((await post(url, { username: `user${i}`, password: good })).status);
    expect(statuses).toEqual([200, 200, 200, 429]);
  } finally {
    await server.stop();
  }
});
