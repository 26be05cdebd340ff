import { expect } from 'bun:test';
import { Showing_Choice as Showing } from '@hubbub/protocol';
import { isCallsOnly, makeRoom, refused, stories, type Person } from '../stories.ts';

const tell = stories();

function profiles({ events }: Person) {
  return events.flatMap(({ event }) => (event.case === 'profile' ? [event.value] : []));
}

tell('what somebody is about is beside the name until it is taken away', async ({ meet }) => {
  const [alice, bob] = [await meet('alice'), await meet('bob')];
  const set = async (emoji: string, text: string, seconds = 0) =>
    (await alice.call('user.setStatus', { emoji, text, seconds })).user?.status;
  const read = async () => (await bob.call('user.get', { users: [alice.id] })).users[0]?.status;
  expect(await read()).toBeUndefined();
  const first = await set('🌴', ' on the beach ', 3600);
  expect(first).toMatchObject({ emoji: '🌴', text: 'on the beach' });
  const until = Number(first?.until?.seconds);
  expect(Math.abs(until - Date.now() / 1000 - 3600)).toBeLessThan(60);
  expect(await read()).toEqual(first);
  expect((await set('', 'back'))?.until).toBeUndefined();
  expect(await read()).toMatchObject({ emoji: '', text: 'back' });
  for (const [emoji, text] of [
    ['no emoji', ''],
    ['🌴🌴', ''],
    ['', 'two\nlines'],
  ] as const)
    expect(await refused(set(emoji, text))).toBe('FIELD');
  expect(await set('', '')).toBeUndefined();
  expect(await read()).toBeUndefined();
});

tell('who looks at somebody is told at once, and who is blocked is not', async ({ meet, door }) => {
  if (isCallsOnly(door)) return;
  const [alice, bob, charlie] = [await meet('alice'), await meet('bob'), await meet('charlie')];
  const conversation = await makeRoom(alice);
  for (const one of [bob, charlie]) {
    await one.call('conversation.join', { conversation });
    await one.call('presence.subscribe', { users: [alice.id] });
  }
  await alice.call('contact.block', { user: charlie.id });
  await alice.call('user.setStatus', { emoji: '🍵', text: '' });
  await bob.socket.until(({ event }) => event.case === 'profile', 'the status');
  expect(profiles(bob)).toMatchObject([{ id: alice.id, status: { emoji: '🍵' } }]);
  await alice.socket.until(({ event }) => event.case === 'profile', 'the own one');
  await charlie.settle();
  expect(profiles(charlie)).toEqual([]);
});

tell(
  'who looks at a room sees it of those who are there, unless blocked',
  async ({ meet, door }) => {
    if (isCallsOnly(door)) return;
    const [alice, bob, charlie] = [await meet('alice'), await meet('bob'), await meet('charlie')];
    const conversation = await makeRoom(alice);
    for (const one of [bob, charlie]) await one.call('conversation.join', { conversation });
    await alice.call('contact.block', { user: charlie.id });
    for (const one of [bob, charlie]) await one.call('presence.subscribe', { conversation });
    await alice.call('user.setStatus', { emoji: '🍵', text: 'tea' });
    await bob.socket.until(({ event }) => event.case === 'profile', 'the status');
    expect(profiles(bob)).toMatchObject([{ id: alice.id, status: { text: 'tea' } }]);
    await charlie.settle();
    expect(profiles(charlie)).toEqual([]);
    // Who hides that it is here does not show it by this either.
    await alice.call('setting.set', { settings: { presence: Showing.NOBODY } });
    await bob.call('presence.subscribe', { conversation });
    await alice.call('user.setStatus', { emoji: '', text: '' });
    await alice.settle();
    await bob.settle();
    expect(profiles(bob)).toHaveLength(1);
  },
);
