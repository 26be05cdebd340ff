import { expect } from 'bun:test';
import { Item_Kind } from '@hubbub/protocol';
import { makeRoom, refused, say, stories, type Person } from '../stories.ts';

const tell = stories();

const itemsOf = ({ events }: Person) =>
  events.flatMap(({ event }) => (event.case === 'change' ? event.value.items : []));

tell('an emoji is counted for all, and one’s own devices know that it is one’s own', async (on) => {
  const [alice, bob, charlie] = [
    await on.meet('alice'),
    await on.meet('bob'),
    await on.meet('charlie'),
  ];
  const conversation = await makeRoom(alice);
  await bob.call('conversation.join', { conversation });
  const seq = await say(alice, conversation, 'cake?');
  const { message } = await bob.call('message.react', { conversation, seq, emoji: '🎂', on: true });
  expect(message?.reactions).toMatchObject([{ emoji: '🎂', count: 1 }]);
  const told = await alice.untilChange(
    ({ messages }) => messages.some((row) => row.reactions.length > 0),
    'the emoji',
  );
  expect(told.messages).toEqual([message!]);
  const own = { kind: Item_Kind.MESSAGE, key: `${conversation}/${seq}`, reactions: ['🎂'] };
  await bob.socket.until(() => itemsOf(bob).some((item) => item.key === own.key), 'the item');
  expect(itemsOf(bob)).toContainEqual(expect.objectContaining(own));
  const { users } = await alice.call('message.reactions', { conversation, seq, emoji: '🎂' });
  expect(users.map(({ id }) => id)).toEqual([bob.id]);
  const off = await bob.call('message.react', { conversation, seq, emoji: '🎂', on: false });
  expect(off.message?.reactions).toEqual([]);
  const asked = { conversation, seq, emoji: '🎂' };
  expect(await refused(charlie.call('message.react', { ...asked, on: true }))).toBe('NOT_A_MEMBER');
  expect(await refused(charlie.call('message.reactions', asked))).toBe('NOT_A_MEMBER');
  expect(await refused(bob.call('message.react', { ...asked, emoji: ':-)', on: true }))).toBe(
    'FIELD',
  );
  await Promise.all([alice.settle(), charlie.settle()]);
  expect(itemsOf(alice).filter(({ kind }) => kind === Item_Kind.MESSAGE)).toEqual([]);
  expect(charlie.events).toEqual([]);
});
