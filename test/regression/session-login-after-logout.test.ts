// An installation that logged out and logs in again is the same device; its new login is as good as any.
import { expect, test } from 'bun:test';
import { openSocket, startServer } from '../support/server.ts';
import { password, signUp, type Person } from '../support/people.ts';

test('who logs out and in again with the same installation can open a socket', async () => {
  const server = await startServer();
  const device = { key: 'laptop-of-alice' };
  const alice = await signUp(server.url, 'alice', { device });
  const first = await openSocket(server.socketUrl);
  await first.call('session.open', { token: alice.token });
  await first.call('account.logOut', {});
  await first.closed;

  const response = await fetch(`${server.url}/hubbub.v1.AccountService/LogIn`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'alice', password, device }),
  });
  const { token } = (await response.json()) as Person;
  const second = await openSocket(server.socketUrl);
  const reply = await second.call('session.open', { token }).catch((error: unknown) => error);
  expect(reply).toMatchObject({ user: { username: 'alice' } });
  second.close();
  await server.stop();
});
