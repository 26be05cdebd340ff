import { expect } from 'bun:test';
import { Notice_Kind } from '@hubbub/protocol';
import { makeRoom, refused, say, stories } from '../stories.ts';

const tell = stories();

tell('admins pin; everybody sees it, and a line says who did', async ({ meet }) => {
  const [alice, bob, charlie] = [await meet('alice'), await meet('bob'), await meet('charlie')];
  const conversation = await makeRoom(alice);
  await bob.call('conversation.join', { conversation });
  const seq = await say(bob, conversation, 'the rules');
  for (const op of ['message.pin', 'message.unpin'] as const) {
    expect(await refused(bob.call(op, { conversation, seq }))).toBe('ROLE');
    expect(await refused(charlie.call(op, { conversation, seq }))).toBe('NOT_A_MEMBER');
  }
  await alice.call('message.pin', { conversation, seq });
  const told = await bob.untilChange(({ notices }) => notices.length > 0, 'the notice');
  expect(told).toMatchObject({
    messages: [{ seq, pinned: true }],
    notices: [{ kind: Notice_Kind.PINNED, seq, actor: alice.id }],
  });
  const pinned = () => bob.call('message.pins', { conversation });
  expect((await pinned()).messages).toMatchObject([{ seq, pinned: true }]);
  await charlie.call('conversation.join', { conversation });
  // It was said before charlie came.
  expect((await charlie.call('message.pins', { conversation })).messages).toEqual([]);
  const { message } = await alice.call('message.unpin', { conversation, seq });
  expect(message).toMatchObject({ seq, pinned: false });
  expect((await pinned()).messages).toEqual([]);
  await charlie.settle();
  expect(charlie.changes(conversation).flatMap(({ messages }) => messages)).toEqual([]);
});
