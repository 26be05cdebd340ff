// What people put on messages: emoji and pins that all see, deletions and clearings that only they see themselves.
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import {
  Item_Kind,
  Notice_Kind,
  parseId,
  type ConversationId,
  type Message,
} from '@hubbub/protocol';
import { clear } from '../../../packages/server/src/features/conversation/clear.ts';
import { leave } from '../../../packages/server/src/features/conversation/leave.ts';
import { delete as deleteMessages } from '../../../packages/server/src/features/message/delete.ts';
import { get } from '../../../packages/server/src/features/message/get.ts';
import { history } from '../../../packages/server/src/features/message/history.ts';
import { pin } from '../../../packages/server/src/features/message/pin.ts';
import { pins } from '../../../packages/server/src/features/message/pins.ts';
import { react } from '../../../packages/server/src/features/message/react.ts';
import { reactions } from '../../../packages/server/src/features/message/reactions.ts';
import { recall as makeRecall } from '../../../packages/server/src/features/message/recall.ts';
import { unpin } from '../../../packages/server/src/features/message/unpin.ts';
import { openTables, type Row } from '../../support/tables.ts';
import { databaseMs, engines, type TestDatabase } from '../store/engines.ts';
import { changeIn, openHouse, reasonOf, type Person } from './house.ts';

setDefaultTimeout(databaseMs);

const recall = makeRecall({ windows: () => ({ editMs: 0, recallMs: 0 }) });

describe.each(engines.map((engine) => [engine.name, engine] as const))(
  'what is put on messages on %s',
  (_name, engine) => {
    let database: TestDatabase;
    let alice: Person;
    let bob: Person;
    let charlie: Person;

    beforeAll(async () => {
      ({ database, alice, bob, charlie } = await openHouse(engine));
    });
    afterAll(() => database.remove());

    /** Alice's room with bob, and charlie from the second message on: five versions. */
    async function sharedRoom(): Promise<ConversationId> {
      const room = await alice.room();
      await bob.join(room);
      await bob.say(room, 'before charlie');
      await charlie.join(room);
      await bob.say(room, 'to all');
      return room;
    }
    const of = (conversation: ConversationId, seq: number) => ({ conversation, seq });
    const put = (one: Person, name: ReturnType<typeof of>, emoji: string) =>
      one.call(react, { ...name, emoji, on: true });
    const take = (one: Person, name: ReturnType<typeof of>, emoji: string) =>
      one.call(react, { ...name, emoji, on: false });
    const counts = (message: Message | undefined) =>
      message?.reactions.map(({ emoji, count }) => `${emoji} ${count}`);
    const seqsOf = async (one: Person, conversation: ConversationId) =>
      (await one.call(history, { conversation })).result.messages.map(({ seq }) => seq);

    test('emoji are counted in the message, the same for all; one’s own is an item', async () => {
      const room = await sharedRoom();
      const first = await put(bob, of(room, 2), '👍');
      expect(counts(first.result.message)).toEqual(['👍 1']);
      expect(first.result.change).toMatchObject({ base: 5, version: 6, items: [] });
      expect(first.streams.map(({ conversation }) => conversation)).toEqual([room, bob.self]);
      expect(first.streams[0]?.change).toEqual(first.result.change!);
      const key = `${room}/2`;
      expect(first.streams[1]).toMatchObject({
        audience: [bob.user],
        change: { items: [{ kind: Item_Kind.MESSAGE, key, reactions: ['👍'], removed: false }] },
      });
      await put(charlie, of(room, 2), '👍');
      await put(bob, of(room, 2), '❤');
      const again = await put(bob, of(room, 2), '❤️');
      expect([again.result.change, again.emissions]).toEqual([undefined, []]);
      expect(counts(again.result.message)).toEqual(['👍 2', '❤️ 1']);
      const gone = await take(bob, of(room, 2), '👍');
      expect(counts(gone.result.message)).toEqual(['👍 1', '❤️ 1']);
      expect(gone.streams[1]?.change.items).toMatchObject([{ key, reactions: ['❤️'] }]);
      await take(charlie, of(room, 2), '👍');
      const last = await take(bob, of(room, 2), '❤️');
      expect(counts(last.result.message)).toEqual([]);
      expect(last.streams[1]?.change.items).toMatchObject([{ key, reactions: [], removed: true }]);
      expect((await take(bob, of(room, 2), '❤️')).emissions).toEqual([]);
      const pulled = changeIn(await bob.pull(), bob.self)?.items.find((item) => item.key === key);
      expect(pulled).toEqual(last.streams[1]!.change.items[0]!);
    });

    test('at most twenty kinds, each an emoji, on what stands and is seen', async () => {
      const room = await sharedRoom();
      const kinds = Array.from('😀😁😂🤣😃😄😅😆😉😊😋😎😍😘🥰😗😙😚🙂🤗🤩');
      for (const emoji of kinds.slice(0, 20)) await put(bob, of(room, 2), emoji);
      expect(await reasonOf(put(bob, of(room, 2), kinds[20]!))).toBe('FULL');
      expect(await reasonOf(put(charlie, of(room, 2), kinds[0]!))).toBeUndefined();
      for (const none of ['x', '👍👍', ' '])
        expect(await reasonOf(put(bob, of(room, 2), none))).toBe('FIELD');
      expect(await reasonOf(put(charlie, of(room, 1), '👍'))).toBe('UNKNOWN');
      expect(await reasonOf(put(bob, of(room, 9), '👍'))).toBe('UNKNOWN');
      await bob.call(recall, of(room, 2));
      expect(await reasonOf(put(bob, of(room, 2), '👍'))).toBe('RECALLED');
      const tables = await openTables(database.address);
      const rows = (await tables.rows(1))['choice'] ?? [];
      await tables.close();
      const isOfRoom = (row: Row) => Number(row['conversation']) === parseId('cnv', room);
      expect(rows.filter(isOfRoom)).toEqual([]);
    });

    test('who reacted is read in pages by whoever sees the message', async () => {
      const room = await sharedRoom();
      for (const one of [alice, bob, charlie]) await put(one, of(room, 2), '🎉');
      const asked = { ...of(room, 2), emoji: '🎉', limit: 2 };
      const first = (await alice.call(reactions, asked)).result;
      const rest = (await alice.call(reactions, { ...asked, after: first.next })).result;
      const ids = [...first.users, ...rest.users].map(({ id }) => id);
      expect(ids).toEqual([alice.user, bob.user, charlie.user].toSorted() as string[]);
      expect(rest.next).toBe('');
      await put(bob, of(room, 1), '🎉');
      expect(await reasonOf(charlie.call(reactions, { ...asked, seq: 1 }))).toBe('UNKNOWN');
    });

    test('below the floor an emoji is told without rows', async () => {
      const room = await sharedRoom();
      const { streams, result } = await put(bob, of(room, 1), '👍');
      expect(streams[0]?.change).toMatchObject({ bare: true, messages: [] });
      expect(result.change?.messages).toHaveLength(1);
      const pulled = await charlie.pull({ known: [{ conversation: room, version: 5 }] });
      expect(changeIn(pulled, room)).toMatchObject({ version: 6, messages: [] });
    });

    test('pins: by right, with a notice, listed for who sees the message', async () => {
      const room = await sharedRoom();
      expect(await reasonOf(bob.call(pin, of(room, 2)))).toBe('ROLE');
      const pinned = await alice.call(pin, of(room, 2));
      expect(pinned.result.message).toMatchObject({ pinned: true, version: 6 });
      expect(pinned.result.change?.notices).toMatchObject([
        { kind: Notice_Kind.PINNED, seq: 2, actor: alice.user, version: 6, anchor: 2 },
      ]);
      expect(pinned.streams[0]?.change).toEqual(pinned.result.change!);
      const before = await alice.call(pin, of(room, 1));
      expect(before.streams[0]?.change).toMatchObject({ bare: true, messages: [], notices: [] });
      expect((await alice.call(pin, of(room, 2))).emissions).toEqual([]);
      const listed = async (one: Person) =>
        (await one.call(pins, { conversation: room })).result.messages.map(({ seq }) => seq);
      expect(new Set(await listed(alice))).toEqual(new Set([1, 2]));
      expect(await listed(charlie)).toEqual([2]);
      expect(await reasonOf(bob.call(unpin, of(room, 2)))).toBe('ROLE');
      const off = await alice.call(unpin, of(room, 2));
      expect(off.result.change).toMatchObject({ notices: [], messages: [{ pinned: false }] });
      expect((await alice.call(unpin, of(room, 2))).emissions).toEqual([]);
      await bob.call(recall, of(room, 1));
      expect(await listed(alice)).toEqual([]);
      expect(await reasonOf(alice.call(pin, of(room, 1)))).toBe('RECALLED');
      const direct = await alice.direct(bob.user);
      await alice.say(direct, 'between us');
      expect(await reasonOf(bob.call(pin, of(direct, 1)))).toBeUndefined();
    });

    test('a hundred pins at most', async () => {
      const notes = alice.self;
      const first = (await alice.say(notes, 'n')).result.message?.seq ?? 0;
      for (let i = 0; i < 100; i += 1) await alice.say(notes, 'n');
      for (let i = 0; i < 100; i += 1) await alice.call(pin, of(notes, first + i));
      expect(await reasonOf(alice.call(pin, of(notes, first + 100)))).toBe('FULL');
    });

    test('deleted for oneself: an item each, nobody else hears, it counts until it is read', async () => {
      const room = await sharedRoom();
      await bob.say(room, 'three');
      await put(charlie, of(room, 2), '👍');
      const { emissions, streams } = await charlie.call(deleteMessages, {
        conversation: room,
        seqs: [2, 3, 2],
      });
      expect(emissions).toHaveLength(1);
      expect(streams[0]).toMatchObject({ conversation: charlie.self, audience: [charlie.user] });
      expect(streams[0]?.change.items).toMatchObject([
        { key: `${room}/2`, hidden: true, reactions: ['👍'] },
        { key: `${room}/3`, hidden: true, reactions: [] },
      ]);
      const again = await charlie.call(deleteMessages, { conversation: room, seqs: [2] });
      expect(again.emissions).toEqual([]);
      const head = changeIn(await charlie.pull(), room)?.head;
      expect(head).toMatchObject({ seq: 3, own: { readSeq: 0, recalled: 0, cleared: 0 } });
      await take(charlie, of(room, 2), '👍');
      const items = changeIn(await charlie.pull(), charlie.self)?.items ?? [];
      expect(items.find(({ key }) => key === `${room}/2`)).toMatchObject({
        hidden: true,
        reactions: [],
      });
      for (const seqs of [[1], [4], [2, 9], [0]])
        expect(await reasonOf(charlie.call(deleteMessages, { conversation: room, seqs }))).toBe(
          'UNKNOWN',
        );
    });

    test('cleared: nothing up to there is shown again, anywhere; others see all', async () => {
      const room = await sharedRoom();
      for (const text of ['three', 'four', 'five']) await bob.say(room, text);
      const known = [{ conversation: room as string, version: 8 }];
      const part = await alice.call(clear, { conversation: room, seq: 3 });
      expect(part.result.cleared).toBe(3);
      expect(part.streams).toHaveLength(1);
      expect(part.streams[0]).toMatchObject({
        conversation: alice.self,
        audience: [alice.user],
        change: { items: [{ kind: Item_Kind.CLEARED, key: room, cleared: 3 }] },
      });
      expect(await seqsOf(alice, room)).toEqual([4, 5]);
      expect(await seqsOf(bob, room)).toEqual([1, 2, 3, 4, 5]);
      expect((await alice.call(clear, { conversation: room, seq: 2 })).result.cleared).toBe(3);
      const some = await alice.call(get, { conversation: room, seqs: [3, 4] });
      expect(some.result.messages.map(({ seq }) => seq)).toEqual([4]);
      expect(await reasonOf(put(alice, of(room, 3), '👍'))).toBe('UNKNOWN');
      await bob.call(recall, of(room, 3));
      expect(changeIn(await alice.pull({ known }), room)?.messages).toEqual([]);
      const whole = changeIn(await alice.pull({ only: [room] }), room);
      expect(whole?.messages.map(({ seq }) => seq)).toEqual([4, 5]);
      expect(whole?.head?.own).toMatchObject({ cleared: 3, recalled: 0 });
      expect((await alice.call(clear, { conversation: room })).result.cleared).toBe(5);
      expect(await seqsOf(alice, room)).toEqual([]);
      await bob.say(room, 'six');
      expect(await seqsOf(alice, room)).toEqual([6]);
      expect((await alice.call(clear, { conversation: room, seq: 99 })).result.cleared).toBe(6);
      expect((await alice.call(clear, { conversation: room })).emissions).toEqual([]);
    });

    test('notes to oneself are messages too: one stream, one version each', async () => {
      const { result } = await bob.say(bob.self, 'note');
      const { seq = 0, version = 0 } = result.message ?? {};
      const told = await put(bob, of(bob.self, seq), '👍');
      expect(
        told.streams.map(({ conversation, change }) => [conversation, change.version]),
      ).toEqual([
        [bob.self, version + 1],
        [bob.self, version + 2],
      ]);
      await bob.call(deleteMessages, { conversation: bob.self, seqs: [seq] });
      await bob.call(clear, { conversation: bob.self });
      const change = changeIn(await bob.pull(), bob.self);
      expect(change).toMatchObject({ version: version + 4, messages: [] });
      expect(await seqsOf(bob, bob.self)).toEqual([]);
      expect(await reasonOf(put(alice, of(bob.self, seq), '👍'))).toBe('UNKNOWN');
    });

    test('who is out may do none of it', async () => {
      const room = await sharedRoom();
      await charlie.call(leave, { conversation: room });
      const tried = [
        put(charlie, of(room, 2), '👍'),
        charlie.call(pin, of(room, 2)),
        charlie.call(unpin, of(room, 2)),
        charlie.call(pins, { conversation: room }),
        charlie.call(deleteMessages, { conversation: room, seqs: [2] }),
        charlie.call(clear, { conversation: room }),
      ];
      for (const reason of await Promise.all(tried.map(reasonOf)))
        expect(reason).toBe('NOT_A_MEMBER');
    });
  },
);
