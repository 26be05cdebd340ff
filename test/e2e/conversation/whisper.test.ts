import { expect } from 'bun:test';
import { Conversation_Kind, Reason_Code } from '@hubbub/protocol';
import { makeRoom, refused, say, stories, textOf, type Person } from '../stories.ts';

const tell = stories();

async function fullRoom(alice: Person, ...others: readonly Person[]): Promise<string> {
  const room = await makeRoom(alice);
  for (const one of others) await one.call('conversation.join', { conversation: room });
  return room;
}

tell('bob hears the whisper at its place in the room, charlie nothing', async ({ meet }) => {
  const [alice, bob, charlie] = [await meet('alice'), await meet('bob'), await meet('charlie')];
  const room = await fullRoom(alice, bob, charlie);
  await say(charlie, room, 'aloud');
  await charlie.settle();
  const before = charlie.events.length;
  const made = await alice.call('conversation.whisper', { room, users: [bob.id] });
  const whisper = made.conversation?.id ?? '';
  expect(made.conversation).toMatchObject({ kind: Conversation_Kind.WHISPER, parent: room });
  await say(alice, whisper, 'psst');
  const heard = await bob.untilChange((one) => one.conversation === whisper, 'the whisper');
  expect(heard.messages).toMatchObject([{ anchor: 1 }]);
  expect(heard.messages.map(textOf)).toEqual(['psst']);
  expect(await say(bob, whisper, 'what?')).toBe(2);
  await charlie.settle();
  expect(charlie.events.length).toBe(before);
  for (const op of ['conversation.get', 'message.history', 'conversation.members'] as const)
    expect(await refused(charlie.call(op, { conversation: whisper }))).toBe('UNKNOWN');
  const { changes } = await charlie.call('sync.pull', {});
  expect(changes.some(({ conversation }) => conversation === whisper)).toBe(false);
});

tell('who leaves the room leaves it, and is back in it from its next message', async ({ meet }) => {
  const [alice, bob] = [await meet('alice'), await meet('bob')];
  const room = await fullRoom(alice, bob);
  const made = await alice.call('conversation.whisper', { room, users: [bob.id] });
  const whisper = made.conversation?.id ?? '';
  await say(alice, whisper, 'one');
  await bob.call('conversation.leave', { conversation: room });
  await bob.untilChange(
    ({ conversation, members }) =>
      conversation === whisper && members.some(({ left }) => left === Reason_Code.LEFT),
    'the end of the whisper',
  );
  expect(await refused(say(alice, whisper, 'nobody'))).toBe('NOT_ACCEPTING');
  await bob.call('conversation.join', { conversation: room });
  await say(alice, whisper, 'two');
  await bob.untilChange(
    ({ messages }) => messages.some((message) => textOf(message) === 'two'),
    'what is said next',
  );
  const page = await bob.call('message.history', { conversation: whisper });
  expect(page.messages.map(textOf)).toEqual(['two']);
});

tell('it ends with its room', async ({ meet }) => {
  const [alice, bob] = [await meet('alice'), await meet('bob')];
  const room = await fullRoom(alice, bob);
  const made = await bob.call('conversation.whisper', { room, users: [alice.id] });
  const whisper = made.conversation?.id ?? '';
  await say(bob, whisper, 'one');
  await alice.call('conversation.delete', { conversation: room });
  await bob.untilChange(
    ({ conversation, head }) => conversation === whisper && head?.deleted === true,
    'the end',
  );
  expect(await refused(say(bob, whisper, 'x'))).toBe('UNKNOWN');
});
