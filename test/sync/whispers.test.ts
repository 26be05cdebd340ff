// The SDK's whispers and groups against the real server.
import { afterAll, afterEach, beforeAll, expect, test } from 'bun:test';
import { Client } from '@hubbub/client';
import { startServer, type TestServer } from '../support/server.ts';
import { until } from '../support/until.ts';

const timings = { retryFirstMs: 20, retryMostMs: 200, holdMs: 30, markMs: 5, connectMs: 2000 };
const clients: Client[] = [];
let server: TestServer;
beforeAll(async () => void (server = await startServer()));
afterAll(() => server.stop());
afterEach(() => {
  for (const client of clients.splice(0)) client.close();
});

async function person(name: string): Promise<Client> {
  const client = new Client({ url: server.url, timings });
  clients.push(client);
  const username = `${name}-${crypto.randomUUID().slice(0, 8)}`;
  await client.signUp({ username, password: 'correct horse battery' });
  await client.connect();
  return client;
}

async function roomOf(owner: Client, ...others: readonly Client[]): Promise<string> {
  const made = await owner.call('conversation.create', { kind: 3, title: 'lobby' });
  const room = made.conversation?.id ?? '';
  for (const one of others) await one.call('conversation.join', { conversation: room });
  return room;
}

async function say(by: Client, conversation: string, text: string): Promise<void> {
  await by.call('message.send', {
    conversation,
    clientMsgId: crypto.randomUUID(),
    content: { case: 'text', value: text },
  });
}

test('whispers are part of their room, with an unread of their own', async () => {
  const [alice, bob, charlie] = [await person('a'), await person('b'), await person('c')];
  const room = await roomOf(alice, bob, charlie);
  const users = [bob.user?.id ?? ''];
  const { conversation } = await alice.call('conversation.whisper', { room, users });
  const whisper = conversation?.id ?? '';
  alice.send(whisper, 'psst');
  const entry = () => bob.state.inbox().find((one) => one.conversation.id === room);
  await until(() => entry()?.whispersUnread === 1, { what: 'the whisper in the inbox' });
  expect(entry()?.unread).toBe(0);
  expect(bob.state.inbox().map((one) => one.conversation.id)).toEqual([room]);
  const [view] = bob.state.conversation(room)?.whispers ?? [];
  expect(view?.messages.map(({ content }) => content.value)).toEqual(['psst']);
  bob.markRead(whisper, 1);
  expect(entry()?.whispersUnread).toBe(0);
  expect(charlie.state.conversation(room)?.whispers).toEqual([]);
  await bob.call('conversation.leave', { conversation: room });
  await until(() => bob.state.inbox().length === 0, { what: 'an empty inbox' });
  expect(bob.state.conversation(whisper)).toBeUndefined();
});

test('reading back in the room brings the whispers of that time', async () => {
  const [alice, bob] = [await person('a'), await person('b')];
  const room = await roomOf(alice, bob);
  const users = [bob.user?.id ?? ''];
  const { conversation } = await alice.call('conversation.whisper', { room, users });
  const whisper = conversation?.id ?? '';
  for (let i = 0; i < 70; i += 1) {
    await say(alice, room, `aloud ${i}`);
    await say(alice, whisper, `whispered ${i}`);
  }
  const late = new Client({ url: server.url, timings });
  clients.push(late);
  const username = bob.user?.username ?? '';
  await late.logIn({ username, password: 'correct horse battery' });
  await late.connect();
  await late.open(room);
  const view = () => late.state.conversation(room);
  const whispered = () => view()?.whispers[0]?.messages ?? [];
  expect(view()?.messages.length).toBe(50);
  expect(whispered().length).toBe(50);
  await late.loadOlder(room);
  expect(view()?.messages.length).toBe(70);
  expect(whispered().length).toBe(70);
  expect(whispered().map(({ anchor }) => anchor)).toEqual(
    Array.from({ length: 70 }, (_, i) => i + 1),
  );
});

test('a group is there for who is added, and gone for who is removed', async () => {
  const [alice, bob] = [await person('a'), await person('b')];
  const made = await alice.call('conversation.create', { kind: 2, title: 'friends' });
  const group = made.conversation?.id ?? '';
  const user = bob.user?.id ?? '';
  await alice.call('conversation.add', { conversation: group, users: [user] });
  await until(() => bob.state.conversation(group), { what: 'the group at bob' });
  expect(bob.state.conversation(group)?.notices.map(({ users }) => users)).toEqual([[user]]);
  await alice.call('conversation.setRole', { conversation: group, user, role: 2 });
  const role = () => bob.state.conversation(group)?.conversation.own?.role;
  await until(() => role() === 2, { what: 'the new role' });
  await alice.call('conversation.remove', { conversation: group, user });
  await until(() => bob.state.conversation(group) === undefined, { what: 'the removal' });
});
