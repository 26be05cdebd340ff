// The SDK against the sync model as a server: connections break, requests and events get lost, and still every client
// ends with what the server has, each message once, in the order in which it was sent.
import { afterEach, describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { Client, type ClientOptions } from '@hubbub/client';
import { OperationError } from '@hubbub/protocol';
import { until } from '../support/until.ts';
import { FakeServer, people } from './fake-server.ts';

const room = 'cnv_0000000000a';
const timings = {
  retryFirstMs: 4,
  retryMostMs: 10,
  holdMs: 3,
  bareJitterMs: 3,
  usersMs: 1,
  markMs: 1,
  requestMs: 2000,
};
const clients: Client[] = [];
const turn = () => new Promise((resolve) => setTimeout(resolve, 0));

function clientOf(server: FakeServer, who: number, options: ClientOptions = {}): Client {
  const token = people[who] ?? '';
  const client = new Client({
    url: 'http://model',
    token,
    WebSocket: server.WebSocket,
    timings,
    ...options,
  });
  clients.push(client);
  return client;
}

afterEach(() => {
  for (const client of clients.splice(0)) client.close();
});

function roomWith(members: readonly number[]): FakeServer {
  const server = new FakeServer();
  for (const [i, who] of members.entries()) {
    const user = people[who]!;
    if (i === 0) server.model.create(user, room, true);
    else server.model.join(user, room);
  }
  return server;
}

const shownSeqs = (client: Client) =>
  client.state.conversation(room)?.messages.map((row) => row.seq);
const shownTexts = (client: Client) =>
  client.state.conversation(room)?.messages.map((row) => row.clientMsgId);

function isWhole(server: FakeServer, client: Client): boolean {
  const stream = server.model.streams.get(room)!;
  const view = client.state.conversation(room);
  return (
    view?.pending.length === 0 &&
    view.conversation.seq === stream.seq &&
    view.conversation.version === stream.version
  );
}

describe.each(['json', 'proto'] as const)('over %s', (codec) => {
  test('two people talk; the other device of one sees it too', async () => {
    const server = roomWith([0, 1]);
    const [alice, phone, bob] = [0, 0, 1].map((who) => clientOf(server, who, { codec })) as [
      Client,
      Client,
      Client,
    ];
    await Promise.all([alice.connect(), phone.connect(), bob.connect()]);
    const one = alice.send(room, 'hello');
    expect(alice.state.conversation(room)?.pending).toEqual([one]);
    await until(() => [alice, phone, bob].every((client) => isWhole(server, client)));
    bob.send(room, 'hi');
    await until(() => [alice, phone, bob].every((client) => shownSeqs(client)?.length === 2));
    expect(alice.state.conversation(room)).toMatchObject({ unread: 1, atStart: true });
    alice.markRead(room, 2);
    expect(alice.state.inbox()[0]?.unread).toBe(0);
    await until(() => phone.state.conversation(room)?.unread === 0);
    await until(() => alice.state.user(people[1]!)?.username === people[1]);
  });

  test('everything converges, once and in order, whatever breaks', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer(),
        fc.array(fc.nat(99), { minLength: 10, maxLength: 60, size: 'max' }),
        async (seed, steps) => {
          await survives({ codec, seed, steps });
        },
      ),
      { numRuns: 15, endOnFailure: true },
    );
  }, 60_000);
});

async function survives({
  codec,
  seed,
  steps,
}: {
  codec: 'json' | 'proto';
  seed: number;
  steps: number[];
}): Promise<void> {
  const server = roomWith([0, 1]);
  let state = seed >>> 0;
  const chance = (percent: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 8) % 100 < percent;
  };
  server.mishap = () =>
    chance(5) ? 'before' : chance(5) ? 'after' : chance(5) ? 'refuse' : undefined;
  server.losesEvent = () => chance(10);
  const all = [0, 0, 1].map((who) => clientOf(server, who, { codec }));
  await Promise.all(all.map((client) => client.connect()));
  const sent = all.map((): string[] => []);
  for (const step of steps) {
    const who = step % all.length;
    if (step < 80) sent[who]!.push(all[who]!.send(room, 'x').clientMsgId);
    else if (step < 90) server.drop();
    else await turn();
  }
  await until(() => all.every((client) => client.state.conversation(room)?.pending.length === 0));
  server.mishap = () => undefined;
  server.losesEvent = () => false;
  server.drop();
  const total = sent.flat().length;
  await until(() => all.every((client) => isWhole(server, client)), {
    what: 'every client to be whole',
  });
  const stored = [...server.model.streams.get(room)!.messages.values()].map(
    (row) => row.clientMsgId,
  );
  expect(stored.length).toBe(total);
  for (const mine of sent) expect(stored.filter((id) => mine.includes(id))).toEqual(mine);
  for (const client of all) {
    const texts = shownTexts(client)!;
    expect(texts).toEqual(stored.slice(stored.length - texts.length));
    client.close();
  }
}

test('a listener that fails while a connection opens fails connect(), and the next socket tries again', async () => {
  const server = roomWith([0]);
  const client = clientOf(server, 0);
  let failures = 0;
  client.on('status', (status) => {
    if (status === 'online' && ++failures === 1) throw new Error('a bug of the page');
  });
  const failure = await client.connect().catch((error: unknown) => error);
  expect(failure).toMatchObject({ reason: 'BUG' });
  await until(() => failures === 2 && client.status === 'online');
});

test('a wrong token is refused and stays refused', async () => {
  const client = clientOf(new FakeServer(), 0, { token: 'nobody' });
  const seen: string[] = [];
  client.on('status', (status) => seen.push(status));
  const refusal = await client.connect().catch((error: unknown) => error);
  expect(refusal).toMatchObject({ code: 'UNAUTHENTICATED', reason: 'TOKEN' });
  expect(seen).toEqual(['connecting', 'refused']);
});

test('a close code of 4500 and more ends it', async () => {
  const server = roomWith([0]);
  const client = clientOf(server, 0);
  await client.connect();
  server.drop(4502);
  await until(() => client.status === 'refused');
});

test('a login that ended by one on another device says so, and does not come back', async () => {
  const server = roomWith([0]);
  const client = clientOf(server, 0);
  const seen: string[] = [];
  await client.connect();
  client.on('status', (status) => seen.push(status));
  server.drop(4510);
  await until(() => client.status === 'refused');
  expect(client.refusal).toBe('REPLACED');
  expect(seen).toEqual(['refused']);
});

test('a client that is closed while a refused pull waits stays closed', async () => {
  const server = roomWith([0]);
  const holdMs = 30;
  const client = clientOf(server, 0, { timings: { ...timings, holdMs } });
  const seen: string[] = [];
  client.on('status', (status) => seen.push(status));
  server.model.pull = () => {
    throw new OperationError('BUSY');
  };
  const failure = client.connect().catch((error: unknown) => error);
  await until(() => server.counts.get('sync.pull') === 1);
  await turn();
  client.close();
  expect(await failure).toMatchObject({ message: 'The client was closed.' });
  // As long as the pause, and begun after it.
  await new Promise((resolve) => setTimeout(resolve, holdMs));
  await turn();
  expect(seen).toEqual(['connecting', 'offline']);
  expect(server.counts.get('sync.pull')).toBe(1);
});

test('history loads backwards to the beginning, and open brings the members', async () => {
  const server = roomWith([0, 1]);
  for (let i = 0; i < 12; i += 1) server.model.send(people[1]!, room, `m${i}`);
  const client = clientOf(server, 0);
  await client.connect();
  expect(shownSeqs(client)).toEqual([12]);
  await client.open(room);
  expect(shownSeqs(client)).toEqual([8, 9, 10, 11, 12]);
  expect(client.state.conversation(room)?.members.length).toBe(2);
  while (await client.loadOlder(room)) expect(client.state.conversation(room)?.atStart).toBe(false);
  expect(shownSeqs(client)).toEqual(Array.from({ length: 12 }, (_, i) => i + 1));
  expect(client.state.conversation(room)?.atStart).toBe(true);
});

test('joining from another device shows the room; leaving takes it away', async () => {
  const server = roomWith([1]);
  const [here, there] = [clientOf(server, 0), clientOf(server, 0)];
  await Promise.all([here.connect(), there.connect()]);
  await here.call('conversation.join', { conversation: room });
  expect(here.state.conversation(room)).toBeDefined();
  await until(() => there.state.conversation(room) !== undefined);
  await here.call('conversation.leave', { conversation: room });
  expect(here.state.inbox()).toEqual([]);
  await until(() => there.state.inbox().length === 0);
});

test('another epoch drops everything and pulls it anew', async () => {
  const server = roomWith([0]);
  for (const text of ['a', 'b']) server.model.send(people[0]!, room, text);
  const client = clientOf(server, 0);
  await client.connect();
  await client.open(room);
  expect(shownTexts(client)).toEqual(['a', 'b']);
  // Another history that has come to the same version.
  server.model.restore([room]);
  server.model.create(people[0]!, room, true);
  for (const text of ['c', 'd']) server.model.send(people[0]!, room, text);
  server.drop(4003);
  await until(() => client.status === 'online' && shownTexts(client)?.join() === 'd');
});

test('a lost event is pulled when the next one shows the gap; a late one needs no pull', async () => {
  const server = roomWith([0, 1]);
  const client = clientOf(server, 0, { timings: { ...timings, holdMs: 100 } });
  await client.connect();
  await client.open(room);
  const before = server.counts.get('sync.pull') ?? 0;
  server.losesEvent = () => true;
  server.commit(server.model.send(people[1]!, room, 'lost'));
  server.losesEvent = () => false;
  server.commit(server.model.send(people[1]!, room, 'next'));
  await until(() => shownTexts(client)?.join() === 'lost,next');
  expect(server.counts.get('sync.pull')).toBe(before + 1);
  const late = server.model.send(people[1]!, room, 'late');
  server.commit(server.model.send(people[1]!, room, 'early'));
  setTimeout(() => server.commit(late), 10);
  await until(() => shownTexts(client)?.join() === 'lost,next,late,early');
  expect(server.counts.get('sync.pull')).toBe(before + 1);
  expect(server.counts.get('session.open')).toBe(1);
});

test('what waits to be sent survives a reload', async () => {
  const server = roomWith([0]);
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
  const before = clientOf(server, 0, { storage });
  await before.connect();
  server.mishap = (op) => (op === 'message.send' ? 'before' : undefined);
  const { clientMsgId } = before.send(room, 'later');
  await until(() => server.counts.get('session.open')! > 1);
  before.close();
  server.mishap = () => undefined;
  const after = clientOf(server, 0, { storage });
  await after.connect();
  await until(() => isWhole(server, after));
  expect(shownTexts(after)).toEqual([clientMsgId]);
  expect(JSON.parse(kept.get(`hubbub.pending.${people[0]}`)!)).toEqual([]);
});

test('a message that is not wanted fails, and can be discarded or tried again', async () => {
  const server = roomWith([0, 1]);
  const client = clientOf(server, 0);
  await client.connect();
  server.model.leave(people[0]!, room);
  const { clientMsgId } = client.send(room, 'too late');
  const pending = () => client.state.conversation(room)?.pending ?? [];
  await until(() => pending()[0]?.status === 'failed');
  expect(pending()[0]?.error?.reason).toBe('NOT_A_MEMBER');
  server.model.join(people[0]!, room);
  client.retry(room, clientMsgId);
  await until(() => server.model.streams.get(room)!.seq === 1);
});

test('snapshots stay the same reference until something changed', async () => {
  const server = roomWith([0]);
  const client = clientOf(server, 0);
  await client.connect();
  const [inbox, view] = [client.state.inbox(), client.state.conversation(room)];
  expect(client.state.inbox()).toBe(inbox);
  expect(client.state.conversation(room)).toBe(view);
  let told = 0;
  client.state.subscribe(`conversation:${room}`, () => (told += 1));
  client.send(room, 'x');
  expect(client.state.conversation(room)).not.toBe(view);
  expect(view?.pending).toEqual([]);
  await until(() => told > 1 && isWhole(server, client));
});
