import { afterEach, expect, test } from 'bun:test';
import { create } from '@bufbuild/protobuf';
import { CountSchema, EventSchema } from '@hubbub/protocol';
import { openSocket } from '../support/socket.ts';
import { stalledSocket, type StalledSocket } from '../support/stalled-socket.ts';
import { until } from '../support/until.ts';
import { app, idOf, lobby, startNode, World, type Node } from './rig.ts';

let node: Node | undefined;
let stalled: StalledSocket[] = [];
afterEach(async () => {
  for (const socket of stalled) socket.end();
  await node?.stop();
});

const page = 'x'.repeat(8_000);
const opening = [
  { id: 1, op: 'session.open', args: { token: 'bob' } },
  { id: 2, op: 'presence.subscribe', args: { conversation: lobby } },
];

test('sockets that stop reading are closed as slow; all others get everything', async () => {
  const world = new World();
  for (const name of ['alice', 'bob']) world.join(idOf(name));
  const here = (node = startNode(world));
  stalled = await Promise.all(
    Array.from({ length: 5 }, () => stalledSocket(here.port, opening, '"id":2')),
  );
  const alice = await openSocket(here.url);
  await alice.call('session.open', { token: 'alice' });
  let said = 0;
  await until(
    () => {
      for (let i = 0; i < 20; i += 1, said += 1) here.bus.publish(world.say(page));
      return here.closes.length === 5;
    },
    { timeoutMs: 20_000, what: 'five sockets to be closed' },
  );
  expect(here.closes).toEqual(Array<string>(5).fill('SLOW'));
  expect(here.gateway.state.sockets).toBe(1);
  await alice.until(({ event }) => event.case === 'change' && event.value.version === said + 2);
  const versions = alice.events.flatMap(({ event }) =>
    event.case === 'change' ? event.value.messages.map((one) => one.version) : [],
  );
  expect(versions).toEqual(Array.from({ length: said }, (_, i) => i + 3));
}, 30_000);

test('one that is behind gets no counts, and hears stale when it has caught up', async () => {
  const world = new World();
  for (const name of ['alice', 'bob']) world.join(idOf(name));
  // It may fall far behind without being closed.
  const here = (node = startNode(world, {
    limits: { mostBytes: 64_000_000, queueBytes: 64_000_000 },
  }));
  const [bob] = (stalled = [await stalledSocket(here.port, opening, '"id":2')]);
  await until(
    () => {
      for (let i = 0; i < 20; i += 1) here.bus.publish(world.say(page));
      return here.gateway.state.slowSockets === 1;
    },
    { timeoutMs: 20_000, what: 'bob to be slow' },
  );
  const tell = (count: number) => {
    const event = create(EventSchema, {
      event: { case: 'count', value: create(CountSchema, { conversation: lobby, count }) },
    });
    here.bus.publish({ type: 'live', app, to: { watchers: lobby }, event });
  };
  tell(4_711);
  here.bus.publish(world.say('the last'));
  bob!.resume();
  await until(() => bob!.received().includes('"stale"'), { timeoutMs: 20_000 });
  expect(bob!.received()).toContain('the last');
  expect(bob!.received()).not.toContain('4711');
  tell(4_712);
  await until(() => bob!.received().includes('4712'));
  expect(here.closes).toEqual([]);
}, 30_000);
