import { expect } from 'bun:test';
import { makeGroup, makeRoom, refused, say, stories, textOf } from '../stories.ts';

const tell = stories();

tell('what one sees is said again elsewhere; nobody else learns of it', async ({ meet }) => {
  const [alice, bob, charlie] = [await meet('alice'), await meet('bob'), await meet('charlie')];
  const room = await makeRoom(alice);
  await bob.call('conversation.join', { conversation: room });
  const seq = await say(alice, room, 'worth telling');
  const crew = await makeGroup(bob, [charlie.id]);
  const heard = alice.events.length;
  const args = { conversation: room, seqs: [seq], to: [crew], clientKey: crypto.randomUUID() };
  const { messages } = await bob.call('message.forward', args);
  expect(messages).toMatchObject([
    { conversation: crew, sender: bob.id, origin: { sender: alice.id, conversation: room, seq } },
  ]);
  const told = await charlie.untilChange(
    (change) => change.messages.some((row) => textOf(row) === 'worth telling'),
    'the copy',
  );
  expect(told.messages).toEqual(messages);
  // The caller's own sockets hear of it like all others.
  await bob.untilChange((change) => change.messages.some((row) => row.origin), 'the own copy');
  expect(await bob.call('message.forward', args)).toMatchObject({ repeated: true, messages });
  const stranger = charlie.call('message.forward', { ...args, clientKey: 'c' });
  expect(await refused(stranger)).toBe('NOT_A_MEMBER');
  const beyond = alice.call('message.forward', { ...args, clientKey: 'a' });
  expect(await refused(beyond)).toBe('UNKNOWN');
  await alice.settle();
  expect(alice.events.length).toBe(heard);
});
