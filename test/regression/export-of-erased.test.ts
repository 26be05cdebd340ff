// An account that is erased while its export is written is no trouble: nothing is logged, and the next export is written.
import { expect, test } from 'bun:test';
import { openSocket, spawnServer } from '../support/server.ts';
import { signUp } from '../support/people.ts';
import { until } from '../support/until.ts';

test('erased right after they asked for everything, three times', async () => {
  const server = await spawnServer();
  const enter = async (name: string) => {
    const { token } = await signUp(server.url, name);
    const socket = await openSocket(server.socketUrl);
    await socket.call('session.open', { token });
    return socket;
  };
  for (let i = 0; i < 3; i += 1) {
    const alice = await enter(`alice${i}`);
    const asked = alice.post('account.export', {});
    await Promise.allSettled([asked, alice.post('account.delete', {})]);
    alice.close();
  }
  const bob = await enter('bob');
  await bob.call('account.export', {});
  await until(async () => (await bob.call('account.get', {})).account?.export?.readyAt, {
    what: 'the export',
    timeoutMs: 20_000,
  });
  expect(server.log()).toBe('');
  await server.stop();
});
