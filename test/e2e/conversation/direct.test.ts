import { expect } from 'bun:test';
import { Conversation_Kind } from '@hubbub/protocol';
import { isCallsOnly, refused, say, stories, textOf } from '../stories.ts';

const tell = stories();

tell('it shows to the other at the first message, live', async ({ meet }) => {
  const alice = await meet('alice');
  const bob = await meet('bob');
  const charlie = await meet('charlie');
  const { conversation, change } = await alice.call('conversation.direct', { user: bob.id });
  const direct = conversation?.id ?? '';
  expect(conversation).toMatchObject({ kind: Conversation_Kind.DIRECT, seq: 0 });
  expect(conversation?.users.toSorted()).toEqual([alice.id, bob.id].toSorted());
  expect(change?.reset).toBe(true);
  await bob.settle();
  expect(bob.events).toEqual([]);
  const before = await bob.call('sync.pull', {});
  expect(before.changes.some((one) => one.conversation === direct)).toBe(false);

  await say(alice, direct, 'psst');
  const heard = await bob.untilChange((one) => one.conversation === direct, 'the direct');
  expect(heard.messages.map(textOf)).toEqual(['psst']);
  const after = await bob.call('sync.pull', {});
  expect(after.changes.find((one) => one.conversation === direct)).toMatchObject({ reset: true });
  await charlie.settle();
  expect(charlie.events).toEqual([]);
});

tell('both find the same one, and both may write', async ({ meet }) => {
  const alice = await meet('alice');
  const bob = await meet('bob');
  const byAlice = await alice.call('conversation.direct', { user: bob.id });
  const byBob = await bob.call('conversation.direct', { user: alice.id });
  const direct = byAlice.conversation?.id ?? '';
  expect(byBob.conversation?.id).toBe(direct);
  expect(await say(bob, direct, 'you first')).toBe(1);
  expect(await say(alice, direct, 'no, you')).toBe(2);
});

tell('a third learns nothing of it, and it is never left', async ({ meet, door }) => {
  const alice = await meet('alice');
  const bob = await meet('bob');
  const charlie = await meet('charlie');
  const { conversation } = await alice.call('conversation.direct', { user: bob.id });
  const direct = conversation?.id ?? '';
  await say(alice, direct, 'between us');
  expect(await refused(charlie.call('conversation.get', { conversation: direct }))).toBe('UNKNOWN');
  expect(await refused(charlie.call('message.history', { conversation: direct }))).toBe('UNKNOWN');
  expect(await refused(charlie.call('message.get', { conversation: direct, seqs: [1] }))).toBe(
    'UNKNOWN',
  );
  expect(await refused(say(charlie, direct, 'hello'))).toBe('UNKNOWN');
  expect(await refused(charlie.call('mark.set', { conversation: direct, read: 1 }))).toBe(
    'UNKNOWN',
  );
  const watched = charlie.call('presence.subscribe', { conversation: direct });
  expect(await refused(watched)).toBe(isCallsOnly(door) ? 'DOOR' : 'UNKNOWN');
  const { changes } = await charlie.call('sync.pull', { only: [direct] });
  expect(changes.flatMap(({ messages, members }) => [...messages, ...members])).toEqual([]);
  expect(await refused(bob.call('conversation.leave', { conversation: direct }))).toBe('KIND');
});

tell('nobody has one with oneself or with nobody', async ({ meet }) => {
  const alice = await meet('alice');
  expect(await refused(alice.call('conversation.direct', { user: alice.id }))).toBe('KIND');
  expect(await refused(alice.call('conversation.direct', { user: 'usr_00000000001' }))).toBe(
    'UNKNOWN',
  );
});
