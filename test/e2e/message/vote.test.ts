import { expect } from 'bun:test';
import type { Message } from '@hubbub/protocol';
import { makeRoom, refused, stories, type Person } from '../stories.ts';

const tell = stories();

async function askAll(one: Person, conversation: string): Promise<number> {
  const value = { question: 'When?', options: [{ text: 'now' }, { text: 'later' }] };
  const { message } = await one.call('message.send', {
    conversation,
    clientMsgId: crypto.randomUUID(),
    content: { case: 'card', value: { kind: { case: 'poll', value } } },
  });
  return message?.seq ?? 0;
}

function pollIn({ content }: Message) {
  return content.case === 'card' && content.value.kind.case === 'poll'
    ? content.value.kind.value
    : undefined;
}

tell('all see the totals, nobody who voted what; then it is closed', async ({ meet }) => {
  const [alice, bob, charlie] = [await meet('alice'), await meet('bob'), await meet('charlie')];
  const conversation = await makeRoom(alice);
  await bob.call('conversation.join', { conversation });
  const seq = await askAll(alice, conversation);
  const args = { conversation, seq, options: [1] };
  const { message } = await bob.call('message.vote', args);
  expect(pollIn(message!)).toMatchObject({
    question: 'When?',
    options: [
      { text: 'now', votes: 0 },
      { text: 'later', votes: 1 },
    ],
    voters: 1,
    closed: false,
  });
  const told = await alice.untilChange(
    ({ messages }) => messages.some((row) => pollIn(row)?.voters === 1),
    'the totals',
  );
  expect(told.messages).toEqual([message!]);
  expect(Bun.inspect(told.messages, { depth: 20 })).not.toContain(bob.id);
  const itemsOf = ({ events }: Person) =>
    events.flatMap(({ event }) => (event.case === 'change' ? event.value.items : []));
  const isOwn = ({ key }: { key: string }) => key === `${conversation}/${seq}`;
  await bob.socket.until(() => itemsOf(bob).some(isOwn), 'the own vote');
  expect(itemsOf(bob).find(isOwn)?.votes).toEqual([1]);
  expect(await refused(bob.call('message.closePoll', args))).toBe('SENDER');
  await alice.call('message.closePoll', { conversation, seq });
  expect(await refused(bob.call('message.vote', { ...args, options: [0] }))).toBe('CLOSED');
  for (const op of ['message.vote', 'message.closePoll'] as const)
    expect(await refused(charlie.call(op, args))).toBe('NOT_A_MEMBER');
  await Promise.all([alice.settle(), charlie.settle()]);
  expect(itemsOf(alice).filter(isOwn)).toEqual([]);
  expect(charlie.events).toEqual([]);
});
