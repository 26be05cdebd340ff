import { expect, setDefaultTimeout } from 'bun:test';
import { elsewhere, onBoth } from '../account/both.ts';
import { makeRoom, refused } from '../stories.ts';

setDefaultTimeout(60_000);

onBoth((tell) => {
  tell(
    'user.updateProfile is told to the own devices alone; others see it when they read again',
    async ({ meet, server }) => {
      const alice = await meet('alice');
      const bob = await meet('bob');
      const room = await makeRoom(alice);
      await bob.call('conversation.join', { conversation: room });
      const phone = await elsewhere(server, alice);
      await bob.settle();
      const before = bob.events.length;
      const { user } = await alice.call('user.updateProfile', { displayName: ' Alice L. ' });
      expect(user).toMatchObject({ displayName: 'Alice L.', about: '', counter: 2 });
      await alice.call('user.updateProfile', { about: 'first line\r\nsecond line ' });
      await phone.socket.call('user.get', { users: [alice.id] });
      const heard = phone.socket.events.filter(({ event }) => event.case === 'profile');
      expect(heard.map(({ event }) => event.value)).toMatchObject([
        { displayName: 'Alice L.', counter: 2 },
        { displayName: 'Alice L.', about: 'first line\nsecond line', counter: 3 },
      ]);
      const seen = await bob.call('user.get', { users: [alice.id] });
      expect(seen.users[0]).toMatchObject({ about: 'first line\nsecond line', counter: 3 });
      await bob.settle();
      expect(bob.events).toHaveLength(before);
      phone.socket.close();
    },
  );

  tell('what cannot be shown is refused, and an empty name is the username', async ({ meet }) => {
    const alice = await meet('alice');
    for (const args of [
      { displayName: 'a\u202eb' },
      { displayName: 'x'.repeat(65) },
      { displayName: 'tab\there' },
      { about: 'a\u202eb' },
      { about: 'bell\u0007' },
      { about: 'x'.repeat(301) },
    ])
      expect(await refused(alice.call('user.updateProfile', args))).toBe('FIELD');
    await alice.call('user.updateProfile', { displayName: 'Alice', about: 'here' });
    const { user } = await alice.call('user.updateProfile', { displayName: '', about: '' });
    expect(user).toMatchObject({ displayName: alice.username, about: '' });
  });
});
