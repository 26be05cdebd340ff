import { expect } from 'bun:test';
import {
  Settings_Accept as Accept,
  Sharing_Choice as Sharing,
  Showing_Choice as Showing,
  Window_Span as Span,
} from '@hubbub/protocol';
import { openSocket } from '../../support/socket.ts';
import { until } from '../../support/until.ts';
import { befriend } from '../friends.ts';
import {
  isCallsOnly,
  makeRoom,
  refused,
  say,
  stories,
  type Person,
  type Scene,
} from '../stories.ts';

const tell = stories();

tell('alice sees who of the room is here, and who goes', async ({ meet, door }) => {
  const alice = await meet('alice');
  const bob = await meet('bob');
  const conversation = await makeRoom(alice);
  await bob.call('conversation.join', { conversation });
  if (isCallsOnly(door)) {
    expect(await refused(alice.call('presence.subscribe', { conversation }))).toBe('DOOR');
    return;
  }
  const { present, count } = await alice.call('presence.subscribe', { conversation });
  expect(present.toSorted()).toEqual([alice.id, bob.id].toSorted());
  expect(count).toBe(2);
  bob.socket.close();
  await alice.socket.until(
    ({ event }) => event.case === 'presence' && event.value.user === bob.id && !event.value.online,
    'bob going',
  );
});

tell('strangers may not watch a room', async ({ meet, door }) => {
  const alice = await meet('alice');
  const charlie = await meet('charlie');
  const conversation = await makeRoom(alice);
  const asked = charlie.call('presence.subscribe', { conversation });
  expect(await refused(asked)).toBe(isCallsOnly(door) ? 'DOOR' : 'NOT_A_MEMBER');
  await charlie.settle();
  expect(charlie.events).toEqual([]);
});

const none = {
  accept: Accept.UNSPECIFIED,
  moments: Span.UNSPECIFIED,
  receipts: Sharing.UNSPECIFIED,
  typing: Sharing.UNSPECIFIED,
};

async function show(person: Person, presence: Showing) {
  const { settings } = await person.call('setting.set', { settings: { ...none, presence } });
  expect(settings?.presence).toBe(presence);
}

/** What a person was told of who is here: users that came or went, and counts. */
function heard({ events }: Person) {
  return events.flatMap(({ event }): (string | number | undefined)[] =>
    event.case === 'presence'
      ? [event.value.user]
      : event.case === 'count'
        ? [event.value.count]
        : [],
  );
}

async function comesBack({ server }: Scene, { token }: Person) {
  const socket = await openSocket(`${server.url.replace('http', 'ws')}/v1/socket`, {});
  await socket.call('session.open', { token });
  return socket;
}

async function directOf(alice: Person, bob: Person) {
  const made = await alice.call('conversation.direct', { user: bob.id, clientKey: 'k' });
  const conversation = made.conversation?.id ?? '';
  await say(alice, conversation, 'hello');
  return conversation;
}

async function roomOf(owner: Person, ...others: readonly Person[]) {
  const conversation = await makeRoom(owner);
  for (const one of others) await one.call('conversation.join', { conversation });
  return conversation;
}

tell('when somebody was here last', async (scene) => {
  const { meet, door } = scene;
  if (isCallsOnly(door)) return;
  const [alice, bob, charlie] = [await meet('alice'), await meet('bob'), await meet('charlie')];
  const conversation = await directOf(alice, bob);
  const before = await alice.call('presence.subscribe', { users: [bob.id, charlie.id] });
  expect([before.present, before.seen]).toEqual([[bob.id], []]);
  bob.socket.close();
  const { event } = await alice.socket.until(({ event }) => event.case === 'presence', 'bob going');
  expect(event.value).toMatchObject({ user: bob.id, online: false });
  const at = event.case === 'presence' ? Number(event.value.seenAt?.seconds) : 0;
  expect(Math.abs(at - Date.now() / 1000)).toBeLessThan(60);
  for (const target of [{ users: [bob.id, charlie.id] }, { conversation }]) {
    const seen = await until(async () => {
      const answer = await alice.call('presence.subscribe', target);
      return Number(answer.seen[0]?.at?.seconds ?? 0) >= at - 1 && answer.seen;
    });
    expect(seen.map(({ user }) => user)).toEqual([bob.id]);
  }
});

tell('whoever shows it to nobody is never here, and sees nobody', async (scene) => {
  const { meet, door } = scene;
  if (isCallsOnly(door)) return;
  const [alice, bob, charlie] = [await meet('alice'), await meet('bob'), await meet('charlie')];
  const direct = await directOf(alice, bob);
  const room = await roomOf(alice, bob, charlie);
  const asked = [{ users: [bob.id] }, { conversation: direct }, { conversation: room }];
  for (const target of asked) await alice.call('presence.subscribe', target);
  await charlie.call('presence.subscribe', { conversation: room });
  await show(bob, Showing.NOBODY);
  await alice.socket.until(({ event }) => event.case === 'stale', 'told to read again');
  // In the room he has gone, as if he had.
  await charlie.socket.until(({ event }) => event.case === 'count', 'one less');
  expect(heard(charlie)).toEqual([bob.id, 2]);
  const [byUser, byDirect, byRoom] = await Promise.all(
    asked.map((target) => alice.call('presence.subscribe', target)),
  );
  expect([byUser?.present, byUser?.seen]).toEqual([[], []]);
  expect([byDirect?.present, byDirect?.count, byDirect?.seen]).toEqual([[alice.id], 1, []]);
  expect(byRoom?.present.toSorted()).toEqual([alice.id, charlie.id].toSorted());
  const told = [heard(alice), heard(charlie)];
  bob.socket.close();
  const socket = await comesBack(scene, bob);
  for (const one of [alice, charlie]) await one.settle();
  expect([heard(alice), heard(charlie)]).toEqual(told);
  for (const target of [{ users: [alice.id] }, { conversation: direct }, { conversation: room }]) {
    const { present, seen } = await socket.call('presence.subscribe', target);
    expect([present.filter((one) => one !== bob.id), seen]).toEqual([[], []]);
  }
  charlie.socket.close();
  await socket.call('user.get', { users: [bob.id] });
  expect(socket.events.filter(({ event }) => event.case === 'presence')).toEqual([]);
  expect(socket.events.filter(({ event }) => event.case === 'count')).toEqual([]);
  socket.close();
});

tell('only friends, where they look', async ({ meet, door }) => {
  if (isCallsOnly(door)) return;
  const [alice, bob, charlie] = [await meet('alice'), await meet('bob'), await meet('charlie')];
  await befriend(alice, bob);
  const room = await roomOf(alice, bob, charlie);
  await show(bob, Showing.FRIENDS);
  const look = async (person: Person, target: { users: string[] } | { conversation: string }) =>
    (await person.call('presence.subscribe', target)).present.includes(bob.id);
  expect(await look(alice, { users: [bob.id] })).toBe(true);
  expect(await look(charlie, { users: [bob.id] })).toBe(false);
  expect(await look(alice, { conversation: room })).toBe(false);
  expect(await look(charlie, { conversation: room })).toBe(false);
  const seen = await bob.call('presence.subscribe', { users: [alice.id, charlie.id] });
  expect(seen.present).toEqual([alice.id]);
  // The friendship ends: she sees no more of it.
  await bob.call('contact.remove', { user: alice.id });
  await alice.socket.until(({ event }) => event.case === 'stale', 'told to read again');
  bob.socket.close();
  for (const one of [alice, charlie]) await one.settle();
  expect([alice, charlie].flatMap(heard).filter((one) => one === bob.id)).toEqual([]);
});

for (const isLooking of [true, false])
  tell(
    `who is blocked sees nothing of it in a shared room${isLooking ? ' it looks at' : ''}`,
    async (scene) => {
      const { meet, door } = scene;
      if (isCallsOnly(door)) return;
      const [alice, bob, charlie] = [await meet('alice'), await meet('bob'), await meet('charlie')];
      const conversation = await roomOf(charlie, alice, bob);
      await charlie.call('presence.subscribe', { conversation });
      if (isLooking) await bob.call('presence.subscribe', { conversation });
      await alice.call('contact.block', { user: bob.id });
      if (isLooking) await bob.socket.until(({ event }) => event.case === 'stale', 'a hint');
      else {
        const { present, count } = await bob.call('presence.subscribe', { conversation });
        expect(present.toSorted()).toEqual([bob.id, charlie.id].toSorted());
        expect(count).toBe(2);
      }
      alice.socket.close();
      await until(() => heard(charlie).includes(2), { what: 'alice going' });
      const back = await comesBack(scene, alice);
      await until(() => heard(charlie).includes(3), { what: 'alice coming' });
      await bob.settle();
      expect(heard(bob)).toEqual([]);
      // Of the others he hears, and the count leaves her out.
      charlie.socket.close();
      await bob.socket.until(({ event }) => event.case === 'count', 'charlie going');
      expect(heard(bob)).toEqual([charlie.id, 1]);
      const hers = await back.call('presence.subscribe', { conversation });
      expect(hers.present).toEqual([alice.id]);
      back.close();
    },
  );
