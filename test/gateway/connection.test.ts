import { afterEach, expect, test } from 'bun:test';
import { connect } from 'node:net';
import { comesBack, OperationError } from '@hubbub/protocol';
import { openSocket, type RawSocket } from '../support/socket.ts';
import { until } from '../support/until.ts';
import { idOf, lobby, startNode, World, type Node } from './rig.ts';

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

async function enter(node: Node, name: string): Promise<RawSocket> {
  const socket = await openSocket(node.url);
  await socket.call('session.open', { token: name });
  return socket;
}

function send(socket: RawSocket, text: string) {
  return socket.call('message.send', {
    conversation: lobby,
    clientMsgId: text,
    content: { case: 'text', value: text },
  });
}

function reasonOf(answer: Promise<unknown>): Promise<string> {
  return answer.then(
    () => 'OK',
    (error: OperationError) => error.reason,
  );
}

async function upgrade(node: Node, headers: Record<string, string>): Promise<number> {
  const response = await fetch(node.url.replace('ws', 'http'), {
    headers: {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
      'sec-websocket-protocol': 'hubbub.json',
      ...headers,
    },
  });
  await response.body?.cancel();
  return response.status;
}

test('only listed pages get a socket, before the upgrade', async () => {
  const node = start(new World(), { origins: ['https://chat.example.com'] });
  const refused = [
    'null',
    'https://chat.example.com.evil.net',
    'https://evil-chat.example.com',
    'http://chat.example.com',
    'https://chat.example.com:8443',
    'https://CHAT.example.com.',
    'https://xn--chat.example.com',
    `http://127.0.0.1:${node.port}`,
    'file://',
  ];
  for (const origin of refused)
    expect([origin, await upgrade(node, { origin })]).toEqual([origin, 403]);
  expect(await upgrade(node, { origin: 'https://chat.example.com' })).toBe(101);
});

test('without a list, a page of another name that points here is refused', async () => {
  const node = start(new World());
  expect(await upgrade(node, { origin: `http://127.0.0.1:${node.port}` })).toBe(101);
  expect(
    await upgrade(node, {
      origin: `http://rebound.example:${node.port}`,
      host: `rebound.example:${node.port}`,
    }),
  ).toBe(403);
});

test('a socket names its subprotocol', async () => {
  const node = start(new World());
  expect(await upgrade(node, { 'sec-websocket-protocol': 'chat, superchat' })).toBe(400);
});

test('who does not log in is closed', async () => {
  const node = start(new World(), { limits: { loginMs: 100 } });
  const socket = await openSocket(node.url);
  expect(await reasonOf(send(socket, 'too early'))).toBe('NOT_LOGGED_IN');
  expect(await socket.closed).toBe(4006);
});

for (const reason of ['STORAGE', 'CAPACITY', 'DEADLINE'] as const)
  test(`a socket whose opening fails with ${reason} half way does not stay`, async () => {
    const world = new World();
    const node = start(world, { timeLimitMs: reason === 'DEADLINE' ? 50 : 30_000 });
    let fail = (_error: Error) => undefined as void;
    world.before.set('subscribe', new Promise((_, reject) => (fail = reject)));
    const socket = await openSocket(node.url);
    const opening = reasonOf(socket.call('session.open', { token: 'alice' }));
    await until(() => node.gateway.state.users === 1);
    if (reason !== 'DEADLINE') fail(new OperationError(reason));
    expect(await opening).toBe(reason);
    expect(comesBack((await socket.closed) ?? 0)).toBe(reason !== 'CAPACITY');
    expect(node.gateway.state.users).toBe(0);
    fail(new OperationError('STORAGE'));
  });

test('opening a socket twice is refused and harmless', async () => {
  const node = start(new World());
  const alice = await enter(node, 'alice');
  expect(await reasonOf(alice.call('session.open', { token: 'alice' }))).toBe('KIND');
  expect(await reasonOf(alice.call('session.open', { token: 'x'.repeat(5000) }))).toBe('FIELD');
  await alice.call('presence.subscribe', { users: [] });
});

test('a wrong token is answered, then the socket ends', async () => {
  const node = start(new World());
  const socket = await openSocket(node.url);
  expect(await reasonOf(socket.call('session.open', { token: '' }))).toBe('TOKEN');
  expect(await socket.closed).toBe(4501);
});

test('a peer that answers no ping is dropped, one that does stays', async () => {
  const node = start(new World(), { limits: { pingEveryMs: 50, pongMs: 200, loginMs: 60_000 } });
  const alive = await openSocket(node.url);
  const dead = connect(node.port, '127.0.0.1');
  dead.write(
    'GET /v1/socket HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n' +
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: hubbub.json\r\n\r\n',
  );
  dead.on('error', () => undefined);
  let gone = false;
  dead.on('close', () => (gone = true));
  dead.resume();
  await until(() => gone);
  expect(node.closes).toEqual(['DEAD']);
  expect(alive.closeCode).toBeUndefined();
});

test('writes keep the order in which they came, though the first waits', async () => {
  const world = new World();
  world.join(idOf('alice'));
  const node = start(world);
  const alice = await enter(node, 'alice');
  let go = () => undefined as void;
  world.before.set('first', new Promise((resolve) => (go = resolve)));
  const answers: string[] = [];
  const sent = ['first', 'second', 'third'].map((text) =>
    send(alice, text).then(() => answers.push(text)),
  );
  // An operation outside the lane overtakes.
  await alice.call('presence.subscribe', { users: [idOf('bob')] });
  expect(answers).toEqual([]);
  go();
  await Promise.all(sent);
  expect(answers).toEqual(['first', 'second', 'third']);
  const said = world.log
    .get(lobby)
    ?.flatMap(({ change }) => change.messages.map((one) => one.content.value));
  expect(said).toEqual(['first', 'second', 'third']);
});

test('what stands behind a write that was refused retryably is refused too, and a resend in order is taken', async () => {
  const world = new World();
  world.join(idOf('alice'));
  const node = start(world);
  const alice = await enter(node, 'alice');
  world.failNext = new OperationError('STORAGE');
  const answers = await Promise.all(
    ['fail', 'two', 'three'].map((text) => reasonOf(send(alice, text))),
  );
  expect(answers).toEqual(['STORAGE', 'BEHIND_FAILED', 'BEHIND_FAILED']);
  world.failNext = undefined;
  expect(
    await Promise.all(['fail', 'two', 'three'].map((text) => reasonOf(send(alice, text)))),
  ).toEqual(['OK', 'OK', 'OK']);
});

test('one refused for good stops nobody', async () => {
  const world = new World();
  world.join(idOf('alice'));
  const node = start(world);
  const alice = await enter(node, 'alice');
  world.failNext = new OperationError('ROLE');
  expect(await Promise.all(['fail', 'two'].map((text) => reasonOf(send(alice, text))))).toEqual([
    'ROLE',
    'OK',
  ]);
});

test('past the rate a caller is told when to come back, and then is served', async () => {
  const world = new World();
  world.join(idOf('alice'));
  const node = start(world, { rate: { perSecond: 5, burst: 5 } });
  const alice = await enter(node, 'alice');
  const answers = await Promise.all(
    Array.from({ length: 30 }, (_, i) => reasonOf(send(alice, `${i}`))),
  );
  expect(answers.filter((answer) => answer === 'OK')).toHaveLength(10);
  expect(new Set(answers.slice(10))).toEqual(new Set(['RATE', 'BEHIND_FAILED']));
  await until(async () => (await reasonOf(send(alice, 'again'))) === 'OK');
});

test('more than 64 in flight are refused, an id in use too', async () => {
  const world = new World();
  world.join(idOf('alice'));
  const node = start(world);
  const alice = await enter(node, 'alice');
  let go = () => undefined as void;
  world.before.set('wait', new Promise((resolve) => (go = resolve)));
  const waiting = Array.from({ length: 70 }, () => reasonOf(send(alice, 'wait')));
  // The refused wait in their lane for those before them to be answered.
  await until(() => node.dispatch.inFlight === 70);
  go();
  const answers = await Promise.all(waiting);
  expect(answers.slice(0, 64)).toEqual(Array<string>(64).fill('OK'));
  expect(answers.slice(64)).toEqual(Array<string>(6).fill('IN_FLIGHT'));
});

test('a bug is answered with an incident and logged once; the process goes on', async () => {
  const world = new World();
  world.join(idOf('alice'));
  const node = start(world);
  const alice = await enter(node, 'alice');
  const error = (await send(alice, 'bug').catch((thrown: unknown) => thrown)) as OperationError;
  expect(error).toMatchObject({ code: 'INTERNAL', reason: 'BUG' });
  expect(error.message).not.toContain('secret');
  expect(node.reports).toHaveLength(1);
  expect(node.reports[0]).toMatchObject({ incident: error.incident });
  expect(await reasonOf(send(alice, 'still here'))).toBe('OK');
});

test('an operation that takes too long is answered, and what it commits is delivered all the same', async () => {
  const world = new World();
  for (const name of ['alice', 'bob']) world.join(idOf(name));
  const node = start(world, { timeLimitMs: 100 });
  const [alice, bob] = [await enter(node, 'alice'), await enter(node, 'bob')];
  let go = () => undefined as void;
  world.before.set('slow', new Promise((resolve) => (go = resolve)));
  expect(await reasonOf(send(alice, 'slow'))).toBe('DEADLINE');
  go();
  await bob.until(({ event }) => event.case === 'change' && event.value.messages.length > 0);
});

test('a user has at most so many sockets, and logged-in ones free their address’s places', async () => {
  const node = start(new World(), { limits: { mostSocketsPerUser: 2, waitingPerAddress: 1 } });
  await enter(node, 'alice');
  await enter(node, 'alice');
  const third = await openSocket(node.url);
  expect(await reasonOf(third.call('session.open', { token: 'alice' }))).toBe('CAPACITY');
  expect(await third.closed).toBe(4506);
  const idle = await openSocket(node.url);
  expect(await upgrade(node, {})).toBe(503);
  idle.close();
});

test('a login that has ended is found though its revocation was lost', async () => {
  const world = new World();
  const node = start(world, { limits: { recheckMs: 20 } });
  const alice = await enter(node, 'alice');
  world.livingDevices.clear();
  expect(await alice.closed).toBe(4502);
});
