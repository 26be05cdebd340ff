import { expect } from 'bun:test';
import { refused, stories } from '../stories.ts';

const tell = stories();

tell(
  'user.get answers with those that exist, each once, and with nothing that is not public',
  async ({ meet }) => {
    const alice = await meet('alice');
    const bob = await meet('bob');
    const { users } = await alice.call('user.get', { users: [bob.id, 'usr_00000000000', bob.id] });
    expect(users).toHaveLength(1);
    const { $typeName, ...shown } = users[0]!;
    expect($typeName).toBe('hubbub.v1.User');
    const { id, username } = bob;
    expect(shown).toEqual({
      id,
      username,
      displayName: username,
      picture: '',
      counter: 1,
      deleted: false,
      about: '',
      guest: false,
    });
  },
);

tell('user.get takes at most 100', async ({ meet }) => {
  const alice = await meet('alice');
  const ids = (count: number) => Array.from({ length: count }, () => alice.id);
  expect((await alice.call('user.get', { users: ids(100) })).users).toHaveLength(1);
  expect(await refused(alice.call('user.get', { users: ids(101) }))).toBe('FIELD');
});
