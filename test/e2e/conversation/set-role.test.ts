import { expect } from 'bun:test';
import { Member_Role, Notice_Kind } from '@hubbub/protocol';
import { makeGroup, refused, stories } from '../stories.ts';

const tell = stories();

tell('the owner makes an admin, who may do what admins may', async ({ meet }) => {
  const [alice, bob, charlie] = [await meet('alice'), await meet('bob'), await meet('charlie')];
  const group = await makeGroup(alice, [bob.id]);
  const made = { conversation: group, user: bob.id, role: Member_Role.ADMIN };
  expect(await refused(bob.call('conversation.setRole', made))).toBe('ROLE');
  await alice.call('conversation.setRole', made);
  const seen = await bob.untilChange(
    ({ notices }) => notices.some(({ kind }) => kind === Notice_Kind.ROLE),
    'the line',
  );
  expect(seen.members).toMatchObject([{ user: bob.id, role: Member_Role.ADMIN }]);
  await bob.call('conversation.add', { conversation: group, users: [charlie.id] });
  const owner = alice.call('conversation.setRole', { ...made, role: Member_Role.OWNER });
  expect(await refused(owner)).toBe('FIELD');
});
