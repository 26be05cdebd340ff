import { expect } from 'bun:test';
import { makeGroup, makeRoom, refused, say, stories, textOf } from '../stories.ts';

const tell = stories();
const text = (value: string) => ({ case: 'text', value }) as const;

tell('a message says something else, to everybody who sees it', async ({ meet }) => {
  const [alice, bob, charlie] = [await meet('alice'), await meet('bob'), await meet('charlie')];
  const conversation = await makeGroup(alice, [bob.id]);
  const seq = await say(alice, conversation, 'helo');
  await say(bob, conversation, 'hi');
  const clientKey = crypto.randomUUID();
  const args = { conversation, seq, content: text('hello'), clientKey };
  const edited = await alice.call('message.edit', args);
  expect(edited.message).toMatchObject({ seq, content: text('hello') });
  expect(edited.message?.editedAt).toBeDefined();
  const change = await bob.untilChange(
    ({ messages }) => messages.some((row) => textOf(row) === 'hello'),
    'the new text',
  );
  expect(change.messages).toEqual([edited.message!]);
  expect(await alice.call('message.edit', args)).toMatchObject({ repeated: true });
  const other = alice.call('message.edit', { ...args, content: text('hullo') });
  expect(await refused(other)).toBe('KEY_REUSED');
  await charlie.settle();
  expect(charlie.events).toEqual([]);
});

tell('nobody edits what others said', async ({ meet }) => {
  const [alice, bob, charlie] = [await meet('alice'), await meet('bob'), await meet('charlie')];
  const conversation = await makeRoom(alice);
  await bob.call('conversation.join', { conversation });
  const seq = await say(bob, conversation, 'mine');
  const args = { conversation, seq, content: text('yours'), clientKey: '' };
  expect(await refused(alice.call('message.edit', args))).toBe('SENDER');
  expect(await refused(charlie.call('message.edit', args))).toBe('NOT_A_MEMBER');
  await charlie.call('conversation.join', { conversation });
  // What was said before charlie came does not exist for charlie.
  expect(await refused(charlie.call('message.edit', args))).toBe('UNKNOWN');
  expect(await refused(bob.call('message.edit', { ...args, content: text('\u200b') }))).toBe(
    'FIELD',
  );
});
