import { expect } from 'bun:test';
import { makeRoom, refused, say, stories, textOf } from '../stories.ts';

const tell = stories();

tell('pages go both ways and say whether there is more', async ({ meet }) => {
  const alice = await meet('alice');
  const conversation = await makeRoom(alice);
  for (const n of [1, 2, 3, 4, 5]) await say(alice, conversation, `no ${n}`);
  const newest = await alice.call('message.history', { conversation, limit: 2 });
  expect(newest.messages.map(textOf)).toEqual(['no 4', 'no 5']);
  expect(newest.more).toBe(true);
  const before = { case: 'before', value: 4 } as const;
  const older = await alice.call('message.history', { conversation, from: before, limit: 3 });
  expect(older.messages.map(({ seq }) => seq)).toEqual([1, 2, 3]);
  expect(older.more).toBe(false);
  const after = { case: 'after', value: 2 } as const;
  const newer = await alice.call('message.history', { conversation, from: after, limit: 2 });
  expect(newer.messages.map(({ seq }) => seq)).toEqual([3, 4]);
  expect(newer.more).toBe(true);
  expect(newest.users).toMatchObject([{ id: alice.id, username: alice.username }]);
});

tell('a notice comes with the page it is anchored in', async ({ meet }) => {
  const alice = await meet('alice');
  const conversation = await makeRoom(alice);
  await say(alice, conversation, 'one');
  await alice.call('conversation.update', { conversation, title: 'parlour' });
  await say(alice, conversation, 'two');
  const { notices } = await alice.call('message.history', { conversation });
  expect(notices).toMatchObject([{ anchor: 1, text: 'parlour' }]);
});

tell('what was said before bob came is not his to see', async ({ meet }) => {
  const alice = await meet('alice');
  const bob = await meet('bob');
  const charlie = await meet('charlie');
  const conversation = await makeRoom(alice);
  await say(alice, conversation, 'secret');
  await bob.call('conversation.join', { conversation });
  await say(alice, conversation, 'open');
  const { messages, more } = await bob.call('message.history', { conversation });
  expect(messages.map(textOf)).toEqual(['open']);
  expect(more).toBe(false);
  const got = await bob.call('message.get', { conversation, seqs: [1, 2, 3] });
  expect(got.messages.map(({ seq }) => seq)).toEqual([2]);
  expect(await refused(charlie.call('message.history', { conversation }))).toBe('NOT_A_MEMBER');
  expect(await refused(charlie.call('message.get', { conversation, seqs: [1] }))).toBe(
    'NOT_A_MEMBER',
  );
});
