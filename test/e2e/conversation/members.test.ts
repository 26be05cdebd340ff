import { expect } from 'bun:test';
import { Reason_Code } from '@hubbub/protocol';
import { makeRoom, refused, stories } from '../stories.ts';

const tell = stories();

tell('the list of members comes in pages and with names', async ({ meet }) => {
  const alice = await meet('alice');
  const bob = await meet('bob');
  const charlie = await meet('charlie');
  const room = await makeRoom(alice);
  await bob.call('conversation.join', { conversation: room });
  await charlie.call('conversation.join', { conversation: room });
  const first = await bob.call('conversation.members', { conversation: room, limit: 2 });
  expect(first.members).toHaveLength(2);
  const rest = await bob.call('conversation.members', {
    conversation: room,
    limit: 2,
    after: first.next,
  });
  expect(rest.next).toBe('');
  const ids = [...first.members, ...rest.members].map(({ user }) => user);
  expect(ids.toSorted()).toEqual([alice.id, bob.id, charlie.id].toSorted());
  const names = [...first.users, ...rest.users].map(({ username }) => username);
  expect(names.toSorted()).toEqual([alice.username, bob.username, charlie.username].toSorted());
});

tell('since a version it brings what changed, tombstones included', async ({ meet }) => {
  const alice = await meet('alice');
  const bob = await meet('bob');
  const room = await makeRoom(alice);
  const joined = await bob.call('conversation.join', { conversation: room });
  await bob.call('conversation.leave', { conversation: room });
  const since = joined.conversation?.version ?? 0;
  const { members } = await alice.call('conversation.members', { conversation: room, since });
  expect(members).toMatchObject([{ user: bob.id, left: Reason_Code.LEFT }]);
});

tell('others may not ask', async ({ meet }) => {
  const alice = await meet('alice');
  const bob = await meet('bob');
  const charlie = await meet('charlie');
  const room = await makeRoom(alice);
  const { conversation } = await alice.call('conversation.direct', { user: bob.id });
  const ofRoom = charlie.call('conversation.members', { conversation: room });
  expect(await refused(ofRoom)).toBe('NOT_A_MEMBER');
  const ofDirect = charlie.call('conversation.members', { conversation: conversation?.id ?? '' });
  expect(await refused(ofDirect)).toBe('UNKNOWN');
});
