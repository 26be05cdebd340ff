import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { closes } from '@hubbub/protocol';
import { openSocket, startServer, type TestServer } from '../../support/server.ts';
import { cookieOf, good, post, textIn } from '../account/http.ts';
import { refused } from '../stories.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());
const origin = () => `http://localhost:${server.port}`;
const service = (path: string) => `${server.url}/hubbub.v1.${path}`;
const signUp = (args: object) =>
  post(service('AccountService/SignUp'), { password: good, ...args });

describe.each(['json', 'proto'] as const)('session.open in %s', (codec) => {
  const connect = (headers = {}) => openSocket(server.socketUrl, { codec, headers });

  test('by token; the answer names user, device and epoch', async () => {
    const { body } = await signUp({ username: `alice-${codec}`, device: { name: 'laptop' } });
    const socket = await connect();
    const answer = await socket.call('session.open', { token: textIn(body, 'token') });
    expect(answer.user?.username).toBe(`alice-${codec}`);
    expect(answer.device).toMatchObject({
      id: textIn(body, 'device'),
      name: 'laptop',
      current: true,
    });
    expect(answer.epoch).not.toBe('');
    expect(answer.heartbeatMs).toBeGreaterThan(0);
    socket.close();
  });

  test('by the cookie of the upgrade, from this origin only', async () => {
    const { pair: cookie } = cookieOf(await signUp({ username: `bob-${codec}`, cookie: true }));
    const socket = await connect({ cookie, origin: origin() });
    expect((await socket.call('session.open', {})).user?.username).toBe(`bob-${codec}`);
    socket.close();
    const foreign = await connect({ cookie, origin: 'https://evil.example' }).catch(
      (error: unknown) => error,
    );
    expect(foreign).toBeInstanceOf(Error);
    // Whatever is no browser has no business with the cookie.
    const script = await connect({ cookie });
    expect(await refused(script.call('session.open', {}))).toBe('NOT_LOGGED_IN');
  });

  test('nothing, or something dead, closes the socket', async () => {
    for (const args of [{}, { token: 'dead' }, { ticket: 'dead' }]) {
      const socket = await connect();
      expect(['TOKEN', 'NOT_LOGGED_IN']).toContain(
        await refused(socket.call('session.open', args)),
      );
      expect(await socket.closed).toBe(closes.UNAUTHENTICATED.code);
    }
  });

  test('what needs a login is refused before it; and it is for sockets only', async () => {
    const { body } = await signUp({ username: `dora-${codec}` });
    const socket = await connect();
    expect(await refused(socket.call('device.list', {}))).toBe('NOT_LOGGED_IN');
    await socket.call('session.open', { token: textIn(body, 'token') });
    expect((await post(service('SessionService/Open'), { token: body.token })).reason).toBe('DOOR');
    socket.close();
  });
});
