// Before somebody comes in or goes: who does it themselves is asked about, and who is added or removed by others.
import { expect } from 'bun:test';
import { defineHooks, Refusal, type BeforeEvent } from '@hubbub/server';
import { makeGroup, makeRoom, refused, say, stories } from '../e2e/stories.ts';
import { until } from '../support/until.ts';

type Asked =
  | ({ readonly hook: 'join' } & BeforeEvent<'join'>)
  | ({ readonly hook: 'leave' } & BeforeEvent<'leave'>);

const asked: Asked[] = [];
/** Users about whom no is said. */
const unwanted = new Set<string>();
const bound = new Set<string>();
/** Users about whom nothing is said until they are taken out. */
const undecided = new Set<string>();

const hooks = defineHooks({
  before: {
    async join(event) {
      asked.push({ hook: 'join', ...event });
      if (undecided.has(event.user)) await until(() => !undecided.has(event.user));
      if (unwanted.has(event.user)) throw new Refusal('Not you.');
    },
    leave(event) {
      asked.push({ hook: 'leave', ...event });
      if (bound.has(event.user)) throw new Refusal('Stay a while.');
    },
  },
});

const tell = stories(async () => ({ hookMs: 20_000 }), { hooks: [hooks] });

function askedIn(conversation: string): readonly object[] {
  return asked
    .filter((event) => event.conversation === conversation)
    .map(({ conversation: _, ...event }) => event);
}

tell('joining is refused or let be, and asked about once', async ({ meet }) => {
  const [alice, bob, charlie] = [await meet('alice'), await meet('bob'), await meet('charlie')];
  const room = await makeRoom(alice);
  unwanted.add(charlie.id);
  await bob.call('conversation.join', { conversation: room });
  await bob.call('conversation.join', { conversation: room });
  expect(await refused(charlie.call('conversation.join', { conversation: room }))).toBe('REFUSED');
  expect(askedIn(room)).toEqual([
    { hook: 'join', kind: 'ROOM', user: bob.id, by: bob.id },
    { hook: 'join', kind: 'ROOM', user: charlie.id, by: charlie.id },
  ]);
  const { members } = await alice.call('conversation.members', { conversation: room });
  expect(members.map(({ user }) => user).toSorted()).toEqual([alice.id, bob.id].toSorted());
  expect(charlie.changes()).toEqual([]);
});

tell('of those who are added each is asked about; one no is a no to all', async ({ meet }) => {
  const [alice, bob, charlie] = [await meet('alice'), await meet('bob'), await meet('charlie')];
  const group = await makeGroup(alice, []);
  unwanted.add(charlie.id);
  const add = (...users: string[]) =>
    alice.call('conversation.add', { conversation: group, users });
  expect(await refused(add(bob.id, charlie.id))).toBe('REFUSED');
  await bob.settle();
  expect(bob.changes()).toEqual([]);
  await add(bob.id);
  await add(bob.id);
  const of = (user: string) => ({ hook: 'join', kind: 'GROUP', user, by: alice.id });
  expect(askedIn(group)).toEqual([of(bob.id), of(charlie.id), of(bob.id)]);
  // Who may not add asks nobody.
  expect(
    await refused(bob.call('conversation.add', { conversation: group, users: [alice.id] })),
  ).toBe('ROLE');
  expect(askedIn(group)).toHaveLength(3);
});

tell('leaving and being removed come with their reasons', async ({ meet }) => {
  const [alice, bob, charlie] = [await meet('alice'), await meet('bob'), await meet('charlie')];
  const room = await makeRoom(alice);
  for (const one of [bob, charlie]) await one.call('conversation.join', { conversation: room });
  bound.add(bob.id);
  const leave = () => bob.call('conversation.leave', { conversation: room });
  const remove = (user: string) => alice.call('conversation.remove', { conversation: room, user });
  expect(await refused(leave())).toBe('REFUSED');
  expect(await refused(remove(bob.id))).toBe('REFUSED');
  expect(await say(bob, room, 'still here')).toBe(1);
  await remove(charlie.id);
  await remove(charlie.id);
  bound.delete(bob.id);
  await leave();
  await leave();
  expect(askedIn(room).slice(2)).toEqual([
    { hook: 'leave', kind: 'ROOM', user: bob.id, by: bob.id, reason: 'LEFT' },
    { hook: 'leave', kind: 'ROOM', user: bob.id, by: alice.id, reason: 'KICKED' },
    { hook: 'leave', kind: 'ROOM', user: charlie.id, by: alice.id, reason: 'KICKED' },
    { hook: 'leave', kind: 'ROOM', user: bob.id, by: bob.id, reason: 'LEFT' },
  ]);
});

tell(
  'who was in it when the hooks were asked, and not when it was written, is asked about',
  async ({ meet }) => {
    const [alice, bob, charlie] = [await meet('alice'), await meet('bob'), await meet('charlie')];
    const group = await makeGroup(alice, [bob.id]);
    undecided.add(charlie.id);
    const users = [bob.id, charlie.id];
    const adding = alice.socket.post('conversation.add', { conversation: group, users });
    await until(() => askedIn(group).length === 1, { what: 'charlie to be asked about' });
    await bob.call('conversation.leave', { conversation: group });
    unwanted.add(bob.id);
    undecided.delete(charlie.id);
    expect(await refused(adding)).toBe('REFUSED');
    const { members } = await alice.call('conversation.members', { conversation: group });
    const present = members.filter(({ left }) => left === 0).map(({ user }) => user);
    expect(present).toEqual([alice.id]);
  },
);
