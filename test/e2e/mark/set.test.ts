import { expect } from 'bun:test';
import { Item_Kind } from '@hubbub/protocol';
import { makeRoom, refused, say, stories, type Person } from '../stories.ts';

const tell = stories();

function marksSeen({ events }: Person) {
  return events.flatMap(({ event }) => (event.case === 'mark' ? [event.value] : []));
}

tell('marks go forward only and never past the newest message', async ({ meet }) => {
  const alice = await meet('alice');
  const bob = await meet('bob');
  const conversation = await makeRoom(alice);
  await bob.call('conversation.join', { conversation });
  for (const n of [1, 2, 3]) await say(alice, conversation, `no ${n}`);
  const read = async (seq: number) =>
    (await bob.call('mark.set', { conversation, read: seq })).read;
  expect(await read(2)).toBe(2);
  expect(await read(1)).toBe(2);
  expect(await read(99)).toBe(3);
});

tell('other members see the mark, strangers do not', async ({ meet }) => {
  const alice = await meet('alice');
  const bob = await meet('bob');
  const charlie = await meet('charlie');
  const conversation = await makeRoom(alice);
  await bob.call('conversation.join', { conversation });
  await say(alice, conversation, 'read me');
  await bob.call('mark.set', { conversation, read: 1 });
  await alice.socket.until(({ event }) => event.case === 'mark', 'bob’s mark');
  expect(marksSeen(alice)).toMatchObject([{ conversation, user: bob.id, read: 1 }]);
  expect(await refused(charlie.call('mark.set', { conversation, read: 1 }))).toBe('NOT_A_MEMBER');
  await charlie.settle();
  expect(charlie.events).toEqual([]);
});

tell('bob’s other devices get it as an item, and it moves what is unread', async ({ meet }) => {
  const alice = await meet('alice');
  const bob = await meet('bob');
  const conversation = await makeRoom(alice);
  await bob.call('conversation.join', { conversation });
  for (const n of [1, 2]) await say(alice, conversation, `no ${n}`);
  await bob.call('mark.set', { conversation, read: 1 });
  await bob.socket.until(
    ({ event }) =>
      event.case === 'change' &&
      event.value.items.some(
        ({ kind, key, read }) => kind === Item_Kind.MARK && key === conversation && read === 1,
      ),
    'the item',
  );
  const ofBob = await bob.call('conversation.get', { conversation });
  expect(ofBob.conversation).toMatchObject({ seq: 2, own: { readSeq: 1 } });
  const ofAlice = await alice.call('conversation.get', { conversation });
  expect(ofAlice.conversation?.own).toMatchObject({ lastSentSeq: 2 });
});
