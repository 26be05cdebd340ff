// What an SDK keeps across restarts: shown before there is a connection, then what the server holds, and nobody else's ever.
import { afterEach, expect, test } from 'bun:test';
import { Client, type ClientOptions } from '@hubbub/client';
import { Keeper, memoryRecords, type OpenRecords, type RecordStore } from '@hubbub/client/archive';
import { closes } from '@hubbub/protocol';
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
};
const clients: Client[] = [];

afterEach(() => {
  for (const client of clients.splice(0)) client.close();
});

/** One installation: what it stores outlives its clients, each of them a tab. */
function installation(server: FakeServer, most = 100) {
  let isFull = false;
  const stored = new Map<string, string>();
  const storage = {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
    removeItem: (key: string) => void stored.delete(key),
  };
  const stores = memoryRecords();
  const records: OpenRecords = (user) => {
    const store = stores(user);
    const write: RecordStore['write'] = (put, removed) =>
      isFull && put.size > 0 ? Promise.reject(new Error('full')) : store.write(put, removed);
    return { ...store, write };
  };
  const keeperOptions = { records, storage, mostMessages: most, pauseMs: 1 };
  const start = (who: number, options: ClientOptions = {}): Client => {
    const token = people[who] ?? '';
    const archive = () => Promise.resolve(new Keeper(keeperOptions));
    const made = { url: 'http://model', token, WebSocket: server.WebSocket, timings };
    const client = new Client({ ...made, storage, archive, ...options });
    clients.push(client);
    return client;
  };
  const held = async (who: number) => [...(await records(people[who] ?? '').read()).keys()];
  const fill = () => void (isFull = true);
  return { start, held, records, fill };
}

const shown = (client: Client) =>
  client.state.conversation(room)?.messages.map((row) => row.clientMsgId) ?? [];

/** A room of the first two in which the first has said this much, and the second's installation that has seen it. */
async function seen(count: number, most = 100) {
  const server = new FakeServer();
  server.model.create(people[0]!, room, true);
  server.model.join(people[1]!, room);
  const device = installation(server, most);
  const client = device.start(1);
  await client.connect();
  for (let i = 1; i <= count; i += 1) server.commit(server.model.send(people[0]!, room, `m${i}`));
  await until(() => shown(client).length === count);
  const isKept = async () => {
    const record = (await device.records(people[1]!).read()).get(`conversation ${room}`);
    const { replica } = (record ?? { replica: { head: {} } }) as {
      replica: { head: { seq?: number } };
    };
    return replica.head.seq === count;
  };
  await until(isKept, { what: 'everything to be kept' });
  return { server, device, client };
}

test('what was seen is there without a connection, and then what came since', async () => {
  const { server, device, client } = await seen(8, 5);
  client.close();
  server.commit(server.model.send(people[0]!, room, 'm9'));
  const again = device.start(1);
  const user = await again.restore();
  expect(user?.id).toBe(people[1]!);
  // The newest five, and eight of them are still unread.
  expect(shown(again)).toEqual(['m4', 'm5', 'm6', 'm7', 'm8']);
  expect(again.state.inbox()[0]?.unread).toBe(8);
  expect(again.state.user(people[1]!)?.username).toBe(people[1]!);
  const pulls = server.counts.get('sync.pull') ?? 0;
  await again.connect();
  expect(shown(again)).toEqual(['m4', 'm5', 'm6', 'm7', 'm8', 'm9']);
  expect(again.state.inbox()[0]?.unread).toBe(9);
  expect((server.counts.get('sync.pull') ?? 0) - pulls).toBe(1);
});

test('what was written without a connection is sent once, under its key', async () => {
  const { server, device, client } = await seen(1);
  client.close();
  const offline = device.start(1);
  await offline.restore();
  const { clientMsgId } = offline.send(room, 'from the tunnel');
  expect(offline.state.conversation(room)?.pending.map(({ text }) => text)).toEqual([
    'from the tunnel',
  ]);
  offline.close();
  const again = device.start(1);
  await again.restore();
  expect(again.state.conversation(room)?.pending.map((one) => one.clientMsgId)).toEqual([
    clientMsgId,
  ]);
  await again.connect();
  await until(() => again.state.conversation(room)?.pending.length === 0);
  expect(shown(again).filter((id) => id === clientMsgId)).toHaveLength(1);
  const third = device.start(1);
  await third.connect();
  await third.open(room);
  expect(shown(third).filter((id) => id === clientMsgId)).toHaveLength(1);
  expect(server.model.streams.get(room)?.seq).toBe(2);
});

test('another epoch drops it all', async () => {
  const { server, device, client } = await seen(3);
  client.close();
  server.model.restore([room]);
  const again = device.start(1);
  await again.restore();
  expect(shown(again)).toEqual(['m1', 'm2', 'm3']);
  await again.connect();
  const real = server.model.streams.get(room);
  expect(again.state.conversation(room)?.conversation.version).toBe(real?.version);
  await until(async () => {
    const front = (await device.records(people[1]!).read()).get('front') as { epoch: string };
    return front.epoch === server.model.epoch;
  });
});

test('what a tab has written of another epoch is not mixed in', async () => {
  const { device, client } = await seen(3);
  client.close();
  const records = device.records(people[1]!);
  const held = (await records.read()).get('front') as object;
  await records.write(new Map([['front', { ...held, epoch: 'a new one' }]]), []);
  const again = device.start(1);
  await again.restore();
  expect(again.state.inbox()).toEqual([]);
});

test('who logs in next sees nothing of it, and logging out leaves nothing', async () => {
  const { device, client } = await seen(3);
  client.close();
  const other = device.start(2);
  await other.restore();
  expect(shown(other)).toEqual(['m1', 'm2', 'm3']);
  await other.connect();
  expect(other.user?.id).toBe(people[2]!);
  expect(other.state.inbox()).toEqual([]);
  await until(async () => (await device.held(1)).length === 0, { what: 'the first to be gone' });
  await until(async () => (await device.held(2)).length > 0);
  const next = device.start(2);
  expect((await next.restore())?.id).toBe(people[2]!);
  expect(next.state.inbox()).toEqual([]);
  // There is no HTTP in the model: ending the login fails there, and what is here is gone all the same.
  await next.logOut().catch(() => undefined);
  await until(async () => (await device.held(2)).length === 0);
  expect(await device.start(2).restore()).toBeUndefined();
});

test('a login that the server has ended leaves nothing', async () => {
  const { device, client } = await seen(3);
  client.close();
  const again = device.start(1, { token: 'ended' });
  await again.restore();
  expect(shown(again)).toHaveLength(3);
  expect(
    await again.connect().then(
      () => '',
      (error: { reason: string }) => error.reason,
    ),
  ).toBe('TOKEN');
  await until(async () => (await device.held(1)).length === 0);
});

test('what waits to be sent is not sent in the name of who logs in next', async () => {
  const { server, device, client } = await seen(1);
  client.close();
  const offline = device.start(1);
  await offline.restore();
  offline.send(room, 'mine alone');
  offline.close();
  // A member too: the server would take it.
  server.model.join(people[2]!, room);
  const other = device.start(2);
  await other.restore();
  expect(other.state.conversation(room)?.pending).toHaveLength(1);
  await other.connect();
  await other.call('user.get', { users: [people[2]!] });
  expect(server.counts.get('message.send')).toBeUndefined();
  // It waits for its author.
  const again = device.start(1);
  await again.connect();
  await until(() => server.model.streams.get(room)?.seq === 2, { what: 'the message' });
});

test('a login that ends in one tab leaves alone who has logged in in another', async () => {
  const { server, device, client } = await seen(3);
  const other = device.start(2);
  await other.connect();
  await until(async () => (await device.held(2)).length > 0, { what: 'the other one kept' });
  expect(await device.held(1)).toEqual([]);
  server.sockets.forEach((socket) => {
    if (socket.user === people[1]) socket.breakOff(closes.REVOKED.code);
  });
  await until(() => client.status === 'refused');
  await client.logOut().catch(() => undefined);
  expect((await device.held(2)).length).toBeGreaterThan(0);
  expect((await device.start(2).restore())?.id).toBe(people[2]!);
});

test('a conversation that was left goes, though there is no space to write', async () => {
  const { server, device } = await seen(3);
  const name = `conversation ${room}`;
  expect(await device.held(1)).toContain(name);
  device.fill();
  server.commit(server.model.leave(people[1]!, room));
  await until(async () => !(await device.held(1)).includes(name), {
    what: 'its record to be gone',
  });
});
