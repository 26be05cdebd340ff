import { expect } from 'bun:test';
import { makeRoom, refused, say, stories } from '../stories.ts';

const tell = stories();

tell('only the owner deletes; then it is gone for all', async ({ meet }) => {
  const alice = await meet('alice');
  const bob = await meet('bob');
  const charlie = await meet('charlie');
  const room = await makeRoom(alice);
  await bob.call('conversation.join', { conversation: room });
  await say(bob, room, 'last words');
  expect(await refused(bob.call('conversation.delete', { conversation: room }))).toBe('ROLE');
  expect(await refused(charlie.call('conversation.delete', { conversation: room }))).toBe(
    'NOT_A_MEMBER',
  );
  await alice.call('conversation.delete', { conversation: room });
  await bob.untilChange((change) => change.gone > 0 || change.head?.deleted === true, 'the end');
  for (const person of [alice, bob, charlie]) {
    expect(await refused(person.call('conversation.get', { conversation: room }))).toBe('UNKNOWN');
    expect(await refused(person.call('message.history', { conversation: room }))).toBe('UNKNOWN');
    expect(await refused(say(person, room, 'anyone?'))).toBe('UNKNOWN');
  }
  await charlie.settle();
  expect(charlie.events).toEqual([]);
});

tell('who was away learns it by the pull', async ({ meet }) => {
  const alice = await meet('alice');
  const bob = await meet('bob');
  const room = await makeRoom(alice);
  await bob.call('conversation.join', { conversation: room });
  await alice.call('conversation.delete', { conversation: room });
  const { changes } = await bob.call('sync.pull', { known: [{ conversation: room, version: 2 }] });
  const entry = changes.find(({ conversation }) => conversation === room);
  expect(entry?.gone).toBeGreaterThan(0);
});
