import { expect } from 'bun:test';
import { Item_Kind } from '@hubbub/protocol';
import { makeRoom, refused, say, stories, type Person } from '../stories.ts';

const tell = stories();

const clearedFor = ({ events }: Person) =>
  events
    .flatMap(({ event }) => (event.case === 'change' ? event.value.items : []))
    .filter(({ kind }) => kind === Item_Kind.CLEARED);

tell('one clears for oneself, and reads from then on', async ({ meet }) => {
  const [alice, bob, charlie] = [await meet('alice'), await meet('bob'), await meet('charlie')];
  const conversation = await makeRoom(alice);
  await bob.call('conversation.join', { conversation });
  for (const text of ['one', 'two']) await say(alice, conversation, text);
  expect(await bob.call('conversation.clear', { conversation })).toMatchObject({ cleared: 2 });
  await bob.socket.until(() => clearedFor(bob).length > 0, 'the item');
  expect(clearedFor(bob)).toMatchObject([{ key: conversation, cleared: 2 }]);
  await say(alice, conversation, 'three');
  const seqs = async (one: Person) =>
    (await one.call('message.history', { conversation })).messages.map(({ seq }) => seq);
  expect(await seqs(bob)).toEqual([3]);
  expect(await seqs(alice)).toEqual([1, 2, 3]);
  expect(await refused(charlie.call('conversation.clear', { conversation }))).toBe('NOT_A_MEMBER');
  await alice.settle();
  expect(clearedFor(alice)).toEqual([]);
});
