import { afterEach, expect, test } from 'bun:test';
import { formatId, selfOf, textOf, type Event } from '@hubbub/protocol';
import { openSocket, type RawSocket } from '../support/socket.ts';
import { until } from '../support/until.ts';
import { app, idOf, lobby, startNode, World, type Node } from './rig.ts';

let nodes: Node[] = [];
afterEach(async () => {
  for (const node of nodes) await node.stop();
  nodes = [];
});

function start(world: World, options: Parameters<typeof startNode>[1] = {}): Node {
  const node = startNode(world, options);
  nodes.push(node);
  return node;
}

async function enter(
  node: Node,
  name: string,
  codec: 'json' | 'proto' = 'json',
): Promise<RawSocket> {
  const socket = await openSocket(node.url, { codec });
  await socket.call('session.open', { token: name });
  return socket;
}

function texts(events: readonly Event[]): string[] {
  return events.flatMap(({ event }) =>
    event.case === 'change' ? event.value.messages.map(textOf) : [],
  );
}

for (const codec of ['json', 'proto'] as const)
  test(`what is said reaches every member's socket, once, in order (${codec})`, async () => {
    const world = new World();
    world.join(idOf('alice'));
    world.join(idOf('bob'));
    const node = start(world);
    const alice = await enter(node, 'alice', codec);
    const bob = await enter(node, 'bob', codec === 'json' ? 'proto' : 'json');
    const sent = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        alice.call('message.send', {
          conversation: lobby,
          clientMsgId: `m${i}`,
          content: { case: 'text', value: `${i}` },
        }),
      ),
    );
    expect(sent.map((reply) => reply.message?.version)).toEqual(
      Array.from({ length: 20 }, (_, i) => i + 3),
    );
    await until(() => texts(bob.events).length === 20);
    expect(texts(bob.events)).toEqual(Array.from({ length: 20 }, (_, i) => `${i}`));
  });

test('one who joins hears the join and what follows', async () => {
  const world = new World();
  world.join(idOf('alice'));
  const node = start(world);
  const alice = await enter(node, 'alice');
  const bob = await enter(node, 'bob');
  await bob.call('conversation.join', { conversation: lobby });
  await alice.call('message.send', {
    conversation: lobby,
    clientMsgId: 'a',
    content: { case: 'text', value: 'welcome' },
  });
  await until(() => texts(bob.events).includes('welcome'));
  const kinds = bob.events.map(({ event }) => event.case === 'change' && event.value.conversation);
  expect(kinds[0]).toBe(selfOf(idOf('bob')));
  expect(kinds.slice(1)).toEqual([lobby, lobby]);
});

test('one who joins hears nothing of what was said before in the same moment', async () => {
  const world = new World();
  world.join(idOf('alice'));
  const node = start(world);
  const [alice, bob] = [await enter(node, 'alice'), await enter(node, 'bob')];
  node.bus.publish(world.say('before'));
  for (const emission of world.join(idOf('bob'))) node.bus.publish(emission);
  node.bus.publish(world.say('after'));
  await until(() => texts(alice.events).includes('after'));
  await until(() => texts(bob.events).includes('after'));
  expect(texts(bob.events)).toEqual(['after']);
  expect(texts(alice.events)).toEqual(['before', 'after']);
});

test('what was said before comes late, after the joined item: it goes to the others only', async () => {
  const world = new World();
  world.join(idOf('alice'));
  const node = start(world, { limits: { gapPatienceMs: 60_000 } });
  const [alice, bob] = [await enter(node, 'alice'), await enter(node, 'bob')];
  const before = world.say('before');
  const [self, joining] = world.join(idOf('bob'));
  const after = world.say('after');
  if (self === undefined || joining === undefined) throw new Error('two changes make a member');
  node.bus.publish(self);
  await bob.until(({ event }) => event.case === 'change');
  for (const emission of [after, joining, before]) node.bus.publish(emission);
  await until(() => texts(bob.events).includes('after'));
  expect(texts(bob.events)).toEqual(['after']);
  await until(() => texts(alice.events).length === 2);
});

test('one who opens a socket right after joining hears nothing of what was said before', async () => {
  const world = new World();
  world.join(idOf('alice'));
  const node = start(world, { limits: { gapPatienceMs: 60_000 } });
  const alice = await enter(node, 'alice');
  const late = [world.say('before'), ...world.join(idOf('bob'))];
  const bob = await enter(node, 'bob');
  for (const emission of [...late, world.say('after')]) node.bus.publish(emission);
  await until(() => texts(bob.events).includes('after'));
  expect(texts(bob.events)).toEqual(['after']);
  await until(() => texts(alice.events).length === 2);
});

for (const listeners of [['alice'], []])
  test(`one who leaves and comes back in one moment hears what follows, ${listeners.length} others listening`, async () => {
    const world = new World();
    for (const name of ['alice', 'bob']) world.join(idOf(name));
    const node = start(world);
    for (const name of listeners) await enter(node, name);
    const bob = await enter(node, 'bob');
    node.bus.publish(world.leave(idOf('bob')));
    node.bus.publish(world.say('away'));
    for (const emission of world.join(idOf('bob'))) node.bus.publish(emission);
    node.bus.publish(world.say('back'));
    await until(() => texts(bob.events).includes('back'));
    node.bus.publish(world.say('later'));
    await until(() => texts(bob.events).includes('later'));
    expect(texts(bob.events)).toEqual(['back', 'later']);
  });

test('one who leaves hears the leaving and nothing after it', async () => {
  const world = new World();
  for (const name of ['alice', 'bob']) world.join(idOf(name));
  const node = start(world);
  const alice = await enter(node, 'alice');
  const bob = await enter(node, 'bob');
  const before = world.say('before');
  const leaving = world.leave(idOf('bob'));
  const after = world.say('after');
  for (const emission of [after, leaving, before]) node.bus.publish(emission);
  await until(() => texts(alice.events).includes('after'));
  await bob.until(
    ({ event }) => event.case === 'change' && event.value.members[0]?.user === idOf('bob'),
  );
  expect(texts(bob.events)).toEqual(['before']);
});

test('a gap is read once for the node, and published in order', async () => {
  const world = new World();
  for (const name of ['alice', 'bob']) world.join(idOf(name));
  const node = start(world);
  const [alice, bob] = [await enter(node, 'alice'), await enter(node, 'bob')];
  world.say('lost');
  node.bus.publish(world.say('came'));
  await until(() => texts(bob.events).length === 2 && texts(alice.events).length === 2);
  expect(texts(bob.events)).toEqual(['lost', 'came']);
  expect(node.repairs).toBe(1);
});

test('a lost last change is found by comparing heads', async () => {
  const world = new World();
  world.join(idOf('alice'));
  const node = start(world, { limits: { headsMs: 20 } });
  const alice = await enter(node, 'alice');
  world.say('lost');
  await until(() => texts(alice.events).includes('lost'));
});

test('a removal inside a repaired gap: the removed hears only that, the others all', async () => {
  const world = new World();
  for (const name of ['alice', 'bob']) world.join(idOf(name));
  const node = start(world);
  const [alice, bob] = [await enter(node, 'alice'), await enter(node, 'bob')];
  world.leave(idOf('bob'));
  world.say('secret');
  node.bus.publish(world.say('also secret'));
  await until(() => texts(alice.events).length === 2);
  await bob.until(
    ({ event }) => event.case === 'change' && (event.value.members[0]?.left ?? 0) > 0,
  );
  expect(texts(bob.events)).toEqual([]);
});

test('a removal inside a repaired gap without rows: the removed is told to pull', async () => {
  const world = new World();
  for (const name of ['alice', 'bob']) world.join(idOf(name));
  const node = start(world);
  const [alice, bob] = [await enter(node, 'alice'), await enter(node, 'bob')];
  world.leave(idOf('bob'));
  // E.g. an edit of a message that not every member may see.
  world.say('not for all').change.bare = true;
  const last = world.say('after it');
  node.bus.publish(last);
  for (const { events } of [alice, bob])
    await until(() => events.some(({ event }) => event.case === 'change' && event.value.bare));
  node.bus.publish(world.say('later'));
  await until(() => texts(alice.events).includes('later'));
  const told = bob.events.flatMap(({ event }) => (event.case === 'change' ? [event.value] : []));
  expect(told.map(({ bare, version }) => ({ bare, version }))).toEqual([
    { bare: true, version: last.change.version },
  ]);
});

test('a direct message is not told again to the socket whose reply carried it', async () => {
  const node = start(new World());
  const sockets = [await enter(node, 'alice 1'), await enter(node, 'alice 2')];
  sockets.push(await enter(node, 'bob'));
  const say = (socket: RawSocket | undefined, text: string) =>
    socket?.call('message.send', {
      conversation: lobby,
      clientMsgId: text,
      content: { case: 'text', value: text },
    });
  const [one, other, bob] = sockets;
  await Promise.all([say(one, 'direct 1'), say(one, 'direct 2')]);
  await until(() => texts(other?.events ?? []).length + texts(bob?.events ?? []).length === 4);
  expect(texts(one?.events ?? [])).toEqual([]);
  // What another said at the same moment travels with one's own.
  await Promise.all([say(one, 'direct 3'), say(bob, 'direct 4')]);
  await until(() => texts(one?.events ?? []).includes('direct 4'));
  await until(() => texts(bob?.events ?? []).includes('direct 3'));
  await until(() => texts(other?.events ?? []).length === 4);
});

test('a flood behind a gap is not kept', async () => {
  const world = new World();
  world.join(idOf('alice'));
  const node = start(world, { limits: { gapPatienceMs: 50 } });
  const alice = await enter(node, 'alice');
  world.say('lost');
  for (let i = 0; i < 2_000; i += 1) node.bus.publish(world.say(`${i}`));
  await until(() => texts(alice.events).length >= 2_001);
  expect(new Set(texts(alice.events)).size).toBe(2_001);
});

test('who is here is told to those who ask', async () => {
  const world = new World();
  for (const name of ['alice', 'bob']) world.join(idOf(name));
  const node = start(world);
  const alice = await enter(node, 'alice');
  const answer = await alice.call('presence.subscribe', { conversation: lobby });
  expect(answer).toMatchObject({ present: [idOf('alice')], count: 1 });
  const bob = await enter(node, 'bob');
  await alice.until(
    ({ event }) =>
      event.case === 'presence' && event.value.online && event.value.user === idOf('bob'),
  );
  await alice.until(({ event }) => event.case === 'count' && event.value.count === 2);
  bob.close();
  await alice.until(({ event }) => event.case === 'presence' && !event.value.online);
  expect(bob.events).toEqual([]);
});

test('where many were, who is left is asked for again; until then only their number is told', async () => {
  const world = new World();
  const names = Array.from({ length: 205 }, (_, i) => String(1_000 + i));
  for (const name of ['alice', ...names]) world.join(idOf(name));
  const node = start(world, { limits: { waitingPerAddress: names.length } });
  const alice = await enter(node, 'alice');
  const others = await Promise.all(names.map((name) => enter(node, name)));
  const ask = () => alice.call('presence.subscribe', { conversation: lobby });
  expect(await ask()).toMatchObject({ present: { length: 200 }, count: 206 });
  const go = (count: number) => {
    for (const one of others.splice(0, count)) one.close();
  };
  const heard = (name: Event['event']['case']) =>
    alice.events.filter(({ event }) => event.case === name).length;
  const count = () =>
    alice.events.findLast(({ event }) => event.case === 'count')?.event.value as
      { count: number } | undefined;
  go(15);
  await until(() => count()?.count === 191);
  expect([heard('presence'), heard('stale')]).toEqual([0, 0]);
  go(15);
  await until(() => heard('stale') === 1);
  const { present } = await ask();
  expect(present).toHaveLength(176);
  const before = heard('presence');
  go(1);
  await until(() => heard('presence') === before + 1);
  expect(heard('stale')).toBe(1);
});

test('a revoked device loses its sockets, the others stay', async () => {
  const node = start(new World());
  const laptop = await enter(node, 'alice 1');
  const phone = await enter(node, 'alice 2');
  node.bus.publish({ type: 'revoke', app, device: formatId('dev', 1) });
  expect(await laptop.closed).toBe(4502);
  expect(phone.closeCode).toBeUndefined();
  // The same device logs in again: whether its login is live is asked of the database, not remembered here.
  const again = await enter(node, 'alice 1');
  await again.call('presence.subscribe', { users: [] });
});

for (const listeners of [['alice'], []])
  test(`one who is removed while opening hears nothing, ${listeners.length} others listening`, async () => {
    const world = new World();
    for (const name of ['alice', 'bob']) world.join(idOf(name));
    const node = start(world);
    for (const name of listeners) await enter(node, name);
    let go = () => undefined as void;
    world.before.set('subscribe', new Promise((resolve) => (go = resolve)));
    const bob = await openSocket(node.url);
    const opening = bob.call('session.open', { token: 'bob' });
    await until(() => node.gateway.state.users === listeners.length + 1);
    node.bus.publish(world.leave(idOf('bob')));
    await bob.call('presence.subscribe', { users: [] });
    go();
    await opening;
    world.before.clear();
    const charlie = await enter(node, 'charlie');
    await charlie.call('conversation.join', { conversation: lobby });
    node.bus.publish(world.say('secret'));
    await until(() => texts(charlie.events).includes('secret'));
    await bob.call('presence.subscribe', { users: [] });
    expect(texts(bob.events)).toEqual([]);
  });
