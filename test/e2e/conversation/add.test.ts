import { expect } from 'bun:test';
import { Conversation_Kind, Notice_Kind } from '@hubbub/protocol';
import { makeGroup, refused, say, stories, textOf } from '../stories.ts';

const tell = stories();

tell('a group is there for everybody who was named, and for nobody else', async ({ meet }) => {
  const [alice, bob, charlie] = [await meet('alice'), await meet('bob'), await meet('charlie')];
  const group = await makeGroup(alice, [bob.id]);
  expect(await say(bob, group, 'hello')).toBe(1);
  const heard = await alice.untilChange(({ messages }) => messages.length > 0, 'what bob says');
  expect(heard.messages.map(textOf)).toEqual(['hello']);
  expect(await refused(say(charlie, group, 'me too'))).toBe('UNKNOWN');
  expect(await refused(charlie.call('conversation.get', { conversation: group }))).toBe('UNKNOWN');
  await charlie.settle();
  expect(charlie.events).toEqual([]);
});

tell('who is added hears of it at once, and sees from then on', async ({ meet }) => {
  const [alice, bob, charlie] = [await meet('alice'), await meet('bob'), await meet('charlie')];
  const group = await makeGroup(alice, [bob.id]);
  await say(alice, group, 'before');
  await alice.call('conversation.add', { conversation: group, users: [charlie.id] });
  await say(alice, group, 'after');
  const heard = await charlie.untilChange(
    ({ messages }) => messages.some((message) => textOf(message) === 'after'),
    'what follows',
  );
  expect(heard.conversation).toBe(group);
  const page = await charlie.call('message.history', { conversation: group });
  expect(page.messages.map(textOf)).toEqual(['after']);
  expect(page.notices).toMatchObject([{ kind: Notice_Kind.ADDED, users: [charlie.id] }]);
  const seen = await bob.untilChange(
    ({ notices }) => notices.some(({ kind }) => kind === Notice_Kind.ADDED),
    'the line',
  );
  expect(seen.head?.memberCount).toBe(3);
  const byBob = bob.call('conversation.add', { conversation: group, users: [alice.id] });
  expect(await refused(byBob)).toBe('ROLE');
});

tell('rooms are joined, not added to', async ({ meet }) => {
  const [alice, bob] = [await meet('alice'), await meet('bob')];
  const { conversation } = await alice.call('conversation.create', {
    kind: Conversation_Kind.ROOM,
    title: 'x',
  });
  const added = alice.call('conversation.add', {
    conversation: conversation?.id ?? '',
    users: [bob.id],
  });
  expect(await refused(added)).toBe('KIND');
});
