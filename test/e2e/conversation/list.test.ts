import { expect } from 'bun:test';
import { Conversation_Kind } from '@hubbub/protocol';
import { makeRoom, say, stories } from '../stories.ts';

const tell = stories();
const { ROOM } = Conversation_Kind;

tell(
  'rooms are found by words of their title, in any case, page by page',
  async ({ meet, door }) => {
    const alice = await meet('alice');
    const bob = await meet('bob');
    const word = `Zebra${door.replaceAll(' ', '')}`;
    const rooms: string[] = [];
    for (const n of [1, 2, 3]) rooms.push(await makeRoom(alice, `${word} ${n}`));
    await makeRoom(alice, 'something else');
    const query = word.toLowerCase();
    const first = await bob.call('conversation.list', { kind: ROOM, query, limit: 2 });
    expect(first.conversations).toHaveLength(2);
    const second = await bob.call('conversation.list', {
      kind: ROOM,
      query,
      limit: 2,
      after: first.next,
    });
    expect(second.next).toBe('');
    const found = [...first.conversations, ...second.conversations].map(({ id }) => id);
    expect(found.toSorted()).toEqual(rooms.toSorted());
  },
);

tell(
  'joined lists one’s own conversations only, and others’ directs are never listed',
  async ({ meet }) => {
    const alice = await meet('alice');
    const bob = await meet('bob');
    const charlie = await meet('charlie');
    const room = await makeRoom(alice);
    const { conversation: direct } = await alice.call('conversation.direct', { user: bob.id });
    await say(alice, direct?.id ?? '', 'hi');
    const mine = await alice.call('conversation.list', { joined: true, limit: 100 });
    expect(mine.conversations.map(({ id }) => id)).toEqual(
      expect.arrayContaining([room, direct?.id ?? '']),
    );
    const none = await charlie.call('conversation.list', { joined: true, limit: 100 });
    expect(none.conversations.filter(({ id }) => id === room || id === direct?.id)).toEqual([]);
    const all = await charlie.call('conversation.list', { limit: 100 });
    expect(all.conversations.every(({ kind }) => kind === ROOM)).toBe(true);
  },
);
