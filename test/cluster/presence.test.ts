// Who is here, over all nodes.
import { afterEach, expect, test } from 'bun:test';
import { Conversation_Kind, type Event } from '@hubbub/protocol';
import { leaveOut } from '../support/left-out.ts';
import { createDatabase } from '../support/postgres.ts';
import { hasRedis, startRedis } from '../support/redis.ts';
import { spawnServer } from '../support/server.ts';
import type { RawSocket } from '../support/socket.ts';
import { until } from '../support/until.ts';
import { enter, people, startCluster, type Cluster } from './nodes.ts';

if (!hasRedis) leaveOut('redis');
const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

type At = Cluster['nodes'][0];

function lastCount(events: readonly Event[], conversation: string): number | undefined {
  const counts = events.flatMap(({ event }) =>
    event.case === 'count' && event.value.conversation === conversation ? [event.value.count] : [],
  );
  return counts.at(-1);
}

async function inRoom(sockets: readonly RawSocket[]): Promise<string> {
  const [first, ...others] = sockets;
  const made = await first?.call('conversation.create', {
    kind: Conversation_Kind.ROOM,
    title: 'lobby',
    clientKey: 'k',
  });
  const conversation = made?.conversation?.id ?? '';
  for (const socket of others) await socket.call('conversation.join', { conversation });
  return conversation;
}

test('counts users of all nodes, each once, and tells who comes and goes', async () => {
  const cluster = await startCluster('a bus that loses', 3);
  ends.push(() => cluster.stop());
  const [one, two, three] = cluster.nodes as [At, At, At];
  const [alice, bob, charlie] = await people(cluster.nodes, ['alice', 'bob', 'charlie']);
  if (!alice || !bob || !charlie) throw new Error('somebody is missing');
  const [a, b, c] = [await enter(one, alice), await enter(two, bob), await enter(three, charlie)];
  const room = await inRoom([a, b, c]);
  // The one who looks is on another node as well, to the end, and counts once.
  const alsoAlice = await enter(two, alice);
  ends.push(() => alsoAlice.close());
  await a.call('presence.subscribe', { conversation: room });
  const counted = (count: number) =>
    until(() => lastCount(a.events, room) === count, { timeoutMs: 30_000, what: `${count} here` });
  await counted(3);
  // The same person on another node is still one.
  const again = await enter(three, bob);
  b.close();
  await a.call('presence.subscribe', { users: [bob.user.id, charlie.user.id] });
  await until(
    async () => (await a.call('presence.subscribe', { users: [bob.user.id] })).present.length === 1,
    { timeoutMs: 30_000 },
  );
  await counted(3);
  c.close();
  await counted(2);
  again.close();
  await counted(1);
  const { present, count } = await a.call('presence.subscribe', { conversation: room });
  expect(present).toEqual([alice.user.id]);
  expect(count).toBe(1);
  await until(
    () =>
      a.events.some(
        ({ event }) =>
          event.case === 'presence' &&
          event.value.user === charlie.user.id &&
          event.value.conversation === '' &&
          !event.value.online,
      ),
    { timeoutMs: 30_000, what: 'charlie to go' },
  );
}, 120_000);

test.if(hasRedis)(
  'users of a node that was killed are gone within 30 seconds',
  async () => {
    const redis = await startRedis();
    ends.push(() => redis.stop());
    const config = {
      database: await createDatabase({ fsync: false, isMigrated: true }),
      bus: redis.url,
    };
    const nodes = await Promise.all([spawnServer(config), spawnServer(config)]);
    ends.push(...nodes.map((node) => () => node.stop()));
    const [one, two] = nodes as [(typeof nodes)[0], (typeof nodes)[0]];
    const [alice, bob] = await people(nodes, ['alice', 'bob']);
    if (!alice || !bob) throw new Error('somebody is missing');
    const [a, b] = [await enter(one, alice), await enter(two, bob)];
    const room = await inRoom([a, b]);
    await a.call('presence.subscribe', { conversation: room });
    await until(() => lastCount(a.events, room) === 2, { what: 'both' });
    await two.kill();
    const killedAt = performance.now();
    await until(() => lastCount(a.events, room) === 1, { timeoutMs: 40_000, what: 'bob to go' });
    expect(performance.now() - killedAt).toBeLessThan(30_000);
  },
  60_000,
);
