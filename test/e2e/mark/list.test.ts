import { expect } from 'bun:test';
import {
  Settings_Accept as Accept,
  Sharing_Choice as Choice,
  Window_Span as Span,
} from '@hubbub/protocol';
import { makeRoom, refused, say, stories, type Person } from '../stories.ts';

const tell = stories();

function marks({ events }: Person) {
  return events.flatMap(({ event }) => (event.case === 'mark' ? [event.value] : []));
}

async function hide(person: Person) {
  const none = { accept: Accept.UNSPECIFIED, moments: Span.UNSPECIFIED };
  const settings = { ...none, typing: Choice.UNSPECIFIED, receipts: Choice.HIDDEN };
  await person.call('setting.set', { settings });
}

async function room(alice: Person, others: readonly Person[]) {
  const conversation = await makeRoom(alice);
  for (const one of others) await one.call('conversation.join', { conversation });
  for (const n of [1, 2]) await say(alice, conversation, `no ${n}`);
  return conversation;
}

tell('what others had marked before is there to read', async ({ meet }) => {
  const [alice, bob, charlie] = [await meet('alice'), await meet('bob'), await meet('charlie')];
  const conversation = await room(alice, [bob]);
  expect((await alice.call('mark.list', { conversation })).marks).toEqual([]);
  await bob.call('mark.set', { conversation, delivered: 2 });
  await bob.call('mark.set', { conversation, read: 1 });
  const { marks: found } = await alice.call('mark.list', { conversation });
  expect(found).toMatchObject([{ conversation, user: bob.id, read: 1, delivered: 2 }]);
  expect((await bob.call('mark.list', { conversation })).marks).toEqual([]);
  expect(await refused(charlie.call('mark.list', { conversation }))).toBe('NOT_A_MEMBER');
});

tell('who keeps to itself what it has read is not told of others either', async ({ meet }) => {
  const [alice, bob, charlie] = [await meet('alice'), await meet('bob'), await meet('charlie')];
  const conversation = await room(alice, [bob, charlie]);
  await hide(bob);
  await bob.call('mark.set', { conversation, read: 1 });
  await charlie.call('mark.set', { conversation, read: 2 });
  for (const one of [alice, bob]) {
    const from = one === alice ? 2 : 1;
    await one.socket.until(() => marks(one).length >= from, 'the marks');
    await one.settle();
  }
  expect(marks(alice).map(({ user, read, delivered }) => [user, read, delivered])).toEqual([
    [bob.id, undefined, 1],
    [charlie.id, 2, 2],
  ]);
  const ofOthers = marks(bob).filter(({ user }) => user !== bob.id);
  expect(ofOthers.map(({ read, delivered }) => [read, delivered])).toEqual([[undefined, 2]]);
  const seen = async (one: Person) =>
    new Map(
      (await one.call('mark.list', { conversation })).marks.map(({ user, read }) => [user, read]),
    );
  expect(await seen(alice)).toEqual(
    new Map([
      [bob.id, undefined],
      [charlie.id, 2],
    ]),
  );
  expect(await seen(bob)).toEqual(new Map([[charlie.id, undefined]]));
});

tell('nothing of marks goes between who blocks and who is blocked', async ({ meet }) => {
  const [alice, bob, charlie] = [await meet('alice'), await meet('bob'), await meet('charlie')];
  const conversation = await room(alice, [bob, charlie]);
  await bob.call('contact.block', { user: alice.id });
  await bob.call('mark.set', { conversation, read: 1 });
  await charlie.socket.until(() => marks(charlie).length > 0, 'bob’s mark');
  await alice.settle();
  expect(marks(alice)).toEqual([]);
  expect((await alice.call('mark.list', { conversation })).marks).toEqual([]);
  expect((await bob.call('mark.list', { conversation })).marks).toEqual([]);
});

tell('who has read an own message is named in small conversations', async ({ meet }) => {
  const [alice, bob, charlie] = [await meet('alice'), await meet('bob'), await meet('charlie')];
  const conversation = await room(alice, [bob, charlie]);
  const readers = async (person: Person, seq: number) =>
    await person.call('mark.readers', { conversation, seq });
  expect(await readers(alice, 1)).toMatchObject({ count: 0, readers: [] });
  await bob.call('mark.set', { conversation, read: 2 });
  await charlie.call('mark.set', { conversation, read: 1 });
  expect((await readers(alice, 1)).readers.toSorted()).toEqual([bob.id, charlie.id].toSorted());
  expect(await readers(alice, 2)).toMatchObject({ count: 1, readers: [bob.id] });
  expect(await refused(readers(bob, 1))).toBe('SENDER');
  expect(await refused(readers(alice, 9))).toBe('UNKNOWN');
  await hide(bob);
  expect(await readers(alice, 1)).toMatchObject({ count: 1, readers: [charlie.id] });
  await bob.call('contact.block', { user: alice.id });
  expect(await readers(alice, 2)).toMatchObject({ count: 0, readers: [] });
  await hide(alice);
  expect(await readers(alice, 1)).toMatchObject({ count: 0, readers: [] });
});
