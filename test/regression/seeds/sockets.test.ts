// Sockets come and go in every order; nobody is lost, doubled or left behind.
import { afterAll, beforeAll, expect, test } from 'bun:test';
import { openSocket, startServer, type TestServer } from '../../support/server.ts';
import { until } from '../../support/until.ts';
import {
  enter,
  good,
  heard,
  makeRoom,
  metric,
  post,
  refused,
  say,
  settle,
  type Person,
} from './cast.ts';
import { textIn } from '../../e2e/account/http.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

async function logIn(username: string, key: string): Promise<Person> {
  const { body } = await post(`${server.url}/hubbub.v1.AccountService/LogIn`, {
    username,
    password: good,
    device: { key },
  });
  const token = textIn(body, 'token');
  const socket = await openSocket(server.socketUrl);
  const { user } = await socket.call('session.open', { token });
  return { id: user?.id ?? '', token, device: textIn(body, 'device'), socket };
}

test('K8 a socket that is ended from both sides and for several reasons at once ends once', async () => {
  const alice = await enter(server, 'k8-alice');
  for (let i = 0; i < 30; i += 1) {
    const socket = await openSocket(server.socketUrl);
    await socket.call('session.open', { token: alice.token });
    socket.ws.send('{');
    socket.ws.send('{');
    if (i % 2 === 0) socket.ws.close();
    if (i % 3 === 0) (socket.ws as unknown as { terminate(): void }).terminate();
    await socket.closed;
  }
  await settle(alice);
  alice.socket.close();
});

test('K11 K12 K47 what one socket sends back to back, the join included, is done in that order, each under its sender', async () => {
  const alice = await enter(server, 'k12-alice');
  const room = await makeRoom(alice);
  const bob = await enter(server, 'k12-bob');
  const joined = bob.socket.post('conversation.join', { conversation: room });
  const said = Array.from({ length: 50 }, (_, i) => say(bob, room, `m${i}`));
  const [, ...answers] = await Promise.all([joined, ...said]);
  expect(answers.map(({ message }) => message?.seq)).toEqual(answers.map((_, i) => i + 1));
  expect(new Set(answers.map(({ message }) => message?.sender))).toEqual(new Set([bob.id]));
  await until(() => heard(alice).length === 50);
  expect(heard(alice)).toEqual(said.map((_, i) => `m${i}`));
  for (const { socket } of [alice, bob]) socket.close();
});

test('K13 K20 K22 sockets that are gone are forgotten, however they went', async () => {
  await until(async () => (await metric(server, 'hubbub_sockets')) === 0);
  const alice = await enter(server, 'k13-alice');
  for (let round = 0; round < 5; round += 1) {
    const sockets = await Promise.all(
      Array.from({ length: 20 }, () => openSocket(server.socketUrl)),
    );
    await Promise.all(
      sockets.slice(0, 10).map((socket) => socket.call('session.open', { token: alice.token })),
    );
    for (const [i, { ws }] of sockets.entries())
      if (i % 2 === 0) ws.close();
      else (ws as unknown as { terminate(): void }).terminate();
    await Promise.all(sockets.map(({ closed }) => closed));
  }
  await until(async () => (await metric(server, 'hubbub_sockets')) === 1);
  alice.socket.close();
  await until(async () => (await metric(server, 'hubbub_users')) === 0);
  expect(await metric(server, 'hubbub_sockets_waiting')).toBe(0);
});

test('K16 what is said in one room is heard in that room only', async () => {
  const alice = await enter(server, 'k16-alice');
  const bob = await enter(server, 'k16-bob');
  const rooms = await Promise.all(
    Array.from({ length: 20 }, (_, i) => makeRoom(alice, `room ${i}`)),
  );
  for (const room of rooms.slice(0, 3))
    await bob.socket.call('conversation.join', { conversation: room });
  await Promise.all(rooms.map((room, i) => say(alice, room, `in ${i}`)));
  await until(() => heard(bob).length >= 3);
  await settle(bob);
  expect(heard(bob).toSorted()).toEqual(['in 0', 'in 1', 'in 2']);
  for (const { socket } of [alice, bob]) socket.close();
});

test('K19 K25 receivers that die in the middle of it take nobody with them', async () => {
  const alice = await enter(server, 'k19-alice');
  const bob = await enter(server, 'k19-bob');
  const room = await makeRoom(alice);
  await bob.socket.call('conversation.join', { conversation: room });
  const charlie = await enter(server, 'k19-charlie');
  await charlie.socket.call('conversation.join', { conversation: room });
  const more = await Promise.all(Array.from({ length: 40 }, () => openSocket(server.socketUrl)));
  await Promise.all(more.map((socket) => socket.call('session.open', { token: charlie.token })));
  const said: Promise<unknown>[] = [];
  for (const [i, { ws }] of more.entries()) {
    said.push(say(alice, room, `m${i}`));
    (ws as unknown as { terminate(): void }).terminate();
  }
  await Promise.all(said);
  await until(() => heard(bob).length === 40);
  expect(heard(bob)).toEqual(more.map((_, i) => `m${i}`));
  for (const { socket } of [alice, bob, charlie]) socket.close();
});

test('K26 K27 devices of one user come and go in any order, and none ends another', async () => {
  const first = await enter(server, 'k26-alice');
  const keys = ['a', 'b', 'c', 'd', 'e'];
  const devices = await Promise.all(keys.map((key) => logIn('k26-alice', key)));
  const room = await makeRoom(first);
  for (const end of [2, 0, 4]) devices[end]?.socket.close();
  const back = await logIn('k26-alice', 'c');
  await say(first, room, 'still here?');
  for (const one of [devices[1], devices[3], back])
    await until(() => heard(one!).includes('still here?'));
  await first.socket.call('device.revoke', { device: devices[1]?.device ?? '' });
  await devices[1]?.socket.closed;
  const another = await openSocket(server.socketUrl);
  await another.call('session.open', { token: devices[3]?.token ?? '' });
  another.close();
  await say(first, room, 'and now?');
  for (const one of [devices[3], back]) await until(() => heard(one!).includes('and now?'));
  for (const { socket } of [first, ...devices, back]) socket.close();
});

test('K28 K29 what was said while one was away is there afterwards, numbered without a gap', async () => {
  const alice = await enter(server, 'k28-alice');
  const bob = await enter(server, 'k28-bob');
  const { conversation } = await alice.socket.call('conversation.direct', { user: bob.id });
  bob.socket.close();
  await bob.socket.closed;
  for (const text of ['one', 'two', 'three']) await say(alice, conversation?.id ?? '', text);
  const back = await logIn('k28-bob', 'phone');
  const { messages } = await back.socket.call('message.history', {
    conversation: conversation?.id ?? '',
  });
  expect(messages.map(({ seq, content }) => [seq, content.value])).toEqual([
    [1, 'one'],
    [2, 'two'],
    [3, 'three'],
  ]);
  for (const { socket } of [alice, back]) socket.close();
});

test('K14 joining what is not there is refused, leaves nothing behind, and the socket goes on', async () => {
  const alice = await enter(server, 'k14-alice');
  for (const conversation of ['cnv_00000000000', 'nonsense', alice.id])
    expect(await refused(alice.socket.call('conversation.join', { conversation }))).toBe('UNKNOWN');
  const { conversations } = await alice.socket.call('conversation.list', { joined: true });
  expect(conversations.filter(({ kind }) => kind === 3)).toEqual([]);
  await settle(alice);
  alice.socket.close();
});

test('K34 creating under one key many times at once makes one room, and nobody’s is overwritten', async () => {
  const alice = await enter(server, 'k34-alice');
  const bob = await enter(server, 'k34-bob');
  const create = ({ socket }: Person) =>
    socket.post('conversation.create', { kind: 3, title: 'mine', clientKey: 'same' });
  const made = await Promise.all(Array.from({ length: 30 }, () => create(alice)));
  const other = await create(bob);
  expect(new Set(made.map(({ conversation }) => conversation?.id)).size).toBe(1);
  expect(made.filter(({ repeated }) => !repeated)).toHaveLength(1);
  expect(other.conversation?.id).not.toBe(made[0]?.conversation?.id);
  for (const { socket } of [alice, bob]) socket.close();
});

test('K60 a private conversation is one of its own: no name, no rename, no third person reaches it', async () => {
  const alice = await enter(server, 'k60-alice');
  const bob = await enter(server, 'k60-bob');
  const eve = await enter(server, 'k60-eve');
  const { conversation } = await alice.socket.call('conversation.direct', { user: bob.id });
  const direct = conversation?.id ?? '';
  await say(alice, direct, 'between us');
  await until(() => heard(bob).includes('between us'));
  await settle(eve);
  expect(eve.socket.events).toEqual([]);
  for (const op of ['conversation.get', 'conversation.join', 'message.history'] as const)
    expect(await refused(eve.socket.call(op, { conversation: direct }))).toBe('UNKNOWN');
  for (const { socket } of [alice, bob, eve]) socket.close();
});

test('K65 lists are paged and show only what the caller may know', async () => {
  const alice = await enter(server, 'k65-alice');
  const bob = await enter(server, 'k65-bob');
  await bob.socket.call('conversation.direct', { user: alice.id });
  expect(await refused(alice.socket.call('conversation.list', { limit: 101 }))).toBe('FIELD');
  const { conversations, next } = await alice.socket.call('conversation.list', { limit: 2 });
  expect(conversations).toHaveLength(2);
  expect(next).not.toBe('');
  expect(new Set(conversations.map(({ kind }) => kind))).toEqual(new Set([3]));
  for (const { socket } of [alice, bob]) socket.close();
});
