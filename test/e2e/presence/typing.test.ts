import { expect } from 'bun:test';
import {
  Settings_Accept as Accept,
  Sharing_Choice as Choice,
  Window_Span as Span,
} from '@hubbub/protocol';
import { isCallsOnly, makeRoom, refused, say, stories, type Person } from '../stories.ts';

const tell = stories();

function typing({ events }: Person) {
  return events.flatMap(({ event }) => (event.case === 'typing' ? [event.value] : []));
}

async function hears(person: Person) {
  await person.socket.until(({ event }) => event.case === 'typing', 'somebody writing');
}

tell(
  'who watches the room sees who is writing; who does not, and strangers, do not',
  async ({ meet }) => {
    const [alice, bob, charlie] = [await meet('alice'), await meet('bob'), await meet('charlie')];
    const dave = await meet('charlie');
    const conversation = await makeRoom(alice);
    for (const one of [bob, charlie]) await one.call('conversation.join', { conversation });
    await bob.socket.call('presence.subscribe', { conversation });
    await alice.call('presence.typing', { conversation });
    await hears(bob);
    expect(typing(bob)).toMatchObject([{ conversation, user: alice.id, stopped: false }]);
    // Said again at once it is no news; that it is over is.
    await alice.call('presence.typing', { conversation });
    await alice.call('presence.typing', { conversation, stopped: true });
    await bob.socket.until(({ event }) => event.case === 'typing' && event.value.stopped, 'an end');
    expect(typing(bob)).toHaveLength(2);
    for (const one of [alice, charlie, dave]) await one.settle();
    for (const one of [alice, charlie, dave]) expect(typing(one)).toEqual([]);
    expect(await refused(dave.call('presence.typing', { conversation }))).toBe('NOT_A_MEMBER');
  },
);

tell('in a direct conversation it reaches who looks at the writer', async ({ meet }) => {
  const [alice, bob] = [await meet('alice'), await meet('bob')];
  const made = await alice.call('conversation.direct', { user: bob.id, clientKey: 'k' });
  const conversation = made.conversation?.id ?? '';
  await say(alice, conversation, 'hello');
  await bob.socket.call('presence.subscribe', { users: [alice.id] });
  await alice.call('presence.typing', { conversation });
  await hears(bob);
  expect(typing(bob)).toMatchObject([{ conversation, user: alice.id }]);
});

for (const direction of ['alice blocks bob', 'bob blocks alice'])
  tell(`never to or from who is blocked: ${direction}`, async ({ meet }) => {
    const [alice, bob, charlie] = [await meet('alice'), await meet('bob'), await meet('charlie')];
    const conversation = await makeRoom(alice);
    for (const one of [bob, charlie]) await one.call('conversation.join', { conversation });
    const [blocker, blocked] = direction === 'alice blocks bob' ? [alice, bob] : [bob, alice];
    await blocker.call('contact.block', { user: blocked.id });
    for (const one of [bob, charlie]) await one.socket.call('presence.subscribe', { conversation });
    await alice.call('presence.typing', { conversation });
    await hears(charlie);
    await bob.settle();
    expect(typing(bob)).toEqual([]);
  });

tell('who keeps it to itself shows nothing and sees nothing', async ({ meet, door }) => {
  const [alice, bob, charlie] = [await meet('alice'), await meet('bob'), await meet('charlie')];
  const conversation = await makeRoom(alice);
  for (const one of [bob, charlie]) await one.call('conversation.join', { conversation });
  for (const one of [alice, bob, charlie])
    await one.socket.call('presence.subscribe', { conversation });
  const none = { accept: Accept.UNSPECIFIED, moments: Span.UNSPECIFIED };
  const settings = { ...none, receipts: Choice.UNSPECIFIED, typing: Choice.HIDDEN };
  const set = await bob.call('setting.set', { settings });
  expect(set.settings).toMatchObject({ typing: Choice.HIDDEN, receipts: Choice.SHOWN });
  await bob.call('presence.typing', { conversation });
  await alice.call('presence.typing', { conversation });
  await hears(charlie);
  await bob.settle();
  expect(typing(bob)).toEqual([]);
  expect(typing(charlie).map(({ user }) => user)).toEqual([alice.id]);
  expect(isCallsOnly(door) || typing(alice).length === 0).toBe(true);
});

tell('who was removed hears of nobody writing any more', async ({ meet }) => {
  const [alice, bob, charlie] = [await meet('alice'), await meet('bob'), await meet('charlie')];
  const conversation = await makeRoom(alice);
  for (const one of [bob, charlie]) {
    await one.call('conversation.join', { conversation });
    await one.socket.call('presence.subscribe', { conversation });
  }
  await alice.call('conversation.remove', { conversation, user: bob.id });
  await alice.call('presence.typing', { conversation });
  await hears(charlie);
  await bob.settle();
  expect(typing(bob)).toEqual([]);
});
