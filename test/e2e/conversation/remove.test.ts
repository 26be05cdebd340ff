import { expect } from 'bun:test';
import { Notice_Kind, Reason_Code } from '@hubbub/protocol';
import { makeGroup, makeRoom, refused, say, stories, textOf } from '../stories.ts';

const tell = stories();

tell('the removal is the last that bob hears of the group', async ({ meet }) => {
  const [alice, bob, charlie] = [await meet('alice'), await meet('bob'), await meet('charlie')];
  const group = await makeGroup(alice, [bob.id, charlie.id]);
  await say(alice, group, 'all of you');
  await alice.call('conversation.remove', { conversation: group, user: bob.id });
  await say(alice, group, 'without bob');
  const last = await bob.untilChange(
    ({ members }) => members.some(({ left }) => left === Reason_Code.KICKED),
    'the removal',
  );
  expect(last.notices).toMatchObject([{ kind: Notice_Kind.REMOVED, users: [bob.id] }]);
  await charlie.untilChange(
    ({ messages }) => messages.some((message) => textOf(message) === 'without bob'),
    'what follows',
  );
  await bob.settle();
  expect(bob.changes(group).at(-1)).toBe(last);
  expect(await refused(bob.call('message.history', { conversation: group }))).toBe('UNKNOWN');
  const { changes } = await bob.call('sync.pull', { known: [{ conversation: group, version: 2 }] });
  expect(changes.find(({ conversation }) => conversation === group)).toMatchObject({
    gone: Reason_Code.NOT_FOUND,
    messages: [],
  });
});

tell('out of a room too, and by rank only', async ({ meet }) => {
  const [alice, bob] = [await meet('alice'), await meet('bob')];
  const room = await makeRoom(alice);
  await bob.call('conversation.join', { conversation: room });
  const byBob = bob.call('conversation.remove', { conversation: room, user: alice.id });
  expect(await refused(byBob)).toBe('ROLE');
  await alice.call('conversation.remove', { conversation: room, user: bob.id });
  expect(await refused(say(bob, room, 'x'))).toBe('NOT_A_MEMBER');
});
