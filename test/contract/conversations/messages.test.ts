import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { type ConversationId } from '@hubbub/protocol';
import { leave } from '../../../packages/server/src/features/conversation/leave.ts';
import { update } from '../../../packages/server/src/features/conversation/update.ts';
import { set } from '../../../packages/server/src/features/mark/set.ts';
import { get } from '../../../packages/server/src/features/message/get.ts';
import { history } from '../../../packages/server/src/features/message/history.ts';
import { send } from '../../../packages/server/src/features/message/send.ts';
import type { Store } from '../../../packages/server/src/store/store.ts';
import { engines, type TestDatabase } from '../store/engines.ts';
import { changeIn, person, reasonOf, type Person } from './house.ts';

describe.each(engines.map((engine) => [engine.name, engine] as const))(
  'messages on %s',
  (_name, engine) => {
    let database: TestDatabase;
    let store: Store;
    let alice: Person;
    let bob: Person;
    let charlie: Person;
    const statements: string[] = [];

    beforeAll(async () => {
      database = await engine.create();
      store = await database.open({ onStatement: ({ name }) => statements.push(name) });
      [alice, bob, charlie] = [
        await person(store, 'alice'),
        await person(store, 'bob'),
        await person(store, 'charlie'),
      ];
    });
    afterAll(() => database.remove());

    async function sharedRoom(): Promise<ConversationId> {
      const room = await alice.room();
      await bob.join(room);
      return room;
    }

    test('seq and version are dense, the Change holds the message and nothing else', async () => {
      const room = await sharedRoom();
      const texts = ['one', 'two\0three', '😀 漢字 ‮bidi', ' x\n'];
      const told = await Promise.all(texts.map((text, i) => (i % 2 ? bob : alice).say(room, text)));
      expect(told.map(({ result }) => result.message?.seq)).toEqual([1, 2, 3, 4]);
      expect(told.map(({ result }) => result.message?.version)).toEqual([3, 4, 5, 6]);
      const { result, streams } = told[1]!;
      expect(streams).toHaveLength(1);
      expect(streams[0]).toMatchObject({ audience: [], joined: [], left: [] });
      expect(result.change).toMatchObject({ base: 3, version: 4, members: [] });
      expect(result.change?.head).toBeUndefined();
      const page = await bob.call(history, { conversation: room });
      expect(page.result.messages.map(({ content }) => content.value)).toEqual(texts);
      expect(page.result.messages[1]).toEqual(result.message!);
    });

    test('the last seq of a sender is found however much others sent since', async () => {
      const room = await sharedRoom();
      const lastSent = async (who: Person) =>
        changeIn(await who.pull({ only: [room] }), room)?.head?.own?.lastSentSeq;
      expect(await lastSent(bob)).toBe(0);
      await bob.say(room, 'first');
      for (let i = 2; i <= 100; i += 1) {
        await alice.say(room, `${i}`);
        if (i % 11 === 0 || i === 32 || i === 33) expect(await lastSent(alice)).toBe(i);
      }
      expect(await lastSent(bob)).toBe(1);
      await bob.say(room, 'last');
      expect(await lastSent(bob)).toBe(101);
      expect(await lastSent(alice)).toBe(100);
    });

    test('four statements make a message', async () => {
      const room = await sharedRoom();
      await bob.say(room, 'first');
      statements.length = 0;
      await bob.say(room, 'hello');
      expect(statements.filter((name) => name === 'sendMessage').length).toBeLessThanOrEqual(4);
    });

    test('what says nothing, and half characters, are refused', async () => {
      const room = await sharedRoom();
      for (const text of ['', ' \n\t ', '\u3000', '\ud800', 'a\udc00b'])
        expect(await reasonOf(alice.say(room, text))).toBe('FIELD');
      expect(await reasonOf(alice.call(send, { conversation: room, clientMsgId: 'none' }))).toBe(
        'FIELD',
      );
      expect(
        (await alice.pull()).changes.find(({ conversation }) => conversation === room)?.head?.seq,
      ).toBe(0);
    });

    test('a key makes one message, before membership is asked and across a restart', async () => {
      const room = await sharedRoom();
      const first = await bob.say(room, 'once', 'key');
      const again = await bob.say(room, 'once', 'key');
      expect(again.result).toMatchObject({ repeated: true, message: first.result.message! });
      expect(again.result.change).toBeUndefined();
      expect(again.emissions).toEqual([]);
      expect(await reasonOf(bob.say(room, 'other', 'key'))).toBe('KEY_REUSED');
      expect((await alice.say(room, 'other', 'key')).result.message?.seq).toBe(2);
      expect(
        (await Promise.all([1, 2, 3].map(() => bob.say(room, 'x', 'race')))).map(
          ({ result }) => result.message?.seq,
        ),
      ).toEqual([3, 3, 3]);

      await bob.call(leave, { conversation: room });
      const left = await bob.say(room, 'once', 'key');
      expect(left.result).toMatchObject({
        repeated: true,
        message: { conversation: room, seq: 1, sender: '', content: {} },
      });
      await bob.join(room);
      expect((await bob.say(room, 'once', 'key')).result.message).toMatchObject({
        seq: 1,
        sender: '',
      });
    });

    test('only members speak; a stranger learns which rooms there are and nothing else', async () => {
      const room = await sharedRoom();
      expect(await reasonOf(charlie.say(room, 'x'))).toBe('NOT_A_MEMBER');
      expect(await reasonOf(charlie.call(history, { conversation: room }))).toBe('NOT_A_MEMBER');
      expect(await reasonOf(charlie.say(alice.self, 'x'))).toBe('UNKNOWN');
      expect(await reasonOf(charlie.call(history, { conversation: alice.self }))).toBe('UNKNOWN');
      expect(await reasonOf(charlie.say('cnv_zzzzzzzzzzz' as ConversationId, 'x'))).toBe('UNKNOWN');
      expect(await reasonOf(charlie.say('nonsense' as ConversationId, 'x'))).toBe('UNKNOWN');
    });

    test('history pages both ways, with the notices between', async () => {
      const room = await alice.room('r0');
      for (let i = 1; i <= 10; i += 1) {
        await alice.say(room, `m${i}`);
        if (i % 5 === 0) await alice.call(update, { conversation: room, title: `r${i}` });
      }
      const page = async (from: object) => {
        const { result } = await alice.call(history, { conversation: room, limit: 3, ...from });
        return [
          result.messages.map(({ seq }) => seq),
          result.notices.map(({ anchor }) => anchor),
          result.more,
        ];
      };
      expect(await page({})).toEqual([[8, 9, 10], [10], true]);
      expect(await page({ from: { case: 'before', value: 8 } })).toEqual([[5, 6, 7], [5], true]);
      expect(await page({ from: { case: 'before', value: 2 } })).toEqual([[1], [], false]);
      expect(await page({ from: { case: 'before', value: 0 } })).toEqual([[], [], false]);
      expect(await page({ from: { case: 'after', value: 0 } })).toEqual([[1, 2, 3], [], true]);
      expect(await page({ from: { case: 'after', value: 8 } })).toEqual([[9, 10], [10], false]);
      expect(await page({ from: { case: 'after', value: 4_000_000_000 } })).toEqual([
        [],
        [],
        false,
      ]);
    });

    test('of more than a hundred notices the newest are shown', async () => {
      const room = await alice.room('t');
      for (let i = 0; i < 103; i += 1)
        await alice.call(update, { conversation: room, title: `t${i}` });
      const { result } = await alice.call(history, { conversation: room });
      expect(result.notices).toHaveLength(100);
      expect(result.noticesCut).toBe(true);
      expect(result.notices.at(-1)?.text).toBe('t102');
      const { noticesCut, notices } = changeIn(await alice.pull({ only: [room] }), room)!;
      expect([noticesCut, notices.length, notices[0]?.text]).toEqual([true, 100, 't3']);
    });

    test('one sees from where one came in, again after coming back', async () => {
      const room = await alice.room('first');
      await alice.say(room, 'm1');
      await alice.call(update, { conversation: room, title: 'second' });
      await bob.join(room);
      await alice.say(room, 'm2');
      const seen = async () => {
        const { result } = await bob.call(history, { conversation: room });
        const some = await bob.call(get, { conversation: room, seqs: [1, 2, 3, 4, 2] });
        const seqs = result.messages.map(({ seq }) => seq);
        expect(some.result.messages.map(({ seq }) => seq)).toEqual(seqs);
        return [seqs, result.notices.length];
      };
      expect(await seen()).toEqual([[2], 0]);
      await bob.call(leave, { conversation: room });
      await alice.say(room, 'm3');
      await bob.join(room);
      expect(await seen()).toEqual([[], 0]);
      await alice.say(room, 'm4');
      await alice.call(update, { conversation: room, title: 'third' });
      expect(await seen()).toEqual([[4], 1]);
    });

    test('marks only go forward, stay within the conversation and tell the others', async () => {
      const room = await sharedRoom();
      for (const text of ['a', 'b', 'c']) await alice.say(room, text);
      const { result, emissions } = await bob.call(set, { conversation: room, read: 2 });
      expect(result).toMatchObject({ read: 2, delivered: 2, unread: false });
      expect(emissions).toMatchObject([
        {
          type: 'stream',
          conversation: bob.self,
          audience: [bob.user],
          change: { items: [{ key: room, read: 2 }] },
        },
        {
          type: 'live',
          to: { members: room },
          event: { event: { case: 'mark', value: { user: bob.user, read: 2 } } },
        },
      ]);
      expect((await bob.call(set, { conversation: room, read: 1 })).emissions).toEqual([]);
      const far = await bob.call(set, { conversation: room, delivered: 99 });
      expect(far.result).toMatchObject({ read: 2, delivered: 3 });
      const unread = await bob.call(set, { conversation: room, unread: true });
      expect(unread.emissions).toHaveLength(1);
      const own = async () => changeIn(await bob.pull(), room)?.head?.own;
      expect(await own()).toMatchObject({
        readSeq: 2,
        markedUnread: true,
        joinSeq: 1,
        lastSentSeq: 0,
      });
      await bob.call(set, { conversation: room, read: 2 });
      await bob.say(room, 'd');
      expect(await own()).toMatchObject({
        readSeq: 2,
        markedUnread: false,
        lastSentSeq: 4,
        recalled: 0,
        mentions: 0,
      });
      expect(await reasonOf(charlie.call(set, { conversation: room, read: 1 }))).toBe(
        'NOT_A_MEMBER',
      );
      expect(await reasonOf(charlie.call(set, { conversation: bob.self, read: 1 }))).toBe(
        'UNKNOWN',
      );
    });
  },
);
