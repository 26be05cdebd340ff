import { expect } from 'bun:test';
import { Conversation_Kind, Member_Role } from '@hubbub/protocol';
import { makeRoom, refused, stories } from '../stories.ts';

const tell = stories();
const { ROOM, DIRECT } = Conversation_Kind;

tell('a new room has its owner as only member', async ({ meet }) => {
  const alice = await meet('alice');
  const bob = await meet('bob');
  const made = await alice.call('conversation.create', {
    kind: ROOM,
    title: 'lobby',
    clientKey: 'k',
  });
  expect(made.repeated).toBe(false);
  expect(made.conversation).toMatchObject({ kind: ROOM, title: 'lobby', seq: 0, memberCount: 1 });
  expect(made.change).toMatchObject({ conversation: made.conversation?.id, reset: true });
  expect(made.change?.members).toMatchObject([{ user: alice.id, role: Member_Role.OWNER }]);
  await bob.settle();
  expect(bob.events).toEqual([]);
});

tell('the same key makes the same room, another request under it is refused', async ({ meet }) => {
  const alice = await meet('alice');
  const args = { kind: ROOM, title: 'lobby', clientKey: 'k' };
  const first = await alice.call('conversation.create', args);
  const again = await alice.call('conversation.create', args);
  expect(again.repeated).toBe(true);
  expect(again.change).toBeUndefined();
  expect(again.conversation?.id).toBe(first.conversation?.id ?? '');
  const other = alice.call('conversation.create', { ...args, title: 'other' });
  expect(await refused(other)).toBe('KEY_REUSED');
});

tell('only rooms are made this way, and they have a title', async ({ meet }) => {
  const alice = await meet('alice');
  const direct = alice.call('conversation.create', { kind: DIRECT, title: 'x' });
  expect(['KIND', 'FIELD']).toContain(await refused(direct));
  expect(await refused(alice.call('conversation.create', { kind: ROOM, title: '' }))).toBe('FIELD');
});

tell('the owner renames it, all members see it, nobody else may', async ({ meet }) => {
  const alice = await meet('alice');
  const bob = await meet('bob');
  const charlie = await meet('charlie');
  const room = await makeRoom(alice);
  await bob.call('conversation.join', { conversation: room });
  await alice.call('conversation.update', { conversation: room, title: 'parlour' });
  const seen = await bob.untilChange((change) => change.head?.title === 'parlour', 'the new title');
  expect(seen.notices).toMatchObject([{ actor: alice.id, text: 'parlour', anchor: 0 }]);
  const byBob = bob.call('conversation.update', { conversation: room, title: 'no' });
  expect(await refused(byBob)).toBe('ROLE');
  const byCharlie = charlie.call('conversation.update', { conversation: room, title: 'no' });
  expect(await refused(byCharlie)).toBe('NOT_A_MEMBER');
  await charlie.settle();
  expect(charlie.events).toEqual([]);
});
