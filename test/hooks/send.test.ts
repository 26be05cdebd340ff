// Before a message: hooks see it over every door and in every kind of conversation, may refuse or change it, and a retry
// never meets them again (docs/sync.md 21).
import { expect } from 'bun:test';
import { defineHooks, Refusal, type BeforeEvent } from '@hubbub/server';
import { makeGroup, makeRoom, refused, say, stories, textOf, type Person } from '../e2e/stories.ts';

const seen: BeforeEvent<'send'>[] = [];
const doorsSeen: string[] = [];
/** Conversations in which nothing may be said. */
const quiet = new Set<string>();

const first = defineHooks({
  before: {
    send(event, { app, door, address }) {
      seen.push(event);
      doorsSeen.push(door);
      expect([app, address.length > 0]).toEqual(['main', true]);
      if (quiet.has(event.conversation)) throw new Refusal('Silence, please.');
      if (event.text.includes('spam')) throw new Refusal('No advertising here, please.');
      return { text: event.text.replace('darn', '****') };
    },
  },
});
const second = defineHooks({
  before: { send: async ({ text }) => (text.includes('****') ? { text: `${text}!` } : undefined) },
});

const tell = stories(async () => ({}), { hooks: [first, second] });

function seenIn(conversation: string): readonly BeforeEvent<'send'>[] {
  return seen.filter((event) => event.conversation === conversation);
}

function ask(
  person: Person,
  conversation: string,
  [clientMsgId, value]: readonly [string, string],
) {
  const content = { case: 'text', value } as const;
  return person.call('message.send', { conversation, clientMsgId, content });
}

tell('one hook after the other changes it, and everybody gets the last word', async (scene) => {
  const [alice, bob] = [await scene.meet('alice'), await scene.meet('bob')];
  const room = await makeRoom(alice);
  await bob.call('conversation.join', { conversation: room });
  const sent = await ask(alice, room, ['a', 'oh darn']);
  expect(sent.message && textOf(sent.message)).toBe('oh ****!');
  const heard = await bob.untilChange(({ messages }) => messages.length > 0, 'the message');
  expect(heard.messages.map(textOf)).toEqual(['oh ****!']);
  const page = await bob.call('message.history', { conversation: room });
  expect(page.messages.map(textOf)).toEqual(['oh ****!']);
  expect(seenIn(room)).toEqual([
    { conversation: room, kind: 'ROOM', sender: alice.id, text: 'oh darn', edits: 0 },
  ]);
  const door = scene.door.startsWith('socket') ? 'socket' : scene.door.toLowerCase();
  expect(doorsSeen.at(-1)).toBe(door);
});

tell('a refusal reaches its caller with the hook’s words, and nobody else', async ({ meet }) => {
  const [alice, bob] = [await meet('alice'), await meet('bob')];
  const room = await makeRoom(alice);
  await bob.call('conversation.join', { conversation: room });
  await bob.settle();
  const before = bob.events.length;
  const asked = ask(alice, room, ['a', 'spam']);
  expect(await refused(asked)).toBe('REFUSED');
  // Also under the same key: nothing was stored.
  expect(await refused(ask(alice, room, ['a', 'spam']))).toBe('REFUSED');
  await bob.settle();
  expect(bob.events.length).toBe(before);
  expect(await say(alice, room, 'fine')).toBe(1);
});

tell('a retry is answered without the hook, and compared with what was sent', async ({ meet }) => {
  const alice = await meet('alice');
  const room = await makeRoom(alice);
  const sent = await ask(alice, room, ['a', 'darn']);
  const again = await ask(alice, room, ['a', 'darn']);
  expect(again.repeated).toBe(true);
  expect(again.message).toEqual(sent.message!);
  expect(seenIn(room)).toHaveLength(1);
  // What the hooks make of it would be the same; what was sent is not.
  expect(await refused(ask(alice, room, ['a', '****']))).toBe('KEY_REUSED');
  expect(seenIn(room)).toHaveLength(1);
});

tell('every kind of conversation passes through', async ({ meet }) => {
  const [alice, bob] = [await meet('alice'), await meet('bob')];
  const room = await makeRoom(alice);
  await bob.call('conversation.join', { conversation: room });
  const group = await makeGroup(alice, [bob.id]);
  const direct = await alice.call('conversation.direct', { user: bob.id });
  const whisper = await alice.call('conversation.whisper', { room, users: [bob.id] });
  const self = alice.id.replace('usr_', 'cnv_');
  for (const [kind, conversation] of [
    ['ROOM', room],
    ['GROUP', group],
    ['DIRECT', direct.conversation?.id ?? ''],
    ['WHISPER', whisper.conversation?.id ?? ''],
    ['SELF', self],
  ] as const) {
    expect(await refused(ask(alice, conversation, ['a', 'spam']))).toBe('REFUSED');
    expect(seenIn(conversation)).toMatchObject([{ kind, sender: alice.id }]);
  }
});

tell('hooks hear of nothing that could not be sent', async ({ meet }) => {
  const [alice, bob] = [await meet('alice'), await meet('bob')];
  const room = await makeRoom(alice);
  const group = await makeGroup(alice, []);
  expect(await refused(ask(bob, room, ['a', 'spam']))).toBe('NOT_A_MEMBER');
  expect(await refused(ask(bob, group, ['a', 'spam']))).toBe('UNKNOWN');
  expect(await refused(ask(alice, room, ['a', ' ']))).toBe('FIELD');
  expect(seenIn(room)).toEqual([]);
  expect(seenIn(group)).toEqual([]);
});

tell('nothing is edited in or forwarded past a hook', async ({ meet }) => {
  const alice = await meet('alice');
  const [room, other] = [await makeRoom(alice), await makeRoom(alice)];
  const seq = await say(alice, room, 'fine');
  const edit = (value: string) =>
    alice.call('message.edit', {
      conversation: room,
      seq,
      content: { case: 'text', value },
      clientKey: `edit ${value}`,
    });
  expect(await refused(edit('spam'))).toBe('REFUSED');
  const edited = await edit('oh darn');
  expect(edited.message && textOf(edited.message)).toBe('oh ****!');
  expect(seenIn(room).at(-1)).toMatchObject({ text: 'oh darn', edits: seq });
  // A retry is answered and asks nobody.
  const asked = seenIn(room).length;
  expect((await edit('oh darn')).repeated).toBe(true);
  expect(seenIn(room)).toHaveLength(asked);

  const forward = { conversation: room, seqs: [seq], to: [other], clientKey: 'forward' };
  const copies = await alice.call('message.forward', forward);
  expect(copies.messages.map(textOf)).toEqual(['oh ****!']);
  expect(seenIn(other)).toMatchObject([{ text: 'oh ****!', edits: 0, sender: alice.id }]);
  expect((await alice.call('message.forward', forward)).repeated).toBe(true);
  expect(seenIn(other)).toHaveLength(1);

  const hall = await makeRoom(alice);
  quiet.add(hall);
  const both = { ...forward, to: [other, hall], clientKey: 'both' };
  expect(await refused(alice.call('message.forward', both))).toBe('REFUSED');
  for (const [conversation, count] of [
    [other, 1],
    [hall, 0],
  ] as const)
    expect((await alice.call('message.history', { conversation })).messages).toHaveLength(count);
});
