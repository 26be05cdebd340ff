import { expect } from 'bun:test';
import { isCallsOnly, makeRoom, refused, stories } from '../stories.ts';

const tell = stories();

tell('alice sees who of the room is here, and who goes', async ({ meet, door }) => {
  const alice = await meet('alice');
  const bob = await meet('bob');
  const conversation = await makeRoom(alice);
  await bob.call('conversation.join', { conversation });
  if (isCallsOnly(door)) {
    expect(await refused(alice.call('presence.subscribe', { conversation }))).toBe('DOOR');
    return;
  }
  const { present, count } = await alice.call('presence.subscribe', { conversation });
  expect(present.toSorted()).toEqual([alice.id, bob.id].toSorted());
  expect(count).toBe(2);
  bob.socket.close();
  await alice.socket.until(
    ({ event }) => event.case === 'presence' && event.value.user === bob.id && !event.value.online,
    'bob going',
  );
});

tell('strangers may not watch a room', async ({ meet, door }) => {
  const alice = await meet('alice');
  const charlie = await meet('charlie');
  const conversation = await makeRoom(alice);
  const asked = charlie.call('presence.subscribe', { conversation });
  expect(await refused(asked)).toBe(isCallsOnly(door) ? 'DOOR' : 'NOT_A_MEMBER');
  await charlie.settle();
  expect(charlie.events).toEqual([]);
});
