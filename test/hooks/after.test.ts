// After the commit: everything that happened is told once, in the order of its conversation, whatever hooks do meanwhile.
import { expect } from 'bun:test';
import { defineHooks, type AfterEvent, type HookContext } from '@hubbub/server';
import { makeGroup, makeRoom, refused, say, stories } from '../e2e/stories.ts';
import { until } from '../support/until.ts';

type Told =
  | ({ readonly hook: 'send' } & AfterEvent<'send'>)
  | ({ readonly hook: 'join' } & AfterEvent<'join'>)
  | ({ readonly hook: 'leave' } & AfterEvent<'leave'>);

const told: Told[] = [];
const signedUp: AfterEvent<'signUp'>[] = [];
let waiting: (() => void) | undefined;

const hooks = defineHooks({
  after: {
    async send(event) {
      told.push({ hook: 'send', ...event });
      if (event.text === 'throw') throw new Error('oops');
      if (event.text === 'hang') return new Promise(() => undefined);
      if (event.text === 'wait') return new Promise<void>((resolve) => (waiting = resolve));
      return undefined;
    },
    join: (event) => told.push({ hook: 'join', ...event }),
    leave: (event) => told.push({ hook: 'leave', ...event }),
    signUp: (event: AfterEvent<'signUp'>, _context: HookContext) => signedUp.push(event),
  },
  limitMs: 500,
});

const tell = stories(async () => ({ logLevel: 'silent' }), { hooks: [hooks] });

async function toldIn(conversation: string, count: number): Promise<readonly Told[]> {
  const those = () => told.filter((one) => one.conversation === conversation);
  await until(() => those().length >= count, { what: `${count} calls of hooks` });
  return those();
}

tell('who came, what was said, who went, each once and in order', async ({ meet }) => {
  const [alice, bob, charlie] = [await meet('alice'), await meet('bob'), await meet('charlie')];
  const room = await makeRoom(alice);
  const join = { conversation: room };
  await bob.call('conversation.join', join);
  await bob.call('conversation.join', join);
  const content = { case: 'text', value: 'hello' } as const;
  for (const _ of [1, 2])
    await bob.call('message.send', { conversation: room, clientMsgId: 'a', content });
  await charlie.call('conversation.join', join);
  expect(await refused(bob.call('conversation.remove', { ...join, user: charlie.id }))).toBe(
    'ROLE',
  );
  await alice.call('conversation.remove', { ...join, user: charlie.id });
  await bob.call('conversation.leave', join);
  const place = { conversation: room, kind: 'ROOM' };
  const [, , said] = await toldIn(room, 6);
  expect(await toldIn(room, 6)).toEqual([
    { hook: 'join', ...place, user: alice.id, by: alice.id },
    { hook: 'join', ...place, user: bob.id, by: bob.id },
    { hook: 'send', ...place, sender: bob.id, text: 'hello', seq: 1, sentAt: expect.any(Date) },
    { hook: 'join', ...place, user: charlie.id, by: charlie.id },
    { hook: 'leave', ...place, user: charlie.id, by: alice.id, reason: 'KICKED' },
    { hook: 'leave', ...place, user: bob.id, by: bob.id, reason: 'LEFT' },
  ]);
  expect(said && 'sentAt' in said && Math.abs(said.sentAt.getTime() - Date.now())).toBeLessThan(
    60_000,
  );
});

tell('a forwarded message is told where it stands, once', async ({ meet }) => {
  const alice = await meet('alice');
  const [room, other] = [await makeRoom(alice), await makeRoom(alice)];
  const content = { case: 'text', value: 'hello' } as const;
  await alice.call('message.send', { conversation: room, clientMsgId: 'a', content });
  const forward = { conversation: room, seqs: [1], to: [other], clientKey: 'f' };
  for (const _ of [1, 2]) await alice.call('message.forward', forward);
  await alice.call('conversation.leave', { conversation: other });
  expect((await toldIn(other, 3)).map(({ hook }) => hook)).toEqual(['join', 'send', 'leave']);
});

tell('members by other ways are told of too', async ({ meet }) => {
  const [alice, bob, charlie] = [await meet('alice'), await meet('bob'), await meet('charlie')];
  const group = await makeGroup(alice, [bob.id]);
  await alice.call('conversation.add', { conversation: group, users: [charlie.id] });
  const joined = (one: Told) => one.hook === 'join' && [one.user, one.by];
  const inGroup = (await toldIn(group, 3)).map(joined);
  expect(new Set(inGroup.slice(0, 2).map(String))).toEqual(
    new Set([`${alice.id},${alice.id}`, `${bob.id},${alice.id}`]),
  );
  expect(inGroup[2]).toEqual([charlie.id, alice.id]);

  const made = await alice.call('conversation.direct', { user: bob.id });
  const direct = made.conversation?.id ?? '';
  await say(alice, direct, 'hello');
  const inDirect = await toldIn(direct, 3);
  expect(inDirect).toHaveLength(3);
  expect(inDirect).toContainEqual({
    hook: 'join',
    conversation: direct,
    kind: 'DIRECT',
    user: bob.id,
    by: alice.id,
  });
});

tell('one that fails or hangs does not keep the next from being told', async ({ meet }) => {
  const alice = await meet('alice');
  const room = await makeRoom(alice);
  for (const text of ['throw', 'hang', 'last']) await say(alice, room, text);
  const texts = (await toldIn(room, 4)).map((one) => (one.hook === 'send' ? one.text : one.hook));
  expect(texts).toEqual(['join', 'throw', 'hang', 'last']);
});

tell('one conversation does not wait for another, and no caller for any', async ({ meet }) => {
  const alice = await meet('alice');
  const [slow, quick] = [await makeRoom(alice), await makeRoom(alice)];
  expect(await say(alice, slow, 'wait')).toBe(1);
  expect(await say(alice, slow, 'after')).toBe(2);
  expect(await say(alice, quick, 'hello')).toBe(1);
  await toldIn(quick, 2);
  await until(() => waiting, { what: 'the slow hook' });
  waiting?.();
  waiting = undefined;
  expect(await toldIn(slow, 3)).toHaveLength(3);
});

tell('an account is told of when it is there', async ({ meet }) => {
  const alice = await meet('alice');
  const { id: user, username } = alice;
  const those = () => signedUp.filter((event) => event.user === user);
  await until(() => those().length > 0);
  expect(those()).toEqual([{ user, username, displayName: username }]);
});
