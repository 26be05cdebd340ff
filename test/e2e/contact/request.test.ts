import { expect } from 'bun:test';
import { Contact_Request as Request, Item_Kind, selfOf, type UserId } from '@hubbub/protocol';
import { befriend, itemsOf, untilItem } from '../friends.ts';
import { refused, stories } from '../stories.ts';

const tell = stories(async () => ({ friendRequests: 3 }));

tell('a request reaches the other one, and nobody else', async ({ meet }) => {
  const [alice, bob, charlie] = [await meet('alice'), await meet('bob'), await meet('charlie')];
  const asked = await alice.call('contact.request', { user: bob.id, text: 'from the party' });
  expect(asked.contact).toMatchObject({ user: bob.id, friend: false, request: Request.SENT });
  const item = await untilItem(bob, Item_Kind.CONTACT, ({ key }) => key === alice.id);
  expect(item.contact).toMatchObject({ request: Request.RECEIVED, text: 'from the party' });
  await charlie.settle();
  expect(charlie.events).toEqual([]);
  const { contacts, users } = await bob.call('contact.list', {});
  expect(contacts).toMatchObject([{ user: alice.id, request: Request.RECEIVED }]);
  expect(users).toMatchObject([{ id: alice.id }]);
});

tell('crossing requests make friends, and a retry makes nothing', async ({ meet }) => {
  const [alice, bob] = [await meet('alice'), await meet('bob')];
  const args = { user: bob.id, clientKey: 'k1' };
  await alice.call('contact.request', args);
  const met = await bob.call('contact.request', { user: alice.id });
  expect(met.contact).toMatchObject({ friend: true, request: Request.UNSPECIFIED });
  await untilItem(alice, Item_Kind.CONTACT, ({ contact }) => contact?.friend === true);
  const count = itemsOf(alice, Item_Kind.CONTACT).length;
  const again = await alice.call('contact.request', args);
  expect(again).toMatchObject({ repeated: true, contact: { friend: true } });
  expect(await refused(alice.call('contact.request', { ...args, text: 'other' }))).toBe(
    'KEY_REUSED',
  );
  await alice.settle();
  expect(itemsOf(alice, Item_Kind.CONTACT)).toHaveLength(count);
});

tell('declined, overlooked and blocked look alike to who asked', async ({ meet }) => {
  const [alice, bob, charlie] = [await meet('alice'), await meet('bob'), await meet('charlie')];
  await bob.call('contact.block', { user: alice.id });
  const toBlocker = await alice.call('contact.request', { user: bob.id, text: 'hi' });
  const toDecliner = await alice.call('contact.request', { user: charlie.id, text: 'hi' });
  await charlie.call('contact.decline', { user: alice.id });
  const plain = ({ contact }: typeof toBlocker) => ({
    ...contact,
    user: '',
    requestedAt: undefined,
    expiresAt: undefined,
  });
  expect(plain(toBlocker)).toEqual(plain(toDecliner));
  const again = await alice.call('contact.request', { user: charlie.id, text: 'please' });
  expect(again.contact).toMatchObject({ request: Request.SENT, text: 'hi' });
  const { contacts } = await alice.call('contact.list', {});
  expect(contacts.map(({ request, friend }) => [request, friend])).toEqual([
    [Request.SENT, false],
    [Request.SENT, false],
  ]);
  await bob.settle();
  expect(itemsOf(bob, Item_Kind.CONTACT).filter(({ contact }) => contact?.request !== 0)).toEqual(
    [],
  );
  // The two outcomes were one item each: nothing more came when charlie declined.
  await alice.settle();
  expect(itemsOf(alice, Item_Kind.CONTACT)).toHaveLength(2);
});

tell('there is an end to the requests of a day', async ({ meet }) => {
  const alice = await meet('alice');
  for (let i = 0; i < 3; i += 1)
    await alice.call('contact.request', { user: (await meet('bob')).id });
  const last = await meet('charlie');
  expect(await refused(alice.call('contact.request', { user: last.id }))).toBe('FULL');
  await last.settle();
  expect(last.events).toEqual([]);
});

tell('oneself, nobody and whom one has blocked cannot be asked', async ({ meet }) => {
  const [alice, bob] = [await meet('alice'), await meet('bob')];
  expect(await refused(alice.call('contact.request', { user: alice.id }))).toBe('FIELD');
  const nobody = 'usr_00000000000';
  expect(await refused(alice.call('contact.request', { user: nobody }))).toBe('UNKNOWN');
  await alice.call('contact.block', { user: bob.id });
  expect(await refused(alice.call('contact.request', { user: bob.id }))).toBe('BLOCKED');
});

tell(
  'whoever was removed, and still has the other one, is a friend again at once',
  async ({ meet }) => {
    const [alice, bob] = [await meet('alice'), await meet('bob')];
    await befriend(alice, bob);
    await alice.call('contact.remove', { user: bob.id });
    const asked = await alice.call('contact.request', { user: bob.id });
    expect(asked.contact).toMatchObject({ friend: true, request: Request.UNSPECIFIED });
  },
);

tell('all of it is on SELF for a device that comes later', async ({ meet }) => {
  const [alice, bob] = [await meet('alice'), await meet('bob')];
  await befriend(alice, bob);
  await alice.call('contact.tag', { user: bob.id, tags: ['work', 'chess', 'work'] });
  const self = selfOf(alice.id as UserId);
  const { changes } = await alice.call('sync.pull', { epoch: '', known: [], only: [self] });
  const item = changes[0]?.items.find(({ kind }) => kind === Item_Kind.CONTACT);
  expect(item?.contact).toMatchObject({ user: bob.id, friend: true, tags: ['chess', 'work'] });
  expect(changes[0]?.users.map(({ id }) => id)).toContain(bob.id);
});
