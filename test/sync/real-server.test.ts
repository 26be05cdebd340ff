// The SDK against the real server: sockets break at random, the server is killed in the middle, and everything converges.
import { afterEach, describe, expect, test } from 'bun:test';
import { Client, textOf, type ClientOptions } from '@hubbub/client';
import {
  spawnServer,
  startServer,
  type ServerProcess,
  type TestServer,
} from '../support/server.ts';
import { until } from '../support/until.ts';

const timings = { retryFirstMs: 20, retryMostMs: 200, holdMs: 30, markMs: 5, connectMs: 2000 };
const password = 'correct horse battery';
const closers: (() => unknown)[] = [];
const turn = () => new Promise((resolve) => setTimeout(resolve, 0));

afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

/** Sockets that a test can break as a network would: without a word. */
class BreakableSockets {
  readonly open = new Set<WebSocket>();
  get WebSocket(): typeof WebSocket {
    const { open } = this;
    return class extends WebSocket {
      constructor(url: string | URL, protocols?: string | string[]) {
        super(url, protocols);
        open.add(this);
        this.addEventListener('close', () => open.delete(this));
      }
    };
  }
  break(): void {
    // Bun: no close frame, the other side finds out by itself.
    for (const socket of this.open) (socket as WebSocket & { terminate(): void }).terminate();
  }
}

async function serverOf(start: () => Promise<TestServer>): Promise<TestServer> {
  const server = await start();
  closers.push(() => server.stop());
  return server;
}

async function person(url: string, username: string, options: ClientOptions = {}): Promise<Client> {
  const client = new Client({ url, timings, ...options });
  closers.push(() => client.close());
  await client.signUp({ username, password });
  await client.connect();
  return client;
}

async function otherDevice(
  url: string,
  username: string,
  options: ClientOptions = {},
): Promise<Client> {
  const client = new Client({ url, timings, ...options });
  closers.push(() => client.close());
  await client.logIn({ username, password });
  await client.connect();
  return client;
}

async function makeRoom(client: Client, title = 'lobby'): Promise<string> {
  const { conversation } = await client.call('conversation.create', { kind: 3, title });
  return conversation!.id;
}

const texts = (client: Client, room: string) =>
  client.state.conversation(room)?.messages.map(textOf) ?? [];
const isIdle = (client: Client, room: string) =>
  client.state.conversation(room)?.pending.length === 0;

describe.each(['json', 'proto'] as const)('over %s', (codec) => {
  test('create, find, join, talk, direct, leave', async () => {
    const { url } = await serverOf(startServer);
    const alice = await person(url, 'alice', { codec });
    const bob = await person(url, 'bob', { codec });
    const tablet = await otherDevice(url, 'bob', { codec });
    const room = await makeRoom(alice);
    const found = await bob.call('conversation.list', { kind: 3, query: 'lob' });
    expect(found.conversations.map(({ id }) => id)).toEqual([room]);
    await bob.call('conversation.join', { conversation: room });
    await until(() => tablet.state.conversation(room) !== undefined);
    await until(() => alice.state.conversation(room)?.conversation.memberCount === 2);
    alice.send(room, 'hello 😀\n\u0000');
    bob.send(room, 'hi');
    for (const client of [alice, bob, tablet])
      await until(() => texts(client, room).length === 2 && isIdle(client, room));
    expect(texts(bob, room).toSorted()).toEqual(['hello 😀\n\u0000', 'hi']);
    const direct = await alice.call('conversation.direct', { user: bob.user!.id });
    const id = direct.conversation!.id;
    expect(bob.state.conversation(id)).toBeUndefined();
    alice.send(id, 'psst');
    await until(() => texts(bob, id).length === 1 && texts(tablet, id).length === 1);
    expect(tablet.state.conversation(id)?.unread).toBe(1);
    bob.markRead(id, 1);
    await until(() => tablet.state.conversation(id)?.unread === 0);
    await bob.call('conversation.leave', { conversation: room });
    await until(() => tablet.state.conversation(room) === undefined);
    expect(bob.state.conversation(room)).toBeUndefined();
    await until(() => alice.state.conversation(room)?.conversation.memberCount === 1);
  });

  test('sockets break again and again: nothing lost, nothing twice, in order', async () => {
    const { url } = await serverOf(startServer);
    const sockets = new BreakableSockets();
    const options = { codec, WebSocket: sockets.WebSocket };
    const alice = await person(url, 'alice', options);
    const bob = await person(url, 'bob', options);
    const room = await makeRoom(alice);
    await bob.call('conversation.join', { conversation: room });
    const sent = { alice: [] as string[], bob: [] as string[] };
    for (let i = 0; i < 60; i += 1) {
      const [who, name] = i % 3 === 0 ? ([bob, 'bob'] as const) : ([alice, 'alice'] as const);
      who.send(room, `${name} ${i}`);
      sent[name].push(`${name} ${i}`);
      if (i % 13 === 5) sockets.break();
      if (i % 4 === 0) await turn();
    }
    await converges([alice, bob], room, sent);
  });
});

async function converges(
  clients: Client[],
  room: string,
  sent: Record<string, string[]>,
): Promise<void> {
  const total = Object.values(sent).flat().length;
  for (const client of clients) {
    await until(
      () => isIdle(client, room) && client.state.conversation(room)?.conversation.seq === total,
      {
        timeoutMs: 15_000,
        what: 'all to be sent',
      },
    );
    while (await client.loadOlder(room));
    await until(() => texts(client, room).length === total);
  }
  const [first, ...others] = clients.map((client) => texts(client, room));
  for (const other of others) expect(other).toEqual(first!);
  for (const [name, mine] of Object.entries(sent))
    expect(first!.filter((text) => text.startsWith(name))).toEqual(mine);
}

test('kill -9 in the middle: what was waiting is sent, each message once', async () => {
  let server: ServerProcess = await spawnServer();
  const { url, port, data } = server;
  closers.push(() => server.stop());
  const alice = await person(url, 'alice');
  const bob = await person(url, 'bob', { codec: 'proto' });
  const room = await makeRoom(alice);
  await bob.call('conversation.join', { conversation: room });
  const sent = { alice: [] as string[], bob: [] as string[] };
  for (let i = 0; i < 40; i += 1) {
    const [who, name] = i % 2 === 0 ? ([bob, 'bob'] as const) : ([alice, 'alice'] as const);
    who.send(room, `${name} ${i}`);
    sent[name].push(`${name} ${i}`);
    if (i === 20) await server.kill();
    if (i === 30) server = await spawnServer({ port, data });
    await turn();
  }
  await converges([alice, bob], room, sent);
}, 30_000);

test('logging out elsewhere refuses the socket; history and members of an old room are there', async () => {
  const { url } = await serverOf(startServer);
  const alice = await person(url, 'alice');
  const room = await makeRoom(alice);
  for (let i = 0; i < 120; i += 1) alice.send(room, `m${i}`);
  await until(() => isIdle(alice, room) && texts(alice, room).length === 120, {
    timeoutMs: 10_000,
  });
  const phone = await otherDevice(url, 'alice');
  expect(texts(phone, room)).toEqual(['m119']);
  await phone.open(room);
  expect(texts(phone, room).length).toBe(50);
  expect(phone.state.conversation(room)).toMatchObject({
    unread: 0,
    members: [{ user: alice.user!.id }],
  });
  while (await phone.loadOlder(room));
  expect(texts(phone, room).length).toBe(120);
  expect(phone.state.conversation(room)?.atStart).toBe(true);
  const { devices } = await alice.call('device.list', {});
  const other = devices.find((device) => !device.current);
  await alice.call('device.revoke', { device: other!.id });
  await until(() => phone.status === 'refused');
  const refusal = await phone.connect().catch((error: unknown) => error);
  expect(refusal).toMatchObject({ code: 'UNAUTHENTICATED' });
});
