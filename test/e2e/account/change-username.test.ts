import { expect, setDefaultTimeout } from 'bun:test';
import { refused } from '../stories.ts';
import { elsewhere, logInWith, onBoth, storyPassword } from './both.ts';
import { post } from './http.ts';

setDefaultTimeout(60_000);

onBoth((tell) => {
  tell(
    'account.changeUsername: the new name logs in, the old one is nobody’s, and it is once a week',
    async ({ meet, server }) => {
      const alice = await meet('alice');
      const bob = await meet('bob');
      const phone = await elsewhere(server, alice);
      const username = `new-${alice.username.slice(6)}`;
      const { user } = await alice.call('account.changeUsername', { username });
      expect(user).toMatchObject({ id: alice.id, username, counter: 2 });
      await phone.socket.call('user.get', { users: [alice.id] });
      expect(phone.socket.events.map(({ event }) => event.case)).toEqual(['profile']);
      expect((await logInWith(server, alice.username)).reason).toBe('CREDENTIALS');
      expect((await logInWith(server, username)).status).toBe(200);
      expect((await bob.call('user.find', { username })).users[0]?.id).toBe(alice.id);
      expect((await bob.call('user.find', { username: alice.username })).users).toEqual([]);
      expect(await refused(alice.call('account.changeUsername', { username: 'again' }))).toBe(
        'RATE',
      );
      const { account } = await alice.call('account.get', {});
      expect(account?.usernameAfter).toBeDefined();
      await bob.settle();
      expect(bob.events).toEqual([]);
      phone.socket.close();
    },
  );

  tell('a name that was given up is kept for its user, and nobody else gets it', async (scene) => {
    const alice = await scene.meet('alice');
    const bob = await scene.meet('bob');
    const taken = (username: string) => refused(bob.call('account.changeUsername', { username }));
    expect(await taken(alice.username)).toBe('TAKEN');
    expect(await taken(alice.username.toUpperCase())).toBe('TAKEN');
    expect(await taken('no such name!')).toBe('USERNAME');
    await alice.call('account.changeUsername', { username: `new-${alice.username.slice(6)}` });
    expect(await taken(alice.username)).toBe('TAKEN');
    const url = `${scene.server.url}/hubbub.v1.AccountService/SignUp`;
    const signedUp = await post(url, { username: alice.username, password: storyPassword });
    expect(signedUp.reason).toBe('TAKEN');
  });
});
