import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import type { MessageInitShape } from '@bufbuild/protobuf';
import { type ConversationId, type Message, type PollSchema } from '@hubbub/protocol';
import { closePoll } from '../../../packages/server/src/features/message/close-poll.ts';
import { edit as makeEdit } from '../../../packages/server/src/features/message/edit.ts';
import { forward } from '../../../packages/server/src/features/message/forward.ts';
import { react } from '../../../packages/server/src/features/message/react.ts';
import { recall as makeRecall } from '../../../packages/server/src/features/message/recall.ts';
import { send } from '../../../packages/server/src/features/message/send.ts';
import { vote } from '../../../packages/server/src/features/message/vote.ts';
import type { Store } from '../../../packages/server/src/store/store.ts';
import { databaseMs, engines, type TestDatabase } from '../store/engines.ts';
import { changeIn, person, reasonOf, type Person } from './house.ts';

setDefaultTimeout(databaseMs);

const needs = { windows: () => ({ editMs: 0, recallMs: 0 }) };
type NewPoll = MessageInitShape<typeof PollSchema>;
const lunch: NewPoll = {
  question: 'Lunch?',
  options: [{ text: 'soup' }, { text: 'salad' }, { text: 'none' }],
};

describe.each(engines.map((engine) => [engine.name, engine] as const))(
  'polls on %s',
  (_name, engine) => {
    let database: TestDatabase;
    let store: Store;
    let alice: Person;
    let bob: Person;
    let room: ConversationId;
    beforeAll(async () => {
      database = await engine.create();
      store = await database.open();
      [alice, bob] = [await person(store, 'alice'), await person(store, 'bob')];
      room = await alice.room();
      await bob.join(room);
    });
    afterAll(() => database.remove());

    const ask = (one: Person, value: NewPoll, conversation: ConversationId = room) =>
      one.call(send, {
        conversation,
        clientMsgId: crypto.randomUUID(),
        content: { case: 'card', value: { kind: { case: 'poll', value } } },
      });
    const asked = async (one: Person, value: NewPoll) => {
      const { result } = await ask(one, value);
      return { conversation: room, seq: result.message?.seq ?? 0 };
    };
    const totals = (message: Message | undefined) => {
      const { content } = message ?? {};
      if (content?.case !== 'card' || content.value.kind.case !== 'poll') return undefined;
      const { options, voters, closed } = content.value.kind.value;
      return [...options.map(({ votes }) => votes), voters, closed];
    };
    const choose = async (
      one: Person,
      poll: { conversation: string; seq: number },
      ...of: number[]
    ) => one.call(vote, { ...poll, options: of });

    test('one choice each: totals for all, the own vote as an item', async () => {
      const poll = await asked(alice, lunch);
      const first = await choose(bob, poll, 1);
      expect(totals(first.result.message)).toEqual([0, 1, 0, 1, false]);
      expect(first.streams.map(({ conversation }) => conversation)).toEqual([room, bob.self]);
      const key = `${room}/${poll.seq}`;
      expect(first.streams[1]?.change.items).toMatchObject([{ key, votes: [1] }]);
      expect(Bun.inspect(first.streams[0]?.change.messages, { depth: 20 })).not.toContain(bob.user);
      expect(totals((await choose(alice, poll, 1)).result.message)).toEqual([0, 2, 0, 2, false]);
      expect(totals((await choose(bob, poll, 0)).result.message)).toEqual([1, 1, 0, 2, false]);
      expect((await choose(bob, poll, 0)).emissions).toEqual([]);
      const back = await choose(bob, poll);
      expect(totals(back.result.message)).toEqual([0, 1, 0, 1, false]);
      expect(back.streams[1]?.change.items).toMatchObject([{ key, votes: [], removed: true }]);
      expect((await choose(bob, poll)).emissions).toEqual([]);
      expect(await reasonOf(choose(bob, poll, 0, 1))).toBe('FIELD');
      expect(await reasonOf(choose(bob, poll, 3))).toBe('FIELD');
    });

    test('several choices, and an emoji beside them', async () => {
      const poll = await asked(alice, { ...lunch, multiple: true });
      await bob.call(react, { ...poll, emoji: '👍', on: true });
      expect(totals((await choose(bob, poll, 2, 0, 2)).result.message)).toEqual([
        1,
        0,
        1,
        1,
        false,
      ]);
      const next = await choose(bob, poll, 0, 1);
      expect(totals(next.result.message)).toEqual([1, 1, 0, 1, false]);
      const item = changeIn(await bob.pull(), bob.self)?.items.find(
        ({ key }) => key === `${room}/${poll.seq}`,
      );
      expect(item).toMatchObject({ votes: [0, 1], reactions: ['👍'] });
      expect(next.result.message?.reactions).toMatchObject([{ emoji: '👍', count: 1 }]);
    });

    test('it is ended by its sender or who keeps the room, and recalled like any message', async () => {
      const poll = await asked(alice, lunch);
      await choose(bob, poll, 0);
      expect(await reasonOf(bob.call(closePoll, poll))).toBe('SENDER');
      const closed = await alice.call(closePoll, poll);
      expect(totals(closed.result.message)).toEqual([1, 0, 0, 1, true]);
      expect((await alice.call(closePoll, poll)).emissions).toEqual([]);
      expect(await reasonOf(choose(alice, poll, 0))).toBe('CLOSED');
      const his = await asked(bob, lunch);
      expect(totals((await alice.call(closePoll, his)).result.message)?.at(-1)).toBe(true);
      await alice.call(makeRecall(needs), his);
      expect(await reasonOf(choose(alice, his, 0))).toBe('RECALLED');
      expect(await reasonOf(alice.call(closePoll, his))).toBe('RECALLED');
    });

    test('what is no poll is not voted on; a poll is neither edited nor forwarded', async () => {
      const { result } = await alice.say(room, 'no poll');
      const plain = { conversation: room, seq: result.message?.seq ?? 0 };
      expect(await reasonOf(choose(bob, plain, 0))).toBe('CONTENT');
      expect(await reasonOf(alice.call(closePoll, plain))).toBe('CONTENT');
      const poll = await asked(alice, lunch);
      const content = { case: 'text', value: 'x' } as const;
      const edited = alice.call(makeEdit(needs), { ...poll, content, clientKey: 'k' });
      expect(await reasonOf(edited)).toBe('CONTENT');
      const copied = alice.call(forward, {
        conversation: room,
        seqs: [poll.seq],
        to: [alice.self],
        clientKey: 'f',
      });
      expect(await reasonOf(copied)).toBe('CONTENT');
    });

    test('it begins open and empty, with a question and options that differ', async () => {
      const [a, b] = [{ text: 'a' }, { text: 'b' }];
      const bad: NewPoll[] = [
        { question: 'q', options: [a] },
        { question: 'q', options: [a, { text: ' a ' }] },
        { question: 'q', options: [a, { text: '\u200b' }] },
        { question: ' ', options: [a, b] },
        { question: 'q', options: [a, b], closed: true },
        { question: 'q', options: [a, b], voters: 1 },
        { question: 'q', options: [a, { ...b, votes: 3 }] },
      ];
      for (const poll of bad) expect(await reasonOf(ask(alice, poll))).toBe('FIELD');
      const none = alice.call(send, {
        conversation: room,
        clientMsgId: 'none',
        content: { case: 'card', value: {} },
      });
      expect(await reasonOf(none)).toBe('FIELD');
    });
  },
);
