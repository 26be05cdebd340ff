import { expect } from 'bun:test';
import { Item_Kind } from '@hubbub/protocol';
import { befriend, itemsOf, untilItem } from '../friends.ts';
import { refused, stories } from '../stories.ts';

const tell = stories();

tell('accepting makes friends of both', async ({ meet }) => {
  const [alice, bob] = [await meet('alice'), await meet('bob')];
  await alice.call('contact.request', { user: bob.id });
  const accepted = await bob.call('contact.accept', { user: alice.id });
  expect(accepted.contact).toMatchObject({ user: alice.id, friend: true });
  const item = await untilItem(alice, Item_Kind.CONTACT, ({ contact }) => contact?.friend === true);
  expect(item.contact).toMatchObject({ user: bob.id, text: '' });
  expect((await bob.call('contact.accept', { user: alice.id })).contact?.friend).toBe(true);
});

tell('nobody can accept what was not asked, or was declined', async ({ meet }) => {
  const [alice, bob] = [await meet('alice'), await meet('bob')];
  expect(await refused(bob.call('contact.accept', { user: alice.id }))).toBe('UNKNOWN');
  // One’s own request is not for oneself to accept.
  await alice.call('contact.request', { user: bob.id });
  expect(await refused(alice.call('contact.accept', { user: bob.id }))).toBe('UNKNOWN');
  await bob.call('contact.decline', { user: alice.id });
  expect(await refused(bob.call('contact.accept', { user: alice.id }))).toBe('UNKNOWN');
});

tell(
  'accepting somebody who has blocked one meanwhile gives a friend who is silent',
  async ({ meet }) => {
    const [alice, bob] = [await meet('alice'), await meet('bob')];
    await alice.call('contact.request', { user: bob.id });
    await alice.call('contact.block', { user: bob.id });
    await alice.settle();
    const before = itemsOf(alice, Item_Kind.CONTACT).length;
    expect((await bob.call('contact.accept', { user: alice.id })).contact?.friend).toBe(true);
    await alice.settle();
    expect(itemsOf(alice, Item_Kind.CONTACT)).toHaveLength(before);
  },
);

tell(
  'a friend is removed on one side, and neither told nor taken away on the other',
  async ({ meet }) => {
    const [alice, bob] = [await meet('alice'), await meet('bob')];
    await befriend(alice, bob);
    await bob.settle();
    const before = bob.events.length;
    const removed = await alice.call('contact.remove', { user: bob.id });
    expect(removed.contact?.friend).toBe(false);
    await bob.settle();
    expect(bob.events).toHaveLength(before);
    expect((await bob.call('contact.list', {})).contacts).toMatchObject([{ friend: true }]);
    expect((await alice.call('contact.list', {})).contacts).toEqual([]);
  },
);
