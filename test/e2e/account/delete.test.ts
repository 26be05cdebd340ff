import { expect, setDefaultTimeout } from 'bun:test';
import { closes, Member_Role, Reason_Code } from '@hubbub/protocol';
import { makeGroup, makeRoom, refused, say, textOf } from '../stories.ts';
import { elsewhere, logInWith, onBoth, reasonOf, storyPassword } from './both.ts';
import { post } from './http.ts';

setDefaultTimeout(60_000);

onBoth((tell) => {
  tell(
    'account.delete ends every device, frees nothing to strangers, and leaves a deleted user',
    async ({ meet, server }) => {
      const alice = await meet('alice');
      const bob = await meet('bob');
      const room = await makeRoom(bob);
      await alice.call('conversation.join', { conversation: room });
      await say(alice, room, 'I was here');
      const phone = await elsewhere(server, alice);
      const start = performance.now();
      await alice.call('account.delete', {});
      expect(await Promise.all([alice.socket.closed, phone.socket.closed])).toEqual([
        closes.REVOKED.code,
        closes.REVOKED.code,
      ]);
      expect(performance.now() - start).toBeLessThan(1000);
      for (const { token } of [alice, phone]) expect(await reasonOf(server, token)).toBe('TOKEN');
      expect((await logInWith(server, alice.username)).reason).toBe('CREDENTIALS');
      const { users } = await bob.call('user.get', { users: [alice.id] });
      expect(users[0]).toMatchObject({
        id: alice.id,
        username: '',
        displayName: '',
        picture: '',
        about: '',
        deleted: true,
      });
      expect((await bob.call('user.find', { username: alice.username })).users).toEqual([]);
      const { messages } = await bob.call('message.history', { conversation: room });
      expect(messages.map((one) => [one.sender, textOf(one)])).toEqual([[alice.id, 'I was here']]);
      const again = { username: alice.username, password: storyPassword };
      const signedUp = await post(`${server.url}/hubbub.v1.AccountService/SignUp`, again);
      expect(signedUp.reason).toBe('TAKEN');
    },
  );

  tell(
    'what a deleted user owned passes to the oldest admin, else the oldest member; all members hear it',
    async ({ meet }) => {
      const alice = await meet('alice');
      const bob = await meet('bob');
      const charlie = await meet('charlie');
      const room = await makeRoom(alice);
      const group = await makeGroup(alice, [bob.id, charlie.id]);
      const alone = await makeGroup(alice, []);
      for (const person of [bob, charlie])
        await person.call('conversation.join', { conversation: room });
      const admin = { conversation: group, user: charlie.id, role: Member_Role.ADMIN };
      await alice.call('conversation.setRole', admin);
      await alice.call('account.delete', {});
      for (const conversation of [room, group]) {
        const change = await bob.untilChange(
          (one) =>
            one.conversation === conversation &&
            one.members.some(({ user, left }) => user === alice.id && left === Reason_Code.DELETED),
          'the deleted user to be out',
        );
        const heir = conversation === room ? bob.id : charlie.id;
        expect(change.members.find(({ role }) => role === Member_Role.OWNER)?.user).toBe(heir);
        const { members } = await bob.call('conversation.members', { conversation });
        const present = members.filter(({ left }) => left === 0).map(({ user }) => user);
        expect(present.toSorted()).toEqual([bob.id, charlie.id].toSorted());
      }
      expect(await refused(bob.call('conversation.get', { conversation: alone }))).toBe('UNKNOWN');
      expect(await refused(bob.call('conversation.direct', { user: alice.id }))).toBe('UNKNOWN');
    },
  );
});
