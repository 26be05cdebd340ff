import { afterEach, expect, test } from 'bun:test';
import type { Event } from '@hubbub/protocol';
import { lossyBuses, seeded } from '../support/lossy-bus.ts';
import { openSocket, type RawSocket } from '../support/socket.ts';
import { until } from '../support/until.ts';
import { idOf, lobby, startNode, World, type Node } from './rig.ts';

let nodes: Node[] = [];
afterEach(async () => {
  for (const node of nodes) await node.stop();
  nodes = [];
});

function two(world: World, seed: number): readonly [Node, Node] {
  const buses = lossyBuses(2, { lose: 0.3, repeat: 0.3, longestDelayMs: 8, random: seeded(seed) });
  nodes = buses.map((bus) => startNode(world, { bus, limits: { headsMs: 50, gapPatienceMs: 3 } }));
  return nodes as [Node, Node];
}

async function enter(node: Node, name: string): Promise<RawSocket> {
  const socket = await openSocket(node.url);
  await socket.call('session.open', { token: name });
  return socket;
}

/** The versions of the lobby's Changes, as (base, version]. */
function steps(events: readonly Event[]): readonly (readonly [number, number])[] {
  return events.flatMap(({ event }) =>
    event.case === 'change' && event.value.conversation === lobby
      ? [[event.value.base ?? 0, event.value.version ?? 0] as const]
      : [],
  );
}

for (const seed of [1, 2, 3, 4, 5])
  test(`over a bus that loses, repeats and reorders, both nodes deliver densely (seed ${seed})`, async () => {
    const world = new World();
    for (const name of ['alice', 'bob', 'charlie']) world.join(idOf(name));
    const [here, there] = two(world, seed);
    const alice = await enter(here, 'alice');
    const bob = await enter(there, 'bob');
    const charlie = await enter(there, 'charlie');
    for (let i = 0; i < 60; i += 1) {
      await alice.call('message.send', {
        conversation: lobby,
        clientMsgId: `m${i}`,
        content: { case: 'text', value: `${i}` },
      });
      if (i === 30)
        await alice.call('conversation.leave', { conversation: lobby }).catch(() => undefined);
      if (i === 30) world.members.add(idOf('alice'));
    }
    // Charlie leaves over the other node, in the middle of what alice says here.
    const talking = Array.from({ length: 30 }, (_, i) => here.bus.publish(world.say(`late ${i}`)));
    expect(talking).toHaveLength(30);
    await charlie.call('conversation.leave', { conversation: lobby });
    const removal = world.head(lobby);
    for (let i = 0; i < 30; i += 1) here.bus.publish(world.say(`secret ${i}`));
    await until(() => steps(bob.events).at(-1)?.[1] === world.head(lobby), {
      what: 'bob to hear all',
    });
    await until(() => (steps(charlie.events).at(-1)?.[1] ?? 0) >= removal, {
      what: 'charlie to hear the removal',
    });

    for (const socket of [bob, charlie]) {
      let last = 3;
      for (const [base, version] of steps(socket.events)) {
        expect(base).toBeLessThanOrEqual(last);
        expect(version).toBeGreaterThan(last);
        last = version;
      }
    }
    expect(steps(charlie.events).at(-1)?.[1]).toBe(removal);
    expect(
      JSON.stringify(charlie.events, (_, value) => (typeof value === 'bigint' ? '' : value)),
    ).not.toContain('secret');
  }, 20_000);
