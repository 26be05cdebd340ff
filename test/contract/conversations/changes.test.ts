// What happens to messages after they were sent: edits, recalls, whom they call, what they answer.
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import { parseId, type ConversationId, type UserId } from '@hubbub/protocol';
import { leave } from '../../../packages/server/src/features/conversation/leave.ts';
import { setRole } from '../../../packages/server/src/features/conversation/set-role.ts';
import { set } from '../../../packages/server/src/features/mark/set.ts';
import { edit as makeEdit } from '../../../packages/server/src/features/message/edit.ts';
import { edits } from '../../../packages/server/src/features/message/edits.ts';
import { get } from '../../../packages/server/src/features/message/get.ts';
import { recall as makeRecall } from '../../../packages/server/src/features/message/recall.ts';
import { send } from '../../../packages/server/src/features/message/send.ts';
import type { Store } from '../../../packages/server/src/store/store.ts';
import { openTables, type Row } from '../../support/tables.ts';
import { databaseMs, engines, type TestDatabase } from '../store/engines.ts';
import { changeIn, person, reasonOf, type Person } from './house.ts';

setDefaultTimeout(databaseMs);

const windows = { editMs: 60_000, recallMs: 60_000 };
const needs = { windows: () => windows };
const edit = makeEdit(needs);
const recall = makeRecall(needs);
const text = (value: string) => ({ case: 'text', value }) as const;

interface Rewritten {
  readonly conversation: ConversationId;
  readonly seq: number;
  readonly mentions?: UserId[];
}

describe.each(engines.map((engine) => [engine.name, engine] as const))(
  'messages change on %s',
  (_name, engine) => {
    let database: TestDatabase;
    let store: Store;
    let now = Date.parse('2026-01-01');
    let alice: Person;
    let bob: Person;
    let charlie: Person;

    beforeAll(async () => {
      database = await engine.create();
      store = await database.open({ clock: () => now });
      [alice, bob, charlie] = [
        await person(store, 'alice'),
        await person(store, 'bob'),
        await person(store, 'charlie'),
      ];
    });
    afterAll(() => database.remove());

    /** Alice's room with bob, and charlie from the second message on. */
    async function sharedRoom(): Promise<ConversationId> {
      const room = await alice.room();
      await bob.join(room);
      await bob.say(room, 'before charlie');
      await charlie.join(room);
      await bob.say(room, 'to all');
      return room;
    }

    const of = (conversation: ConversationId, seq: number) => ({ conversation, seq });
    const rewrite = (one: Person, name: Rewritten, to: string) =>
      one.call(edit, { content: text(to), clientKey: crypto.randomUUID(), ...name });
    const own = async (one: Person, room: string) =>
      changeIn(await one.pull({ only: [room] }), room)?.head?.own;
    const said = async (one: Person, conversation: ConversationId, seq: number) =>
      (await one.call(get, { conversation, seqs: [seq] })).result.messages[0];
    const call = (one: Person, conversation: ConversationId, more: object) =>
      one.call(send, {
        conversation,
        clientMsgId: crypto.randomUUID(),
        content: text('you!'),
        ...more,
      });
    const rowsOf = async (table: string) => {
      const tables = await openTables(database.address);
      const rows = (await tables.rows(1))[table] ?? [];
      await tables.close();
      return rows;
    };

    test('an edit keeps what was said, takes a version and tells everybody who may see it', async () => {
      const room = await sharedRoom();
      const { result, streams } = await rewrite(bob, of(room, 2), 'to everybody');
      expect(result.message).toMatchObject({ seq: 2, version: 6, content: text('to everybody') });
      expect(result.message?.editedAt).toBeDefined();
      expect(streams).toHaveLength(1);
      expect(streams[0]?.change).toEqual(result.change!);
      expect(result.change).toMatchObject({ base: 5, version: 6, bare: false });
      await rewrite(bob, of(room, 2), 'to whom it may concern');
      const { wordings } = (await charlie.call(edits, of(room, 2))).result;
      expect(wordings.map((one) => one.text)).toEqual(['to all', 'to everybody']);
      expect((await said(alice, room, 2))?.content.value).toBe('to whom it may concern');
    });

    test('below the floor a change is told without rows, and the pull filters by member', async () => {
      const room = await sharedRoom();
      const known = [{ conversation: room as string, version: 5 }];
      const { result, streams } = await rewrite(bob, of(room, 1), 'before anybody');
      // Its caller may see it, so the reply holds it.
      expect(result.change?.messages).toHaveLength(1);
      expect(streams[0]?.change).toMatchObject({ base: 5, version: 6, bare: true, messages: [] });
      expect(streams[0]?.change.head).toBeUndefined();
      const pulled = async (one: Person) => changeIn(await one.pull({ known }), room);
      expect((await pulled(alice))?.messages.map(({ seq }) => seq)).toEqual([1]);
      expect((await pulled(charlie))?.messages).toEqual([]);
      expect(await reasonOf(charlie.call(edits, of(room, 1)))).toBe('UNKNOWN');
      const { streams: recalled } = await bob.call(recall, of(room, 1));
      expect(recalled[0]?.change).toMatchObject({ bare: true, messages: [] });
    });

    test('an edit is made once, whatever was written since; its key is for this edit only', async () => {
      const room = await sharedRoom();
      const first = { clientKey: 'first' + room };
      await rewrite(bob, { ...of(room, 2), ...first }, 'one');
      await rewrite(bob, of(room, 2), 'two');
      const again = await rewrite(bob, { ...of(room, 2), ...first }, 'one');
      expect(again.result).toMatchObject({ repeated: true, message: { content: text('two') } });
      expect(again.result.change).toBeUndefined();
      expect(again.emissions).toEqual([]);
      expect(await reasonOf(rewrite(bob, { ...of(room, 2), ...first }, 'three'))).toBe(
        'KEY_REUSED',
      );
      const same = await rewrite(bob, of(room, 2), 'two');
      expect([same.result.repeated, same.result.change, same.emissions]).toEqual([
        false,
        undefined,
        [],
      ]);
      await bob.call(leave, { conversation: room });
      const left = await rewrite(bob, { ...of(room, 2), ...first }, 'one');
      expect(left.result.message).toMatchObject({ seq: 2, sender: '', content: {} });
    });

    test('editing never makes a message twice: a retry of the sending finds it', async () => {
      const room = await sharedRoom();
      const { result } = await bob.say(room, 'wrods', 'k' + room);
      await rewrite(bob, of(room, result.message?.seq ?? 0), 'words');
      const again = await bob.say(room, 'wrods', 'k' + room);
      expect(again.result).toMatchObject({ repeated: true, message: { content: text('words') } });
    });

    test('only its sender edits, in time, what stands', async () => {
      const room = await sharedRoom();
      const reason = (one: Person, seq: number, more?: object) =>
        reasonOf(rewrite(one, { ...of(room, seq), ...more }, 'mine'));
      expect(await reason(alice, 2)).toBe('SENDER');
      expect(await reason(charlie, 1)).toBe('UNKNOWN');
      expect(await reason(bob, 3)).toBe('UNKNOWN');
      expect(await reason(bob, 2, { content: text(' ') })).toBe('FIELD');
      expect(await reason(bob, 2, { mentionsAll: true })).toBe('ROLE');
      now += windows.editMs;
      expect(await reason(bob, 2)).toBeUndefined();
      now += 1;
      expect(await reason(bob, 2)).toBe('TOO_LATE');
      await alice.call(recall, of(room, 2));
      expect(await reason(bob, 2)).toBe('RECALLED');
    });

    test('a message says at most a hundred other things', async () => {
      const room = await sharedRoom();
      for (let i = 0; i < 100; i += 1) await rewrite(bob, of(room, 2), `no ${i}`);
      expect(await reasonOf(rewrite(bob, of(room, 2), 'once more'))).toBe('FULL');
    });

    test('what is taken back is gone everywhere, its place stays, and unread falls', async () => {
      const room = await sharedRoom();
      await rewrite(bob, { ...of(room, 2), mentions: [charlie.user] }, 'a secret');
      await rewrite(bob, { ...of(room, 2), mentions: [charlie.user] }, 'another secret');
      expect(await own(charlie, room)).toMatchObject({ recalled: 0, mentions: 1 });
      const { result, streams } = await bob.call(recall, of(room, 2));
      const stub = { seq: 2, version: 8, recalled: true, sender: bob.user, content: {} };
      expect(result.message).toMatchObject({ ...stub, mentions: [], recalledBy: '' });
      expect(streams[0]?.change.messages).toEqual([result.message!]);
      expect(await said(charlie, room, 2)).toEqual(result.message!);
      expect(await own(charlie, room)).toMatchObject({ recalled: 1, mentions: 0 });
      expect((await charlie.call(edits, of(room, 2))).result.wordings).toEqual([]);
      const again = await bob.call(recall, of(room, 2));
      expect([again.result.message?.version, again.result.change, again.emissions]).toEqual([
        8,
        undefined,
        [],
      ]);
      for (const table of ['message', 'message_edit'])
        for (const row of await rowsOf(table))
          expect(Buffer.from(row['content'] as Uint8Array).toString()).not.toContain('secret');
      const isOfRoom = (row: Row) => Number(row['conversation']) === parseId('cnv', room);
      expect((await rowsOf('mention')).filter(isOfRoom)).toEqual([]);
    });

    test('its sender takes back in time, who keeps the room at any time', async () => {
      const room = await sharedRoom();
      await charlie.say(room, 'three');
      expect(await reasonOf(charlie.call(recall, of(room, 2)))).toBe('SENDER');
      expect(await reasonOf(charlie.call(recall, of(room, 1)))).toBe('UNKNOWN');
      now += windows.recallMs + 1;
      expect(await reasonOf(bob.call(recall, of(room, 2)))).toBe('TOO_LATE');
      const { result } = await alice.call(recall, of(room, 2));
      expect(result.message).toMatchObject({ recalled: true, recalledBy: alice.user });
      await alice.call(setRole, { conversation: room, user: charlie.user, role: 2 });
      // An admin who may not see it may not take it back either.
      expect(await reasonOf(charlie.call(recall, of(room, 1)))).toBe('UNKNOWN');
      expect(await reasonOf(charlie.call(recall, of(room, 3)))).toBeUndefined();
      const direct = await alice.direct(bob.user);
      await alice.say(direct, 'between us');
      expect(await reasonOf(bob.call(recall, of(direct, 1)))).toBe('SENDER');
      expect(await reasonOf(alice.call(recall, of(direct, 1)))).toBeUndefined();
      await alice.say(alice.self, 'to myself');
      now += windows.recallMs + 1;
      expect(await reasonOf(alice.call(recall, of(alice.self, 1)))).toBe('TOO_LATE');
    });

    test('in a direct and in a whisper a change goes to those who are in it', async () => {
      const room = await sharedRoom();
      const direct = await alice.direct(bob.user);
      await alice.say(direct, 'between us');
      const told = await rewrite(alice, of(direct, (await own(alice, direct))!.lastSentSeq!), 'us');
      expect(told.streams.map(({ audience }) => [...audience].toSorted())).toEqual([
        [alice.user, bob.user].toSorted() as UserId[],
      ]);
      const whisper = await alice.whisper(room, bob.user);
      await alice.say(whisper, 'psst');
      const both = await rewrite(alice, of(whisper, 1), 'hush');
      expect([...both.streams[0]!.audience].toSorted()).toEqual(
        [alice.user, bob.user].toSorted() as UserId[],
      );
      expect(await reasonOf(rewrite(charlie, of(whisper, 1), 'me too'))).toBe('UNKNOWN');
      await bob.call(leave, { conversation: room });
      const alone = await alice.call(recall, of(whisper, 1));
      expect(alone.streams[0]?.audience).toEqual([alice.user]);
      // Back in the room, bob is no member of the whisper until its next message.
      await bob.join(room);
      const still = await alice.call(recall, of(whisper, 1));
      expect(still.streams).toEqual([]);
      expect(await reasonOf(bob.call(recall, of(whisper, 1)))).toBe('UNKNOWN');
    });

    test('an answer names a message its sender sees; who sees less gets the number', async () => {
      const room = await sharedRoom();
      const { result } = await call(bob, room, { replyTo: 1 });
      expect(result.message).toMatchObject({ seq: 3, replyTo: 1 });
      expect((await said(charlie, room, 3))?.replyTo).toBe(1);
      expect(await said(charlie, room, 1)).toBeUndefined();
      expect(await reasonOf(call(charlie, room, { replyTo: 1 }))).toBe('UNKNOWN');
      expect(await reasonOf(call(bob, room, { replyTo: 4 }))).toBe('UNKNOWN');
      await bob.call(recall, of(room, 1));
      expect((await said(alice, room, 3))?.replyTo).toBe(1);
      expect(await reasonOf(call(alice, room, { replyTo: 1 }))).toBeUndefined();
      await bob.call(recall, of(room, 3));
      expect((await said(alice, room, 3))?.replyTo).toBe(0);
    });

    test('mentions are counted apart, by everybody whom they call and nobody else', async () => {
      const room = await sharedRoom();
      const counts = async () =>
        Promise.all(
          [alice, bob, charlie].map(async (one) => (await own(one, room))?.mentions ?? -1),
        );
      const stranger = await person(store, 'stranger');
      const mentions = [charlie.user, stranger.user, charlie.user, alice.user];
      const { result } = await call(bob, room, { mentions });
      const present = [alice.user, charlie.user].toSorted();
      expect(result.message?.mentions).toEqual(present as string[]);
      expect(await counts()).toEqual([1, 0, 1]);
      expect(await reasonOf(call(bob, room, { mentionsAll: true }))).toBe('ROLE');
      await call(alice, room, { mentionsAll: true, mentions: [bob.user] });
      // Sending reads; one that calls everybody and bob calls bob once.
      expect(await counts()).toEqual([0, 1, 2]);
      await rewrite(bob, { ...of(room, 3), mentions: [alice.user] }, 'not you');
      expect(await counts()).toEqual([0, 1, 1]);
      await rewrite(bob, { ...of(room, 2), mentions: [charlie.user] }, 'but here');
      expect(await counts()).toEqual([0, 1, 2]);
      await charlie.call(set, { conversation: room, read: 3 });
      expect(await counts()).toEqual([0, 1, 1]);
      await alice.call(recall, of(room, 4));
      expect(await counts()).toEqual([0, 0, 0]);
    });

    test('who comes back is called by what is said from then on; a first message calls too', async () => {
      const room = await sharedRoom();
      await call(bob, room, { mentions: [charlie.user] });
      await charlie.call(leave, { conversation: room });
      const { result } = await call(bob, room, { mentions: [charlie.user] });
      expect(result.message?.mentions).toEqual([]);
      await charlie.join(room);
      expect((await own(charlie, room))?.mentions).toBe(0);
      await call(bob, room, { mentions: [charlie.user] });
      expect((await own(charlie, room))?.mentions).toBe(1);
      const direct = await charlie.direct(alice.user);
      await call(charlie, direct, { mentions: [alice.user] });
      expect((await own(alice, direct))?.mentions).toBe(1);
      const whisper = await alice.whisper(room, charlie.user);
      await call(alice, whisper, { mentionsAll: true, mentions: [bob.user] });
      expect((await own(charlie, whisper))?.mentions).toBe(1);
      expect((await said(alice, whisper, 1))?.mentions).toEqual([]);
    });
  },
);
