// What only backends do: users in bulk, logins without a password, messages of system accounts.
import { afterAll, beforeAll, expect, test } from 'bun:test';
import type { Event } from '@hubbub/protocol';
import {
  client,
  keyOf,
  operatorOf,
  usersOf,
  type Client,
  type Json,
} from '../../support/backend.ts';
import { openSocket, startServer, type TestServer } from '../../support/server.ts';
import { until } from '../../support/until.ts';
import { refused, textOf } from '../stories.ts';

let server: TestServer;
let backend: Client;
let token: string;
beforeAll(async () => {
  server = await startServer({ keyRate: 0 });
  const operator = operatorOf(server);
  await operator('app.create', { name: 'shop' });
  token = await keyOf(operator, 'shop');
  backend = client(server.url, { token });
});
afterAll(() => server.stop());

async function open(user: string) {
  const minted = await backend('account.mintToken', { user, device: { key: 'k', name: 'phone' } });
  const socket = await openSocket(server.socketUrl);
  const opened = await socket.call('session.open', { token: minted['token'] as string });
  return { socket, minted, opened };
}

async function robot(externalId: string): Promise<string> {
  const users = [{ externalId, displayName: 'Shop', system: true }];
  const { outcomes } = await backend('user.upsert', { users });
  return (outcomes as { user: { id: string } }[])[0]?.user.id ?? '';
}

const textsIn = (events: readonly Event[]) =>
  events.flatMap(({ event }) => (event.case === 'change' ? event.value.messages.map(textOf) : []));

test('a thousand users at once, each with an outcome of its own; again finds them done', async () => {
  const users = Array.from({ length: 997 }, (_, i) => ({ externalId: `bulk-${i}` }));
  const odd = [
    { externalId: 'named', username: 'ann' },
    { externalId: 'double', username: 'Ann' },
    { externalId: 'bad', username: '!' },
  ];
  const statusOf = ({ outcomes }: Json) =>
    (outcomes as { status: string }[]).map(({ status }) => status);
  const first = await backend('user.upsert', { users: [...users, ...odd] });
  expect(statusOf(first).slice(0, 997)).toEqual(users.map(() => 'CREATED'));
  expect((first['outcomes'] as object[]).slice(997)).toMatchObject([
    { status: 'CREATED', user: { username: 'ann' } },
    { status: 'REFUSED', reason: 'TAKEN' },
    { status: 'REFUSED', reason: 'USERNAME' },
  ]);
  const again = await backend('user.upsert', { users });
  expect(new Set(statusOf(again))).toEqual(new Set(['UNCHANGED']));
  const changed = await backend('user.upsert', {
    users: [{ externalId: 'bulk-1', displayName: 'Bob' }],
  });
  expect(changed['outcomes']).toMatchObject([
    { status: 'CHANGED', user: { displayName: 'Bob', counter: 2 } },
  ]);
  expect(await refused(backend('user.upsert', { users: [...users, ...odd, ...odd] }))).toBe(
    'FIELD',
  );
});

test('a minted login is like any other: the same key is the same device', async () => {
  const [alice = ''] = await usersOf(backend, 'alice');
  const [one, two] = [await open(alice), await open(alice)];
  expect(two.opened.device?.id).toBe(one.opened.device?.id);
  // Logging in again ended the first token, as at any login with the same key.
  const old = client(server.url, { token: one.minted['token'] as string });
  expect(await refused(old('device.list'))).toBe('TOKEN');
  expect(await refused(backend('account.mintToken', { user: await robot('no person') }))).toBe(
    'KIND',
  );
  expect(await refused(backend('account.mintToken', { user: 'usr_00000000001' }))).toBe('UNKNOWN');
});

test('a system account speaks in a room it is not in; only system accounts do', async () => {
  const [alice = '', bob = ''] = await usersOf(backend, 'alice', 'bob');
  const acting = client(server.url, { token, user: alice });
  const room = { kind: 'ROOM', title: 'sale', clientKey: 'r' };
  const { conversation } = await acting('conversation.create', room);
  const inside = await open(alice);
  const outside = await open(bob);
  const sender = await robot('announcer');
  const said = { sender, into: conversation.id, clientKey: 'b1', text: 'half price' };
  expect((await backend('message.broadcast', said))['message']).toMatchObject({ sender, seq: 1 });
  expect(await backend('message.broadcast', said)).toMatchObject({ repeated: true });
  expect(await refused(backend('message.broadcast', { ...said, text: 'other' }))).toBe(
    'KEY_REUSED',
  );
  await inside.socket.until(
    ({ event }) => event.case === 'change' && event.value.messages.length > 0,
  );
  expect(textsIn(inside.socket.events)).toEqual(['half price']);
  expect(
    await refused(backend('message.broadcast', { ...said, sender: alice, clientKey: 'b2' })),
  ).toBe('KIND');
  const direct = await client(server.url, { token, user: alice })('conversation.direct', {
    user: bob,
  });
  const between = { ...said, into: direct['conversation'].id, clientKey: 'b3' };
  expect(['UNKNOWN', 'NOT_A_MEMBER']).toContain(
    await refused(backend('message.broadcast', between)),
  );
  expect(textsIn(outside.socket.events)).toEqual([]);
});

test('one message to many: each in a direct conversation of its own, once', async () => {
  const ids = Array.from({ length: 250 }, (_, i) => `many-${i}`);
  const users = await usersOf(backend, ...ids);
  const [first = '', last = ''] = [users[0], users.at(-1)];
  const [one, other] = [await open(first), await open(last)];
  const [nobody = ''] = await usersOf(backend, 'not addressed');
  const beside = await open(nobody);
  const sender = await robot('newsletter');
  const letter = { sender, users: [...users, 'usr_00000000001'], clientKey: 'n1', text: 'news' };
  expect(await backend('message.broadcast', letter)).toMatchObject({ queued: 251 });
  expect(await backend('message.broadcast', letter)).toMatchObject({ queued: 251, repeated: true });
  for (const { socket } of [one, other])
    await until(() => textsIn(socket.events).length > 0, { what: 'the letter', timeoutMs: 20_000 });
  const told = await backend('message.broadcast', {
    ...letter,
    users: [first],
    clientKey: 'n2',
    text: 'for you',
  });
  expect(told['message']).toMatchObject({ sender });
  await until(() => textsIn(one.socket.events).length === 2, { what: 'the second one' });
  expect(textsIn(one.socket.events)).toEqual(['news', 'for you']);
  expect(textsIn(other.socket.events)).toEqual(['news']);
  expect(textsIn(beside.socket.events)).toEqual([]);
}, 30_000);
