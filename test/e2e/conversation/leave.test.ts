import { expect } from 'bun:test';
import { Reason_Code } from '@hubbub/protocol';
import { makeRoom, refused, say, stories } from '../stories.ts';

const tell = stories();

tell(
  'bob leaves: the others see it, and he hears nothing of what comes after',
  async ({ meet }) => {
    const alice = await meet('alice');
    const bob = await meet('bob');
    const room = await makeRoom(alice);
    await bob.call('conversation.join', { conversation: room });
    const left = await bob.call('conversation.leave', { conversation: room });
    expect(left.change?.conversation).toBe(room);
    const seen = await alice.untilChange(
      (change) => change.members.some(({ left: why }) => why === Reason_Code.LEFT),
      'bob’s tombstone',
    );
    expect(seen.members).toMatchObject([{ user: bob.id }]);
    expect(seen.head?.memberCount).toBe(1);
    await say(alice, room, 'he is gone');
    await bob.settle();
    expect(bob.changes(room).flatMap(({ messages }) => messages)).toEqual([]);
  },
);

tell('who left may neither read nor write', async ({ meet }) => {
  const alice = await meet('alice');
  const bob = await meet('bob');
  const room = await makeRoom(alice);
  await bob.call('conversation.join', { conversation: room });
  await say(alice, room, 'seen');
  await bob.call('conversation.leave', { conversation: room });
  expect(await refused(bob.call('message.history', { conversation: room }))).toBe('NOT_A_MEMBER');
  expect(await refused(say(bob, room, 'hello?'))).toBe('NOT_A_MEMBER');
  const pulled = await bob.call('sync.pull', { known: [{ conversation: room, version: 2 }] });
  const gone = pulled.changes.find(({ conversation }) => conversation === room);
  expect(gone).toMatchObject({ gone: Reason_Code.NOT_FOUND, messages: [] });
});

tell('back again, bob sees from then on', async ({ meet }) => {
  const alice = await meet('alice');
  const bob = await meet('bob');
  const room = await makeRoom(alice);
  await bob.call('conversation.join', { conversation: room });
  await bob.call('conversation.leave', { conversation: room });
  await say(alice, room, 'in between');
  await bob.call('conversation.join', { conversation: room });
  await say(alice, room, 'after');
  const page = await bob.call('message.history', { conversation: room });
  expect(page.messages.map(({ seq }) => seq)).toEqual([2]);
});
