import { expect } from 'bun:test';
import { makeRoom, refused, say, stories, textOf } from '../stories.ts';

const tell = stories();

function text(value: string) {
  return { case: 'text', value } as const;
}

tell('everybody in the room gets it in the same order, nobody else gets it', async ({ meet }) => {
  const alice = await meet('alice');
  const bob = await meet('bob');
  const charlie = await meet('charlie');
  const room = await makeRoom(alice);
  await bob.call('conversation.join', { conversation: room });
  const seqs = await Promise.all(
    [1, 2, 3, 4].map((n) => say(n % 2 ? alice : bob, room, `no ${n}`)),
  );
  expect(seqs.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4]);
  await alice.settle();
  await bob.settle();
  await charlie.settle();
  const order = bob.changes(room).flatMap(({ messages }) => messages.map(({ seq }) => seq ?? 0));
  expect(order).toEqual(order.toSorted((a, b) => a - b));
  expect(new Set(order).size).toBe(order.length);
  const page = await alice.call('message.history', { conversation: room });
  const fromAlice = bob
    .changes(room)
    .flatMap(({ messages }) => messages.filter(({ sender }) => sender === alice.id));
  expect(fromAlice.map(textOf)).toEqual(
    page.messages.filter(({ sender }) => sender === alice.id).map(textOf),
  );
  expect(charlie.events).toEqual([]);
});

tell('the answer carries the message and the change it made', async ({ meet }) => {
  const alice = await meet('alice');
  const room = await makeRoom(alice);
  const sent = await alice.call('message.send', {
    conversation: room,
    clientMsgId: 'a1',
    content: text('hi'),
  });
  expect(sent.repeated).toBe(false);
  expect(sent.message).toMatchObject({
    conversation: room,
    seq: 1,
    version: 2,
    sender: alice.id,
    clientMsgId: 'a1',
  });
  expect(sent.change).toMatchObject({ conversation: room, base: 1, version: 2 });
  expect(sent.message?.createdAt).toBeDefined();
});

tell('the same key is the same message, another text under it is refused', async ({ meet }) => {
  const alice = await meet('alice');
  const bob = await meet('bob');
  const room = await makeRoom(alice);
  await bob.call('conversation.join', { conversation: room });
  const args = { conversation: room, clientMsgId: 'a1', content: text('once') };
  const first = await alice.call('message.send', args);
  const again = await alice.call('message.send', args);
  expect(again).toMatchObject({ repeated: true, message: { seq: first.message?.seq } });
  expect(again.change).toBeUndefined();
  const other = alice.call('message.send', { ...args, content: text('twice') });
  expect(await refused(other)).toBe('KEY_REUSED');
  // The key is the sender's own.
  const byBob = await bob.call('message.send', args);
  expect(byBob).toMatchObject({ repeated: false, message: { seq: 2 } });
});

tell('who left gets only the seq of what was sent before', async ({ meet }) => {
  const alice = await meet('alice');
  const bob = await meet('bob');
  const room = await makeRoom(alice);
  await bob.call('conversation.join', { conversation: room });
  const args = { conversation: room, clientMsgId: 'b1', content: text('bye') };
  await bob.call('message.send', args);
  await bob.call('conversation.leave', { conversation: room });
  const again = await bob.call('message.send', args);
  expect(again).toMatchObject({ repeated: true, message: { seq: 1 } });
  expect(textOf(again.message ?? { content: {} })).toBe('');
});

tell('a stranger may not write, and an empty message is none', async ({ meet }) => {
  const alice = await meet('alice');
  const charlie = await meet('charlie');
  const room = await makeRoom(alice);
  expect(await refused(say(charlie, room, 'hello'))).toBe('NOT_A_MEMBER');
  expect(await refused(say(alice, room, ''))).toBe('FIELD');
  expect(await refused(say(alice, room, 'x'.repeat(8001)))).toBe('FIELD');
  expect(await say(alice, room, 'x'.repeat(8000))).toBe(1);
});

tell('it answers another, and calls members by name', async ({ meet }) => {
  const [alice, bob, charlie] = [await meet('alice'), await meet('bob'), await meet('charlie')];
  const room = await makeRoom(alice);
  await bob.call('conversation.join', { conversation: room });
  const replyTo = await say(alice, room, 'who comes?');
  const args = { conversation: room, clientMsgId: 'b1', content: text('we do'), replyTo };
  const { message } = await bob.call('message.send', { ...args, mentions: [alice.id, charlie.id] });
  expect(message).toMatchObject({ replyTo, mentions: [alice.id] });
  const { conversation } = await alice.call('conversation.get', { conversation: room });
  expect(conversation?.own?.mentions).toBe(1);
  const all = { ...args, clientMsgId: 'b2', mentionsAll: true };
  expect(await refused(bob.call('message.send', all))).toBe('ROLE');
  const beyond = { ...args, clientMsgId: 'b3', replyTo: 9 };
  expect(await refused(bob.call('message.send', beyond))).toBe('UNKNOWN');
  const many = { ...args, clientMsgId: 'b4', mentions: Array<string>(51).fill(alice.id) };
  expect(await refused(bob.call('message.send', many))).toBe('FIELD');
});
