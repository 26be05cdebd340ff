import { expect } from 'bun:test';
import { makeRoom, refused, say, stories, textOf } from '../stories.ts';

const tell = stories();

tell('who keeps the room hides what somebody said, from everybody', async ({ meet }) => {
  const [alice, bob, charlie] = [await meet('alice'), await meet('bob'), await meet('charlie')];
  const conversation = await makeRoom(alice);
  await bob.call('conversation.join', { conversation });
  const seq = await say(bob, conversation, 'what nobody should read');
  const it = { conversation, seq };
  expect(await refused(bob.call('message.hide', it))).toBe('ROLE');
  const { message } = await alice.call('message.hide', { ...it, reason: 'not here' });
  expect(message).toMatchObject({ seq, recalled: true, hidden: true, recalledBy: '', content: {} });
  const stub = await bob.untilChange(
    ({ messages }) => messages.some((row) => row.hidden),
    'the stub',
  );
  expect(stub.messages).toEqual([message!]);
  for (const one of [alice, bob]) {
    const { messages } = await one.call('message.history', { conversation });
    expect(messages.map(textOf)).toEqual(['']);
    expect((await one.call('message.edits', it)).wordings).toEqual([]);
    expect((await one.call('message.search', { query: 'nobody' })).hits).toEqual([]);
  }
  const { conversation: head } = await alice.call('conversation.get', { conversation });
  expect(head).toMatchObject({ seq: 1, own: { recalled: 1 } });
  expect((await alice.call('message.hide', it)).change).toBeUndefined();
  const { entries } = await alice.call('conversation.audit', { conversation });
  expect(entries).toMatchObject([{ action: 'message.hide', actor: alice.id, target: bob.id }]);
  expect(await refused(charlie.call('message.hide', it))).toBe('NOT_A_MEMBER');
  await charlie.settle();
  expect(charlie.events).toEqual([]);
});
