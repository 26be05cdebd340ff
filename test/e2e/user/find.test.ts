import { expect } from 'bun:test';
import { stories } from '../stories.ts';

const tell = stories();

tell('user.find knows exact names only', async ({ meet }) => {
  const alice = await meet('alice');
  const bob = await meet('bob');
  const found = async (username: string) => {
    const { users } = await alice.call('user.find', { username });
    return users.map(({ id }) => id);
  };
  expect(await found(bob.username)).toEqual([bob.id]);
  expect(await found(bob.username.toUpperCase())).toEqual([]);
  expect(await found(bob.username.slice(0, -1))).toEqual([]);
});
