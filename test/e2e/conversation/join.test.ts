import { expect } from 'bun:test';
import { Conversation_Kind, Item_Kind, Member_Role } from '@hubbub/protocol';
import { makeRoom, refused, say, stories } from '../stories.ts';

const tell = stories();

tell(
  'bob joins: members see him come, he gets the room and then its messages',
  async ({ meet }) => {
    const alice = await meet('alice');
    const bob = await meet('bob');
    const charlie = await meet('charlie');
    const room = await makeRoom(alice);
    await say(alice, room, 'before');
    const joined = await bob.call('conversation.join', { conversation: room });
    expect(joined.change).toMatchObject({ conversation: room, reset: true });
    expect(joined.conversation?.own).toMatchObject({ role: Member_Role.MEMBER, joinSeq: 2 });
    const seen = await alice.untilChange(
      (change) => change.members.some(({ user }) => user === bob.id),
      'bob among the members',
    );
    expect(seen.head?.memberCount).toBe(2);
    expect(seen.head?.own).toBeUndefined();
    expect(await say(alice, room, 'hello bob')).toBe(2);
    const heard = await bob.untilChange((change) => change.messages.length > 0, 'the message');
    expect(heard.messages.map(({ seq, sender }) => [seq, sender])).toEqual([[2, alice.id]]);
    await charlie.settle();
    expect(charlie.events).toEqual([]);
  },
);

tell(
  'a second socket of the same user hears of the join and of what follows',
  async ({ meet, server }) => {
    const alice = await meet('alice');
    const bob = await meet('bob');
    const { openSocket } = await import('../../support/socket.ts');
    const second = await openSocket(`${server.url.replace('http', 'ws')}/v1/socket`);
    await second.call('session.open', { token: bob.token });
    const room = await makeRoom(alice);
    await bob.call('conversation.join', { conversation: room });
    await second.until(
      ({ event }) =>
        event.case === 'change' &&
        event.value.items.some(({ kind, key }) => kind === Item_Kind.JOINED && key === room),
      'the joined item',
    );
    await say(alice, room, 'to both');
    await second.until(
      ({ event }) => event.case === 'change' && event.value.messages.some(({ seq }) => seq === 1),
      'the message',
    );
  },
);

tell('joining twice changes nothing', async ({ meet }) => {
  const alice = await meet('alice');
  const bob = await meet('bob');
  const room = await makeRoom(alice);
  const once = await bob.call('conversation.join', { conversation: room });
  const twice = await bob.call('conversation.join', { conversation: room });
  expect(twice.repeated).toBe(true);
  expect(twice.change).toBeUndefined();
  expect(twice.conversation?.version).toBe(once.conversation?.version ?? 0);
});

tell('a direct and an unknown id cannot be joined, nor told apart', async ({ meet }) => {
  const alice = await meet('alice');
  const bob = await meet('bob');
  const charlie = await meet('charlie');
  const { conversation } = await alice.call('conversation.direct', { user: bob.id });
  expect(conversation?.kind).toBe(Conversation_Kind.DIRECT);
  for (const id of [conversation?.id ?? '', 'cnv_00000000001', 'nonsense'])
    expect(await refused(charlie.call('conversation.join', { conversation: id }))).toBe('UNKNOWN');
});
