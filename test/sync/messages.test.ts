// The SDK against the real server: what happens to messages after they were sent, on all devices of all who see them.
import { afterAll, afterEach, beforeAll, expect, test } from 'bun:test';
import { Client, textOf } from '@hubbub/client';
import { startServer, type TestServer } from '../support/server.ts';
import { until } from '../support/until.ts';

const timings = { retryFirstMs: 20, retryMostMs: 200, holdMs: 30, markMs: 5, usersMs: 5 };
const password = 'correct horse battery';
const clients: Client[] = [];
let server: TestServer;
beforeAll(async () => void (server = await startServer()));
afterAll(() => server.stop());
afterEach(() => {
  for (const client of clients.splice(0)) client.close();
});

function open(): Client {
  const client = new Client({ url: server.url, timings });
  clients.push(client);
  return client;
}

async function person(name: string): Promise<Client> {
  const client = open();
  await client.signUp({ username: `${name}-${crypto.randomUUID().slice(0, 8)}`, password });
  await client.connect();
  return client;
}

async function otherDevice({ user }: Client): Promise<Client> {
  const client = open();
  await client.logIn({ username: user?.username ?? '', password });
  await client.connect();
  return client;
}

async function roomOf(owner: Client, ...others: readonly Client[]): Promise<string> {
  const made = await owner.call('conversation.create', { kind: 3, title: 'lobby' });
  const conversation = made.conversation?.id ?? '';
  for (const one of others) await one.call('conversation.join', { conversation });
  return conversation;
}

async function say(by: Client, conversation: string, text: string): Promise<number> {
  const clientMsgId = crypto.randomUUID();
  const content = { case: 'text', value: text } as const;
  const { message } = await by.call('message.send', { conversation, clientMsgId, content });
  return message?.seq ?? 0;
}

const id = ({ user }: Client) => user?.id ?? '';
const texts = (client: Client, room: string) =>
  client.state.conversation(room)?.messages.map(textOf) ?? [];
const counts = (client: Client, room: string) => {
  const { unread = -1, mentions = -1 } = client.state.conversation(room) ?? {};
  return `${unread} ${mentions}`;
};

test('unread and calls are right on every device, whatever is done and where', async () => {
  const [alice, bob] = [await person('alice'), await person('bob')];
  const phone = await otherDevice(bob);
  const room = await roomOf(alice, bob);
  const all = [bob, phone];
  const agree = (wanted: string) =>
    until(() => all.every((one) => counts(one, room) === wanted), { what: wanted });
  const calls = { mentions: [id(bob)] };
  for (const options of [{}, calls, { mentionsAll: true }, {}]) alice.send(room, 'listen', options);
  await agree('4 2');
  await alice.call('message.recall', { conversation: room, seq: 2 });
  await agree('3 1');
  const content = { case: 'text', value: 'bob!' } as const;
  await alice.call('message.edit', { conversation: room, seq: 1, content, ...calls });
  await agree('3 2');
  // What one deleted for oneself counts until it is read.
  await bob.call('message.delete', { conversation: room, seqs: [4] });
  await until(() => all.every((one) => texts(one, room).length === 3 || one === phone));
  await agree('3 2');
  phone.markRead(room, 1);
  await agree('2 1');
  await bob.call('conversation.clear', { conversation: room, seq: 3 });
  await agree('1 0');
  phone.send(room, 'here');
  await agree('0 0');
  expect(alice.state.inbox()[0]).toMatchObject({ unread: 1, mentions: 0 });
});

test('a device that holds the newest only counts what it does not hold', async () => {
  const [alice, bob] = [await person('alice'), await person('bob')];
  const room = await roomOf(alice, bob);
  for (let i = 1; i <= 6; i += 1) {
    alice.send(room, `no ${i}`, i % 2 === 0 ? { mentions: [id(bob)] } : {});
    await until(() => alice.state.conversation(room)?.conversation.seq === i);
  }
  await alice.call('message.recall', { conversation: room, seq: 2 });
  const phone = await otherDevice(bob);
  const agree = (wanted: string) =>
    until(() => counts(phone, room) === wanted, { what: `${wanted}, not ${counts(phone, room)}` });
  expect(texts(phone, room)).toEqual(['no 6']);
  await agree('5 2');
  await alice.call('message.recall', { conversation: room, seq: 3 });
  await agree('4 2');
  await alice.call('message.recall', { conversation: room, seq: 4 });
  await agree('3 1');
  // Read elsewhere, in the middle of what it does not hold.
  await bob.call('mark.set', { conversation: room, read: 3 });
  await agree('2 1');
});

test('an answer shows what it answers, and nothing of what came before one', async () => {
  const [alice, bob] = [await person('alice'), await person('bob')];
  const room = await roomOf(alice);
  await say(alice, room, 'before bob');
  await bob.call('conversation.join', { conversation: room });
  const seq = await say(alice, room, 'question');
  for (let i = 0; i < 60; i += 1) await say(alice, room, `${i}`);
  alice.send(room, 'answer', { replyTo: seq });
  alice.send(room, 'to the first', { replyTo: 1 });
  const phone = await otherDevice(bob);
  await until(() => texts(phone, room).at(-1) === 'to the first');
  const [answer] = (await phone.call('message.get', { conversation: room, seqs: [63] })).messages;
  expect(answer?.replyTo).toBe(seq);
  const quoted = () => phone.state.message(room, answer?.replyTo ?? 0);
  expect(quoted()).toBeUndefined();
  await until(() => textOf(quoted() ?? { content: { case: undefined } }) === 'question');
  expect(phone.state.message(room, 1)).toBeNull();
  // It is held apart from what is shown, and kept up.
  expect(texts(phone, room)).not.toContain('question');
  await alice.call('message.recall', { conversation: room, seq });
  await until(() => quoted()?.recalled === true, { what: 'the stub' });
  while (await phone.loadOlder(room));
  expect(phone.state.conversation(room)).toMatchObject({ atStart: true });
  expect(texts(phone, room)).toHaveLength(63);
});

test('one’s own emoji, votes and deletions are one’s own on all one’s devices', async () => {
  const [alice, bob] = [await person('alice'), await person('bob')];
  const phone = await otherDevice(bob);
  const room = await roomOf(alice, bob);
  const seq = await say(alice, room, 'hello');
  const question = { question: 'q', options: [{ text: 'a' }, { text: 'b' }] };
  const value = { kind: { case: 'poll', value: question } } as const;
  const content = { case: 'card', value } as const;
  const asked = { conversation: room, clientMsgId: 'p', content };
  const poll = (await alice.call('message.send', asked)).message?.seq ?? 0;
  const own = (one: Client) => one.state.conversation(room)?.own;
  await bob.call('message.react', { conversation: room, seq, emoji: '👍', on: true });
  await bob.call('message.vote', { conversation: room, seq: poll, options: [1] });
  for (const one of [bob, phone])
    await until(() => own(one)?.get(seq)?.reactions[0] === '👍' && own(one)?.get(poll)?.votes[0]);
  const counted = () => alice.state.conversation(room)?.messages[0]?.reactions[0]?.count;
  await until(() => counted() === 1);
  expect(own(alice)?.size).toBe(0);
  await bob.call('message.delete', { conversation: room, seqs: [seq] });
  await until(() => texts(phone, room).length === 1);
  expect(texts(alice, room)).toHaveLength(2);
  await bob.call('conversation.clear', { conversation: room });
  await until(() => texts(phone, room).length === 0);
  expect(phone.state.conversation(room)?.atStart).toBe(true);
  expect(phone.state.inbox()[0]?.last).toBeUndefined();
  const fresh = await otherDevice(bob);
  await fresh.open(room);
  expect(texts(fresh, room)).toEqual([]);
});

test('what waits to be sent keeps what it answers and whom it calls', async () => {
  const [alice, bob] = [await person('alice'), await person('bob')];
  const room = await roomOf(alice, bob);
  await say(alice, room, 'one');
  const options = { replyTo: 1, mentions: [id(alice)] };
  expect(bob.send(room, 'two', options)).toMatchObject(options);
  await until(() => bob.state.conversation(room)?.messages[1]);
  expect(bob.state.conversation(room)?.messages[1]).toMatchObject(options);
});
