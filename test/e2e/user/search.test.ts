import { expect } from 'bun:test';
import { befriend } from '../friends.ts';
import { refused, stories } from '../stories.ts';

const tell = stories();

tell('one finds whom one knows by any part of a name, others by all of it', async ({ meet }) => {
  const alice = await meet('alice');
  const bob = await meet('bob');
  const charlie = await meet('charlie');
  await charlie.call('user.updateProfile', { displayName: 'Ångström 王小明' });
  const found = async (query: string) => {
    const { users } = await alice.call('user.search', { query });
    return users.map(({ id }) => id);
  };
  expect(await found('angs')).toEqual([]);
  await alice.call('conversation.direct', { user: charlie.id });
  expect(await found('angs')).toEqual([charlie.id]);
  expect(await found('小明')).toEqual([charlie.id]);
  expect(await found('明小')).toEqual([]);

  expect(await found(bob.username)).toEqual([bob.id]);
  expect(await found(bob.username.slice(0, -1))).toEqual([]);
  await befriend(alice, bob);
  expect(await found('bo')).toEqual([bob.id]);
  await alice.call('contact.update', { user: bob.id, alias: 'Angler' });
  expect(await found('ang')).toEqual([bob.id, charlie.id]);
  expect(await refused(alice.call('user.search', { query: '' }))).toBe('FIELD');
});
