// Who is out by what was done at one node is out at all of them, and told why: over the bus at once, and within a second where the
// bus lost it.
import { afterEach, describe, expect, test } from 'bun:test';
import { closes } from '@hubbub/protocol';
import { systemClock } from '../../packages/server/src/ports/clock.ts';
import { operatorOf } from '../support/backend.ts';
import { leaveOut } from '../support/left-out.ts';
import { password, signUp, type Person } from '../support/people.ts';
import { hasRedis } from '../support/redis.ts';
import type { RawSocket } from '../support/socket.ts';
import type { TestServer } from '../support/server.ts';
import { enter, startCluster, type Cluster, type Joint } from './nodes.ts';

if (!hasRedis) leaveOut('redis');
let cluster: Cluster | undefined;
let sockets: RawSocket[] = [];
afterEach(async () => {
  for (const socket of sockets) socket.close();
  sockets = [];
  await cluster?.stop();
  cluster = undefined;
});

/** Nobody looks for anything by itself: what another node learns it learns over the bus. */
const still = { ...systemClock, every: () => () => undefined };
const joints: readonly Joint[] = [
  'a bus that loses all',
  ...(hasRedis ? (['redis'] as const) : []),
];

describe.each([...joints])('over %s', (joint) => {
  const meet = async () => {
    cluster = await startCluster(joint, 2, joint === 'redis' ? { clock: still } : {});
    const [here, there] = cluster.nodes as [TestServer, TestServer];
    const operator = operatorOf(here);
    const alice = await signUp(here.url, 'alice');
    const bob = await signUp(here.url, 'bob');
    const on = async (node: TestServer, person: Person) => {
      const socket = await enter(node, person);
      sockets.push(socket);
      return socket;
    };
    return { here, there, operator, alice, bob, on };
  };

  test('a user who was disabled', async () => {
    const { here, there, operator, alice, bob, on } = await meet();
    const [one, two, other] = [await on(here, alice), await on(there, alice), await on(there, bob)];
    await operator('user.disable', { user: alice.user.id });
    expect(await one.closed).toBe(closes.DISABLED.code);
    expect(await two.closed).toBe(closes.DISABLED.code);
    await other.call('device.list', {});
  }, 60_000);

  test('a device that lost its login to another', async () => {
    const { here, there, operator, alice, bob, on } = await meet();
    await operator('app.update', { name: 'main', devices: 'NEWEST' });
    const [old, other] = [await on(there, alice), await on(there, bob)];
    const again = await fetch(`${here.url}/hubbub.v1.AccountService/LogIn`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: 'alice', password }),
    });
    const { token } = (await again.json()) as { token: string };
    const newest = await on(there, { ...alice, token });
    expect(await old.closed).toBe(closes.REPLACED.code);
    await newest.call('device.list', {});
    await other.call('device.list', {});
  }, 60_000);

  test('of log-ins at one moment at two nodes exactly one is left', async () => {
    const { here, there, operator, alice } = await meet();
    await operator('app.update', { name: 'main', devices: 'NEWEST' });
    const user = alice.user.id;
    // One each: more of them would meet in one transaction of their node.
    const nodes = [operatorOf(here), operatorOf(there)];
    for (let round = 0; round < 30; round += 1) {
      await Promise.all(nodes.map((node) => node('account.mintToken', { user })));
      expect((await operator('user.devices', { user }))['devices']).toHaveLength(1);
    }
  }, 60_000);
});
