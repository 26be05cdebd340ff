// Ticks and typing between two SDK clients and a real server: nobody calls mark.set or presence.typing here.
import { afterAll, beforeAll, expect, test } from 'bun:test';
import { Client } from '@hubbub/client';
import { Drafts } from '@hubbub/client/drafts';
import { Live } from '@hubbub/client/live';
import { startServer, type TestServer } from '../support/server.ts';
import { until } from '../support/until.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(async () => await server.stop());

const password = 'correct horse battery staple';

async function enter(name: string) {
  const client = new Client({ url: server.url, WebSocket });
  const username = `${name}-${crypto.randomUUID().slice(0, 8)}`;
  const { id } = await client.signUp({ username, password });
  await client.connect();
  return { client, id, username, live: new Live(client) };
}

async function pair() {
  const [alice, bob] = [await enter('alice'), await enter('bob')];
  const { conversation } = await alice.client.call('conversation.direct', { user: bob.id });
  return { alice, bob, direct: conversation?.id ?? '' };
}

test('a message is sent, then delivered by itself, then read', async () => {
  const { alice, bob, direct } = await pair();
  const { live } = alice;
  let told = 0;
  const stop = live.subscribe(`marks:${direct}`, () => (told += 1));
  expect(live.marks(direct).size).toBe(0);
  alice.client.send(direct, 'hello');
  const reached = await until(() => live.marks(direct).get(bob.id), { what: 'a tick' });
  expect(reached).toEqual({ read: 0, delivered: 1 });
  bob.client.markRead(direct, 1);
  await until(() => live.marks(direct).get(bob.id)?.read === 1, { what: 'the second tick' });
  expect(told).toBeGreaterThan(0);
  stop();
  // Another connection knows it by asking.
  alice.client.close();
  await alice.client.connect();
  await until(() => live.marks(direct).get(bob.id)?.read === 1, { what: 'ticks again' });
  for (const { client } of [alice, bob]) client.close();
});

test('who writes is seen, until it stops or its message is there', async () => {
  const { alice, bob, direct } = await pair();
  alice.client.send(direct, 'hello');
  await until(() => bob.client.state.conversation(direct), { what: 'the conversation' });
  const ends = bob.client.watch({ users: [alice.id] }, () => undefined);
  const { live } = bob;
  const isWriting = (expected: boolean) => async () => {
    // Before bob watches nobody tells him; it is said again with the next key.
    if (expected) {
      alice.live.rest(direct);
      alice.live.write(direct);
    }
    return live.typing(direct).includes(alice.id) === expected;
  };
  await until(isWriting(true), { what: 'alice writing' });
  alice.live.rest(direct);
  await until(isWriting(false), { what: 'alice resting' });
  await until(isWriting(true), { what: 'alice writing again' });
  alice.client.send(direct, 'there');
  await until(isWriting(false), { what: 'her message ending it' });
  expect(alice.live.typing(direct)).toEqual([]);
  ends();
  for (const { client } of [alice, bob]) client.close();
});

test('what is written on one device is on the other, the newest of it, and gone when it was sent', async () => {
  const { alice, bob, direct } = await pair();
  const tablet = new Client({ url: server.url, WebSocket });
  await tablet.logIn({ username: alice.username, password });
  await tablet.connect();
  const [here, there] = [alice.client, tablet].map((client) => new Drafts(client, { pauseMs: 20 }));
  if (!here || !there) throw new Error('two devices');
  const told: string[] = [];
  there.subscribe((conversation) => told.push(there.get(conversation).text));
  for (const text of ['w', 'wr', 'wri', 'writt']) here.write(direct, { text, replyTo: 0 });
  await until(() => there.get(direct).text === 'writt', { what: 'the draft' });
  // Of what came fast after each other the last one was enough.
  expect(told).toEqual(['writt']);
  there.write(direct, { text: 'written here', replyTo: 0 });
  await until(() => here.get(direct).text === 'written here', { what: 'the other way' });
  alice.client.send(direct, 'written here');
  here.write(direct, { text: '', replyTo: 0 });
  await until(() => there.get(direct).text === '', { what: 'nothing' });
  expect(told).toEqual(['writt', '']);
  // A message to be answered, and no words yet: nothing is kept, and nothing taken from who is about to write.
  let taken = 0;
  here.subscribe(() => (taken += 1));
  here.write(direct, { text: '', replyTo: 1 });
  await alice.client.call('conversation.draft', { conversation: direct, text: 'so' });
  await until(() => there.get(direct).text === 'so', { what: 'what came after it' });
  expect(taken).toBe(1);
  const other = new Drafts(bob.client);
  expect([...other.conversations]).toEqual([]);
  for (const drafts of [here, there, other]) drafts.close();
  for (const client of [alice.client, bob.client, tablet]) client.close();
});

test('a profile of somebody else is known at once, and not taken for one’s own', async () => {
  const { alice, bob, direct } = await pair();
  alice.client.send(direct, 'hello');
  await until(() => bob.client.state.user(alice.id), { what: 'her profile' });
  const told: string[] = [];
  for (const { client, id } of [alice, bob])
    client.on('profile', (user) => told.push(`${user.id} by ${id}`));
  let isWatching = false;
  const ends = bob.client.watch({ users: [alice.id] }, () => (isWatching = true));
  await until(() => isWatching, { what: 'that she is here' });
  await alice.client.call('user.setStatus', { emoji: '', text: 'at lunch' });
  await until(() => bob.client.state.user(alice.id)?.status?.text === 'at lunch', {
    what: 'the status',
  });
  expect(told.length).toBeGreaterThan(0);
  expect(new Set(told)).toEqual(new Set([`${alice.id} by ${alice.id}`]));
  ends();
  for (const { client } of [alice, bob]) client.close();
});
