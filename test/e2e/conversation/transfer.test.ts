import { expect } from 'bun:test';
import { Member_Role, Notice_Kind } from '@hubbub/protocol';
import { makeGroup, refused, stories } from '../stories.ts';

const tell = stories();

tell('the group is bob’s then, and alice an admin', async ({ meet }) => {
  const [alice, bob] = [await meet('alice'), await meet('bob')];
  const group = await makeGroup(alice, [bob.id]);
  const toSelf = bob.call('conversation.transfer', { conversation: group, user: bob.id });
  expect(await refused(toSelf)).toBe('ROLE');
  await alice.call('conversation.transfer', { conversation: group, user: bob.id });
  const seen = await bob.untilChange(
    ({ notices }) => notices.some(({ kind }) => kind === Notice_Kind.TRANSFERRED),
    'the line',
  );
  expect(seen.members).toMatchObject([
    { user: alice.id, role: Member_Role.ADMIN },
    { user: bob.id, role: Member_Role.OWNER },
  ]);
  expect(await refused(alice.call('conversation.delete', { conversation: group }))).toBe('ROLE');
  await bob.call('conversation.delete', { conversation: group });
});
