import { expect } from 'bun:test';
import { Item_Kind } from '@hubbub/protocol';
import { befriend, untilItem } from '../friends.ts';
import { refused, stories } from '../stories.ts';

const tell = stories();

tell('tags, alias and what is hidden are one’s own', async ({ meet }) => {
  const [alice, bob] = [await meet('alice'), await meet('bob')];
  await befriend(alice, bob);
  await bob.settle();
  const before = bob.events.length;
  const tagged = await alice.call('contact.tag', { user: bob.id, tags: [' chess ', 'chess'] });
  expect(tagged.contact?.tags).toEqual(['chess']);
  const changed = await alice.call('contact.update', { user: bob.id, alias: 'Bobby' });
  expect(changed.contact).toMatchObject({ alias: 'Bobby', tags: ['chess'], hideMine: false });
  await untilItem(alice, Item_Kind.CONTACT, ({ contact }) => contact?.alias === 'Bobby');
  const hidden = await alice.call('contact.update', { user: bob.id, hideTheirs: true });
  expect(hidden.contact).toMatchObject({ alias: 'Bobby', hideTheirs: true });
  const plain = await alice.call('contact.update', { user: bob.id, alias: '' });
  expect(plain.contact).toMatchObject({ alias: '', hideTheirs: true });
  await bob.settle();
  expect(bob.events).toHaveLength(before);
});

tell('only friends are tagged, and tags can be read', async ({ meet }) => {
  const [alice, bob] = [await meet('alice'), await meet('bob')];
  expect(await refused(alice.call('contact.tag', { user: bob.id, tags: ['x'] }))).toBe('UNKNOWN');
  await befriend(alice, bob);
  expect(await refused(alice.call('contact.tag', { user: bob.id, tags: [' '] }))).toBe('FIELD');
  const long = 'x'.repeat(21);
  expect(await refused(alice.call('contact.tag', { user: bob.id, tags: [long] }))).toBe('FIELD');
  const bell = { user: bob.id, alias: '\u202ereversed' };
  expect(await refused(alice.call('contact.update', bell))).toBe('FIELD');
});
