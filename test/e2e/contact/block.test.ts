import { expect } from 'bun:test';
import { Item_Kind, Settings_Accept as Accept } from '@hubbub/protocol';
import { befriend, itemsOf, untilItem } from '../friends.ts';
import { isCallsOnly, makeGroup, refused, say, stories, type Person } from '../stories.ts';

const tell = stories();

async function directOf(one: Person, other: Person): Promise<string> {
  const { conversation } = await one.call('conversation.direct', { user: other.id });
  return conversation?.id ?? '';
}

tell(
  'a block ends direct messages and invitations; unblocking brings them back',
  async ({ meet }) => {
    const [alice, bob] = [await meet('alice'), await meet('bob')];
    const direct = await directOf(alice, bob);
    await say(alice, direct, 'hello');
    const group = await makeGroup(alice, []);
    await bob.call('contact.block', { user: alice.id });
    expect(await refused(say(alice, direct, 'still there?'))).toBe('NOT_ACCEPTING');
    expect(
      await refused(alice.call('conversation.add', { conversation: group, users: [bob.id] })),
    ).toBe('NOT_ACCEPTING');
    expect(await refused(makeGroup(alice, [bob.id], 'again'))).toBe('NOT_ACCEPTING');
    await bob.settle();
    expect(bob.changes(direct).flatMap(({ messages }) => messages)).toHaveLength(1);
    expect(bob.changes(group)).toEqual([]);
    // One way only: who blocks may still write, and is on its own with it.
    await say(bob, direct, 'leave me alone');
    await bob.call('contact.unblock', { user: alice.id });
    expect(await say(alice, direct, 'thanks')).toBeGreaterThan(0);
  },
);

tell('a retry of what was sent before the block is answered as ever', async ({ meet }) => {
  const [alice, bob] = [await meet('alice'), await meet('bob')];
  const conversation = await directOf(alice, bob);
  const args = {
    conversation,
    clientMsgId: 'm1',
    content: { case: 'text' as const, value: 'hello' },
  };
  const sent = await alice.call('message.send', args);
  await bob.call('contact.block', { user: alice.id });
  const again = await alice.call('message.send', args);
  expect(again).toMatchObject({ repeated: true, message: { seq: sent.message?.seq } });
});

tell('friends only: strangers are answered like the blocked', async ({ meet }) => {
  const [alice, bob, charlie] = [await meet('alice'), await meet('bob'), await meet('charlie')];
  await befriend(alice, bob);
  await bob.call('setting.set', { settings: { accept: Accept.FRIENDS } });
  await untilItem(bob, Item_Kind.SETTINGS, ({ settings }) => settings?.accept === Accept.FRIENDS);
  expect(await say(alice, await directOf(alice, bob), 'hello')).toBe(1);
  const stranger = await directOf(charlie, bob);
  expect(await refused(say(charlie, stranger, 'hello'))).toBe('NOT_ACCEPTING');
  await bob.call('contact.remove', { user: alice.id });
  expect(await refused(say(alice, await directOf(alice, bob), 'hello'))).toBe('NOT_ACCEPTING');
  await bob.settle();
  expect(bob.changes(stranger)).toEqual([]);
});

tell('a whisper between two ends with a block', async ({ meet }) => {
  const [alice, bob] = [await meet('alice'), await meet('bob')];
  const made = await alice.call('conversation.create', { kind: 3, title: 'lobby' });
  const room = made.conversation?.id ?? '';
  await bob.call('conversation.join', { conversation: room });
  const opened = await alice.call('conversation.whisper', { room, users: [bob.id] });
  const whisper = opened.conversation?.id ?? '';
  await say(alice, whisper, 'psst');
  await bob.call('contact.block', { user: alice.id });
  expect(await refused(say(alice, whisper, 'psst'))).toBe('NOT_ACCEPTING');
  // In the room they go on side by side.
  expect(await say(alice, room, 'hello all')).toBe(1);
});

tell('the blocked do not see who is here, from the moment of the block', async ({ meet, door }) => {
  if (isCallsOnly(door)) return;
  const [alice, bob] = [await meet('alice'), await meet('bob')];
  const conversation = await directOf(alice, bob);
  await say(alice, conversation, 'hello');
  const byUser = await alice.call('presence.subscribe', { users: [bob.id] });
  const byDirect = await alice.call('presence.subscribe', { conversation });
  expect([byUser.present, byDirect.count]).toEqual([[bob.id], 2]);
  await bob.call('contact.block', { user: alice.id });
  await alice.socket.until(({ event }) => event.case === 'stale', 'told to read again');
  expect((await alice.call('presence.subscribe', { users: [bob.id] })).present).toEqual([]);
  const away = await alice.call('presence.subscribe', { conversation });
  expect([away.present, away.count]).toEqual([[alice.id], 1]);
  bob.socket.close();
  await alice.settle();
  expect(alice.events.filter(({ event }) => event.case === 'presence')).toEqual([]);
});

tell('the one who is blocked is told nothing', async ({ meet }) => {
  const [alice, bob] = [await meet('alice'), await meet('bob')];
  await befriend(alice, bob);
  await alice.settle();
  const before = alice.events.length;
  await bob.call('contact.block', { user: alice.id });
  await bob.call('contact.update', { user: alice.id, hideMine: true, alias: 'pest' });
  await untilItem(bob, Item_Kind.CONTACT, ({ contact }) => contact?.alias === 'pest');
  await alice.settle();
  expect(alice.events).toHaveLength(before);
  expect(itemsOf(alice, Item_Kind.CONTACT).every(({ contact }) => !contact?.blocked)).toBe(true);
});
