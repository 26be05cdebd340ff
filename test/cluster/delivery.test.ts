// What people on different nodes hear of each other: order, repair of what the bus lost, removal, and the end of a login.
import { afterAll, afterEach, describe, expect, test } from 'bun:test';
import { closes, Conversation_Kind, type Event } from '@hubbub/protocol';
import { Client } from 'pg';
import { leaveOut } from '../support/left-out.ts';
import { hasRedis } from '../support/redis.ts';
import type { RawSocket } from '../support/socket.ts';
import { until } from '../support/until.ts';
import { enter, joints, people, startCluster, type Cluster } from './nodes.ts';

if (!hasRedis) leaveOut('redis');
let cluster: Cluster | undefined;
let sockets: RawSocket[] = [];
afterEach(async () => {
  for (const socket of sockets) socket.close();
  sockets = [];
  await cluster?.stop();
  cluster = undefined;
});
afterAll(() => cluster?.stop());

async function meet(size: number, joint: (typeof joints)[number]) {
  cluster = await startCluster(joint, size);
  const { nodes } = cluster;
  const everybody = await people(nodes, ['alice', 'bob', 'charlie']);
  const opened = await Promise.all(
    everybody.map((person, i) => enter(nodes[i % size] as (typeof nodes)[0], person)),
  );
  sockets.push(...opened);
  const [alice, bob, charlie] = opened as [RawSocket, RawSocket, RawSocket];
  const { conversation } = await alice.call('conversation.create', {
    kind: Conversation_Kind.ROOM,
    title: 'lobby',
    clientKey: 'k',
  });
  const room = conversation?.id ?? '';
  const start = [];
  for (const socket of [bob, charlie])
    start.push(
      (await socket.call('conversation.join', { conversation: room })).conversation?.version ?? 0,
    );
  return { nodes, everybody, alice, bob, charlie, room, start };
}

function steps(events: readonly Event[], conversation: string) {
  return events.flatMap(({ event }) =>
    event.case === 'change' && event.value.conversation === conversation ? [event.value] : [],
  );
}

function textsOf(events: readonly Event[], conversation: string): string[] {
  const texts = new Map<number, string>();
  for (const { messages } of steps(events, conversation))
    for (const { seq = 0, content } of messages)
      texts.set(seq, content.case === 'text' ? content.value : '');
  return [...texts].toSorted(([a], [b]) => a - b).map(([, text]) => text);
}

function say(socket: RawSocket, conversation: string, text: string) {
  const content = { case: 'text', value: text } as const;
  return socket.call('message.send', { conversation, clientMsgId: text, content });
}

describe.each([...joints])('over %s', (joint) => {
  test.each([2, 3])(
    '%d nodes deliver densely, and a removal ends what is heard',
    async (size) => {
      const { nodes, everybody, alice, bob, charlie, room, start } = await meet(size, joint);
      const spoken = Array.from({ length: 40 }, async (_, i) => {
        await say(alice, room, `alice ${i}`);
        await say(bob, room, `bob ${i}`);
      });
      await Promise.all(spoken);
      await until(() => textsOf(charlie.events, room).length >= 80, {
        what: 'charlie to hear all',
      });

      // Over another node than the one where charlie listens.
      const elsewhere = await enter(nodes[0] as (typeof nodes)[0], everybody[2] as never);
      sockets.push(elsewhere);
      await elsewhere.call('conversation.leave', { conversation: room });
      for (let i = 0; i < 20; i += 1) await say(alice, room, `secret ${i}`);
      await until(() => textsOf(bob.events, room).includes('secret 19'), {
        timeoutMs: 20_000,
        what: 'bob',
      });
      await until(
        () =>
          steps(charlie.events, room).some(({ members }) =>
            members.some(({ user, left }) => user === everybody[2]?.user.id && left !== 0),
          ),
        { timeoutMs: 20_000, what: 'charlie to hear the removal' },
      );
      expect(textsOf(charlie.events, room).filter((text) => text.startsWith('secret'))).toEqual([]);
      for (const [i, socket] of [bob, charlie].entries()) {
        let last = start[i] ?? 0;
        for (const { base = 0, version = 0 } of steps(socket.events, room)) {
          if (version <= last) continue;
          expect(base).toBeLessThanOrEqual(last);
          last = version;
        }
      }
    },
    30_000,
  );

  test('a direct message opens at the other node, and a login revoked there ends', async () => {
    const { nodes, everybody, alice, charlie } = await meet(3, joint);
    const [, , person] = everybody;
    const opened = await alice.call('conversation.direct', { user: person?.user.id ?? '' });
    const direct = opened.conversation?.id ?? '';
    await say(alice, direct, 'only you');
    // Where the bus lost both that it opened and what was said, charlie is told to pull it.
    await until(
      () =>
        textsOf(charlie.events, direct).includes('only you') ||
        steps(charlie.events, direct).some(({ bare }) => bare),
      { timeoutMs: 20_000, what: 'charlie' },
    );
    if (joint !== 'redis') return;
    const other = await enter(nodes[0] as (typeof nodes)[0], person as never);
    sockets.push(other);
    const { devices } = await other.call('device.list', {});
    await other.call('device.revoke', { device: devices[0]?.id ?? '' });
    expect(await charlie.closed).toBe(closes.REVOKED.code);
  }, 60_000);
});

test('a revocation that the bus lost takes effect at the next check of logins', async () => {
  cluster = await startCluster('a bus that loses all', 2, { recheckMs: 300 });
  const [here, there] = cluster.nodes as [Cluster['nodes'][0], Cluster['nodes'][0]];
  const [alice] = await people(cluster.nodes, ['alice']);
  if (!alice) throw new Error('nobody');
  const [one, two] = [await enter(here, alice), await enter(there, alice)];
  sockets.push(one, two);
  const { devices } = await one.call('device.list', {});
  await one.call('device.revoke', { device: devices[0]?.id ?? '' });
  expect(await two.closed).toBe(closes.REVOKED.code);
}, 20_000);

test('every node notices another epoch and closes its sockets', async () => {
  cluster = await startCluster('a bus that loses all', 2);
  const { nodes, database } = cluster;
  const everybody = await people(nodes, ['alice', 'bob']);
  const opened = await Promise.all(
    everybody.map((person, i) => enter(nodes[i] as (typeof nodes)[0], person)),
  );
  sockets.push(...opened);
  const client = new Client({ connectionString: database });
  await client.connect();
  await client.query(`update meta set epoch = 'another'`);
  await client.end();
  for (const { closed } of opened) expect(await closed).toBe(closes.EPOCH.code);
}, 20_000);
