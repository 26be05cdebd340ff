import { expect } from 'bun:test';
import { Item_Kind } from '@hubbub/protocol';
import { makeRoom, refused, say, stories, type Person } from '../stories.ts';

const tell = stories();

const itemsOf = ({ events }: Person) =>
  events.flatMap(({ event }) => (event.case === 'change' ? event.value.items : []));

tell('deleted for oneself it is gone on one’s own devices and nowhere else', async ({ meet }) => {
  const [alice, bob] = [await meet('alice'), await meet('bob')];
  const conversation = await makeRoom(alice);
  await bob.call('conversation.join', { conversation });
  const seq = await say(alice, conversation, 'not for bob’s eyes');
  await bob.untilChange(({ messages }) => messages.length > 0, 'the message');
  const heard = alice.events.length;
  await bob.call('message.delete', { conversation, seqs: [seq] });
  await bob.socket.until(() => itemsOf(bob).some(({ hidden }) => hidden), 'the item');
  const { conversation: head } = await bob.call('conversation.get', { conversation });
  // It counts until it is read, and no version of the room tells of it.
  expect(head).toMatchObject({ seq: 1, version: 3, own: { readSeq: 0, recalled: 0 } });
  expect(itemsOf(bob).at(-1)).toMatchObject({
    kind: Item_Kind.MESSAGE,
    key: `${conversation}/${seq}`,
  });
  await alice.settle();
  expect(alice.events.length).toBe(heard);
  const beyond = bob.call('message.delete', { conversation, seqs: [2] });
  expect(await refused(beyond)).toBe('UNKNOWN');
});
