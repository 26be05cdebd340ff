import { expect } from 'bun:test';
import { makeRoom, refused, say, stories } from '../stories.ts';

const tell = stories();

tell('what was said before is there for who sees the message', async ({ meet }) => {
  const [alice, bob, charlie] = [await meet('alice'), await meet('bob'), await meet('charlie')];
  const conversation = await makeRoom(alice);
  await bob.call('conversation.join', { conversation });
  const seq = await say(alice, conversation, 'one');
  expect((await bob.call('message.edits', { conversation, seq })).wordings).toEqual([]);
  for (const value of ['two', 'three'])
    await alice.call('message.edit', { conversation, seq, content: { case: 'text', value } });
  const { wordings } = await bob.call('message.edits', { conversation, seq });
  expect(wordings.map((one) => one.text)).toEqual(['one', 'two']);
  expect(wordings[0]?.since).toBeDefined();
  const asked = () => charlie.call('message.edits', { conversation, seq });
  expect(await refused(asked())).toBe('NOT_A_MEMBER');
  await charlie.call('conversation.join', { conversation });
  expect(await refused(asked())).toBe('UNKNOWN');
});
