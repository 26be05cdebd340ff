// Several nodes on one PostgreSQL database tell a device once, and whoever looks at any of them is told nothing.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import { systemClock } from '../../packages/server/src/ports/clock.ts';
import { startCluster, type Cluster } from '../cluster/nodes.ts';
import { hasOpenssl } from '../support/certificate.ts';
import { leaveOut } from '../support/left-out.ts';
import { startPushService, type PushDevice, type PushService } from '../support/push-service.ts';
import { openSocket, type TestServer } from '../support/server.ts';
import { until } from '../support/until.ts';
import { makeDirect, makeRoom, meet, say, subscribed, type Somebody } from './people.ts';

setDefaultTimeout(90_000);
if (!hasOpenssl) leaveOut('openssl');
let service: PushService;
let cluster: Cluster;
let now = Date.now();
beforeAll(async () => {
  service = await startPushService();
  cluster = await startCluster('a bus that loses', 2, {
    pushHosts: [service.host],
    pushCa: service.caFile,
    clock: { ...systemClock, now: () => now },
  });
});
afterAll(async () => {
  await cluster.stop();
  await service.stop();
});

const told = (device: PushDevice, body: string) =>
  until(
    () => {
      now += 200;
      return device.pushed.find(({ text }) => text.body === body);
    },
    { what: body, timeoutMs: 30_000 },
  );

/** Alice and bob are at one node, charlie at the other. */
async function come(): Promise<[Somebody, Somebody, Somebody]> {
  const [one, two] = cluster.nodes as [TestServer, TestServer];
  return await Promise.all([meet(one, 'alice'), meet(one, 'bob'), meet(two, 'charlie')]);
}

test('one notification each, whoever hears of it; the nodes have one key', async () => {
  const [alice, bob, charlie] = await come();
  const keys = await Promise.all(
    [bob, charlie].map(async ({ call }) => (await call('push.get', {})).applicationKey),
  );
  expect(keys[0]).toBe(keys[1] ?? '');
  const [bobs, charlies] = [await subscribed(bob, service), await subscribed(charlie, service)];
  const conversation = await makeRoom(alice, [bob, charlie]);
  await say(alice, { conversation, text: 'once' });
  for (const device of [bobs, charlies]) await told(device, 'once');
  await say(alice, { conversation, text: 'the end' });
  for (const device of [bobs, charlies]) await told(device, 'the end');
  for (const { pushed } of [bobs, charlies])
    expect(pushed.map(({ text }) => text.body)).toEqual(['once', 'the end']);
});

test('who looks at the other node is told nothing', async () => {
  const [alice, bob, charlie] = await come();
  const [bobs, charlies] = [await subscribed(bob, service), await subscribed(charlie, service)];
  const conversation = await makeRoom(alice, [bob, charlie]);
  const sockets = await Promise.all(
    cluster.nodes.map(async ({ socketUrl }) => await openSocket(socketUrl)),
  );
  // At both, one after the other: the node that tells is whichever comes first, and the bus may lose what it asks.
  for (const socket of sockets) {
    await socket.call('session.open', { token: bob.token });
    await socket.call('presence.attend', {});
  }
  await say(alice, { conversation, text: 'not for bob' });
  await told(charlies, 'not for bob');
  for (const socket of sockets) await socket.call('presence.attend', { stopped: true });
  await say(alice, { conversation: await makeDirect(alice, bob), text: 'for bob' });
  await told(bobs, 'for bob');
  expect(bobs.pushed).toHaveLength(1);
});
