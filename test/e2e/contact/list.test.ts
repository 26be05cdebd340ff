import { expect } from 'bun:test';
import { befriend } from '../friends.ts';
import { refused, stories } from '../stories.ts';

const tell = stories();

tell('everybody one stands to, page by page', async ({ meet }) => {
  const alice = await meet('alice');
  const others = [await meet('bob'), await meet('charlie'), await meet('bob')];
  for (const other of others) await befriend(alice, other);
  const ids = others.map(({ id }) => id).toSorted();
  const first = await alice.call('contact.list', { limit: 2 });
  const second = await alice.call('contact.list', { limit: 2, after: first.next });
  expect([...first.contacts, ...second.contacts].map(({ user }) => user)).toEqual(ids);
  expect(second.next).toBe('');
  expect(await refused(alice.call('contact.list', { after: 'nonsense' }))).toBe('FIELD');
});

tell('what was taken back is not in it', async ({ meet }) => {
  const [alice, bob] = [await meet('alice'), await meet('bob')];
  await alice.call('contact.block', { user: bob.id });
  expect((await alice.call('contact.list', {})).contacts).toMatchObject([{ blocked: true }]);
  await alice.call('contact.unblock', { user: bob.id });
  expect((await alice.call('contact.list', {})).contacts).toEqual([]);
});
