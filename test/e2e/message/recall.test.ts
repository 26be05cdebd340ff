import { expect } from 'bun:test';
import { makeRoom, refused, say, stories, textOf } from '../stories.ts';

const tell = stories(async () => ({ recallSeconds: 3600 }));

tell('a message is taken back from everybody; its place stays', async ({ meet }) => {
  const [alice, bob, charlie] = [await meet('alice'), await meet('bob'), await meet('charlie')];
  const conversation = await makeRoom(alice);
  await bob.call('conversation.join', { conversation });
  const seq = await say(bob, conversation, 'never said');
  const { message } = await bob.call('message.recall', { conversation, seq });
  expect(message).toMatchObject({ seq, recalled: true, recalledBy: '', content: {} });
  const stub = await alice.untilChange(
    ({ messages }) => messages.some((row) => row.recalled),
    'the stub',
  );
  expect(stub.messages).toEqual([message!]);
  for (const one of [alice, bob]) {
    const { messages } = await one.call('message.history', { conversation });
    expect(messages.map(textOf)).toEqual(['']);
  }
  const { conversation: head } = await alice.call('conversation.get', { conversation });
  expect(head).toMatchObject({ seq: 1, own: { recalled: 1 } });
  expect((await bob.call('message.recall', { conversation, seq })).change).toBeUndefined();
  expect(await refused(charlie.call('message.recall', { conversation, seq }))).toBe('NOT_A_MEMBER');
  await charlie.settle();
  expect(charlie.events).toEqual([]);
});

tell('who keeps the room takes back what others said', async ({ meet }) => {
  const [alice, bob] = [await meet('alice'), await meet('bob')];
  const conversation = await makeRoom(alice);
  await bob.call('conversation.join', { conversation });
  const [hers, his] = [await say(alice, conversation, 'a'), await say(bob, conversation, 'b')];
  const byBob = bob.call('message.recall', { conversation, seq: hers });
  expect(await refused(byBob)).toBe('SENDER');
  const { message } = await alice.call('message.recall', { conversation, seq: his });
  expect(message).toMatchObject({ recalled: true, recalledBy: alice.id });
});

tell('what came before somebody is taken back without a word to them', async ({ meet }) => {
  const [alice, bob] = [await meet('alice'), await meet('bob')];
  const conversation = await makeRoom(alice);
  const seq = await say(alice, conversation, 'before bob');
  await bob.call('conversation.join', { conversation });
  await alice.call('message.recall', { conversation, seq });
  const told = await bob.untilChange(({ version }) => version === 4, 'the bare change');
  expect(told).toMatchObject({ conversation, bare: true, messages: [] });
  await bob.settle();
  expect(JSON.stringify(bob.changes(conversation).map(({ messages }) => messages))).not.toContain(
    'recalled',
  );
});
