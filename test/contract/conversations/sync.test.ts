import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import {
  Conversation_Kind,
  formatId,
  randomKey,
  Reason_Code,
  type ConversationId,
  type UserId,
} from '@hubbub/protocol';
import { delete as deleteConversation } from '../../../packages/server/src/features/conversation/delete.ts';
import { leave } from '../../../packages/server/src/features/conversation/leave.ts';
import { update } from '../../../packages/server/src/features/conversation/update.ts';
import { set } from '../../../packages/server/src/features/mark/set.ts';
import { readDifference, readHeads } from '../../../packages/server/src/store/difference-store.ts';
import { recallMessage } from '../../../packages/server/src/store/recall-store.ts';
import { readSession } from '../../../packages/server/src/store/session-store.ts';
import { run, statement, type Write } from '../../../packages/server/src/store/statement.ts';
import type { Store } from '../../../packages/server/src/store/store.ts';
import { conversationKey } from '../../../packages/server/src/store/stream.ts';
import { databaseMs, engines, type TestDatabase } from '../store/engines.ts';
import { changeIn, knownAfter, main, person, reasonOf, type Person } from './house.ts';

setDefaultTimeout(databaseMs);

describe.each(engines.map((engine) => [engine.name, engine] as const))(
  'sync on %s',
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
    });
    afterAll(() => database.remove());

    async function strangers(): Promise<void> {
      [alice, bob, charlie] = [
        await person(store, 'alice'),
        await person(store, 'bob'),
        await person(store, 'charlie'),
      ];
    }

    test('a first pull: heads with `own`, the newest message, the own membership, names', async () => {
      await strangers();
      const room = await alice.room();
      await bob.join(room);
      for (const text of ['a', 'b']) await alice.say(room, text);
      const { changes, epoch, next } = await bob.pull({ epoch: '' });
      expect([epoch, next]).toEqual([store.epoch, '']);
      expect(changes.map(({ conversation }) => conversation as string)).toEqual(
        [room, bob.self].toSorted(),
      );
      const change = changeIn({ changes }, room);
      expect(change).toMatchObject({
        reset: true,
        base: 0,
        version: 4,
        head: { seq: 2, own: { joinSeq: 1, readSeq: 0 } },
      });
      expect(change?.messages.map(({ seq }) => seq)).toEqual([2]);
      expect(change?.members.map(({ user }) => user)).toEqual([bob.user]);
      expect(change?.users.map(({ id }) => id).toSorted()).toEqual(
        [alice.user, bob.user].toSorted(),
      );
      expect(changeIn({ changes }, bob.self)?.items).toMatchObject([{ key: room }]);
    });

    test('only: the newest fifty and everybody', async () => {
      await strangers();
      const room = await alice.room();
      await bob.join(room);
      for (let i = 0; i < 53; i += 1) await alice.say(room, `${i}`);
      const change = changeIn(await bob.pull({ only: [room] }), room);
      expect(change?.messages.map(({ seq }) => seq)).toEqual(
        Array.from({ length: 50 }, (_, i) => i + 4),
      );
      expect(change?.members).toHaveLength(2);
    });

    test('nothing new is said of what has not changed; another epoch starts anew', async () => {
      await strangers();
      const room = await alice.room();
      const known = knownAfter(await alice.pull());
      expect((await alice.pull({ known })).changes).toEqual([]);
      await alice.say(room, 'x');
      const { changes } = await alice.pull({ known });
      expect(changes).toMatchObject([
        { conversation: room, base: 1, version: 2, reset: false, messages: [{ seq: 1 }] },
      ]);
      expect(
        (await alice.pull({ known, epoch: 'other' })).changes.every(({ reset }) => reset),
      ).toBe(true);
      const ahead = known.map((entry) => ({ ...entry, version: 99 }));
      expect((await alice.pull({ known: ahead })).changes.every(({ reset }) => reset)).toBe(true);
    });

    test('who came back starts anew; who is out is told so and nothing else', async () => {
      await strangers();
      const room = await alice.room();
      await bob.join(room);
      const known = knownAfter(await bob.pull());
      await bob.call(leave, { conversation: room });
      await alice.say(room, 'behind his back');
      const gone = changeIn(await bob.pull({ known }), room);
      expect(gone).toMatchObject({
        gone: Reason_Code.NOT_FOUND,
        messages: [],
        members: [],
        users: [],
      });
      expect(gone?.head).toBeUndefined();
      await bob.join(room);
      expect(changeIn(await bob.pull({ known }), room)).toMatchObject({
        reset: true,
        messages: [],
        head: { own: { joinSeq: 2 } },
      });
      for (const id of [room, alice.self, nowhere])
        expect(
          changeIn(await charlie.pull({ known: [{ conversation: id, version: 1 }] }), id),
        ).toMatchObject({
          gone: Reason_Code.NOT_FOUND,
        });
      expect(changeIn(await charlie.pull({ only: [room] }), room)).toMatchObject({
        gone: Reason_Code.NOT_FOUND,
      });
    });

    test('known must be in order, once each', async () => {
      await strangers();
      const [a, b] = [await alice.room(), await alice.room()].toSorted() as [
        ConversationId,
        ConversationId,
      ];
      const of = (...ids: string[]) => ids.map((conversation) => ({ conversation, version: 1 }));
      expect(await reasonOf(alice.pull({ known: of(a, b) }))).toBeUndefined();
      expect(await reasonOf(alice.pull({ known: of(b, a) }))).toBe('FIELD');
      expect(await reasonOf(alice.pull({ known: of(a, a) }))).toBe('FIELD');
      expect(await reasonOf(alice.pull({ after: 'x' }))).toBe('FIELD');
    });

    test('a request speaks for its range alone', async () => {
      await strangers();
      const ids = [await alice.room(), await alice.room(), await alice.room()].toSorted();
      const [first = '', second = '', third = ''] = ids;
      const inRange = async (range: object) => {
        const { changes } = await alice.pull(range);
        return changes.map(({ conversation }) => conversation).filter((id) => id !== alice.self);
      };
      expect(await inRange({ after: first, until: second })).toEqual([second]);
      expect(await inRange({ after: first })).toEqual([second, third]);
      expect(await inRange({ until: second })).toEqual([first, second]);
      const { changes } = await bob.pull({
        after: first,
        known: [{ conversation: first, version: 1 }],
      });
      expect(changeIn({ changes }, first)).toBeUndefined();
    });

    test('three queries, however many conversations', async () => {
      await strangers();
      for (let i = 0; i < 12; i += 1) await bob.join(await alice.room());
      const known = knownAfter(await bob.pull());
      const { changes } = await alice.pull();
      for (const { conversation } of changes) await alice.say(conversation as ConversationId, 'x');
      for (const args of [
        {},
        { known },
        { known: known.slice(3), limit: 4 },
        { only: [known[0]!.conversation, known[1]!.conversation] },
      ]) {
        statements.length = 0;
        await bob.pull(args);
        expect(statements.length).toBeLessThanOrEqual(3);
      }
    });

    test('pages end at a version and go on there', async () => {
      await strangers();
      const room = await alice.room();
      const known = knownAfter(await alice.pull());
      for (const text of ['a', 'b', 'c']) await alice.say(room, text);
      const only = [room];
      const first = changeIn(await alice.pull({ known, limit: 2, only }), room);
      expect(first).toMatchObject({ base: 1, version: 3, more: true });
      const rest = changeIn(
        await alice.pull({ known: [{ conversation: room, version: 3 }], limit: 2, only }),
        room,
      );
      expect(rest).toMatchObject({ base: 3, version: 4, more: false, messages: [{ seq: 3 }] });
    });

    test('more than a thousand versions: a reset for a room, the rest of the items for SELF', async () => {
      await strangers();
      const room = await alice.room();
      const known = knownAfter(await alice.pull());
      await Promise.all(Array.from({ length: 1001 }, (_, i) => alice.say(room, `${i}`)));
      for (let i = 1; i <= 1001; i += 250) await alice.call(set, { conversation: room, read: i });
      await store.write(main, skipVersions, { conversation: alice.self, versions: 1500 });
      await alice.call(set, { conversation: room, read: 1001 });
      const { changes } = await alice.pull({ known });
      expect(changeIn({ changes }, room)).toMatchObject({ reset: true, messages: [{ seq: 1001 }] });
      expect(changeIn({ changes }, alice.self)).toMatchObject({
        reset: false,
        more: false,
        items: [{ read: 1001 }],
      });
      const bare = await store.read(main, readDifference, { conversation: room, base: 1 });
      expect(bare?.change).toMatchObject({ bare: true, base: 1, version: 1002, messages: [] });
      const near = await store.read(main, readDifference, { conversation: room, base: 2 });
      expect(near?.change.messages).toHaveLength(1000);
    });

    test('a message taken back later comes in the delta, and counts as recalled', async () => {
      await strangers();
      const room = await alice.room();
      await alice.say(room, 'a');
      await bob.join(room);
      for (const text of ['b', 'c', 'd']) await alice.say(room, text);
      const known = knownAfter(await bob.pull());
      await alice.say(room, 'e');
      const by = { conversation: room, user: alice.user, windowMs: 0 };
      for (const seq of [1, 2]) await store.write(main, recallMessage, { ...by, seq });
      const change = changeIn(await bob.pull({ known }), room);
      // Of the two, bob may see the second only.
      expect(change?.messages.map(({ seq, recalled }) => [seq, recalled])).toEqual([
        [2, true],
        [5, false],
      ]);
      expect(change?.head?.own?.recalled).toBe(1);
      await bob.call(set, { conversation: room, read: 2 });
      expect(changeIn(await bob.pull(), room)?.head?.own?.recalled).toBe(0);
      // What not every member may see is announced without rows.
      const { base = 0 } = change ?? {};
      expect(
        (await store.read(main, readDifference, { conversation: room, base }))?.change.bare,
      ).toBe(true);
    });

    test('the difference says who hears it, who came and who went', async () => {
      await strangers();
      const room = await alice.room();
      await alice.say(room, 'a');
      await bob.join(room);
      await charlie.join(room);
      await alice.say(room, 'b');
      await charlie.call(leave, { conversation: room });
      const difference = await store.read(main, readDifference, { conversation: room, base: 3 });
      expect(difference).toMatchObject({
        kind: Conversation_Kind.ROOM,
        audience: [],
        joined: [],
        left: [charlie.user],
      });
      expect(difference?.change).toMatchObject({
        bare: false,
        base: 3,
        version: 6,
        head: { memberCount: 2 },
      });
      expect(difference?.change.head?.own).toBeUndefined();
      // A message from before bob came must not reach bob.
      expect(
        (await store.read(main, readDifference, { conversation: room, base: 1 }))?.change.bare,
      ).toBe(true);
      const self = await store.read(main, readDifference, { conversation: bob.self, base: 0 });
      expect(self).toMatchObject({
        audience: [bob.user],
        joined: [{ conversation: room, kind: Conversation_Kind.ROOM }],
      });
      const gone = await store.read(main, readDifference, { conversation: charlie.self, base: 0 });
      expect(gone?.joined).toEqual([]);
      expect(
        await store.read(main, readDifference, { conversation: nowhere, base: 0 }),
      ).toBeUndefined();
      expect(await store.read(main, readHeads, { conversations: [room, nowhere] })).toEqual([
        { conversation: room, version: 6 },
      ]);
    });

    test('who was away while a room was renamed is not told what it was called', async () => {
      await strangers();
      const room = await alice.room('first');
      await bob.join(room);
      await bob.call(leave, { conversation: room });
      await alice.call(update, { conversation: room, title: 'secret' });
      await alice.call(update, { conversation: room, title: 'third' });
      await bob.join(room);
      expect(
        (await store.read(main, readDifference, { conversation: room, base: 2 }))?.change,
      ).toMatchObject({ bare: true, notices: [] });
      expect(
        (await store.read(main, readDifference, { conversation: room, base: 5 }))?.change,
      ).toMatchObject({ bare: false });
    });

    test('session.open is given every membership, SELF included', async () => {
      await strangers();
      const room = await alice.room();
      const peer: UserId = bob.user;
      const direct = await alice.direct(peer);
      const left = await bob.room();
      await alice.join(left);
      await alice.call(leave, { conversation: left });
      const found = await store.read(main, readSession, { device: alice.device });
      expect(found.showsAll).toBe(true);
      expect(
        new Map(found.joined.map((one) => [one.conversation as string, [one.kind, one.version]])),
      ).toEqual(
        new Map([
          [room as string, [Conversation_Kind.ROOM, 1]],
          [direct, [Conversation_Kind.DIRECT, 1]],
          [alice.self, [Conversation_Kind.SELF, 4]],
        ]),
      );
      await alice.call(deleteConversation, { conversation: room });
      const rest = await store.read(main, readSession, { device: alice.device });
      expect(rest.joined.map(({ conversation }) => conversation as string).toSorted()).toEqual(
        [direct, alice.self].toSorted(),
      );
    });

    test('notices come with a delta and with the range they are anchored in', async () => {
      await strangers();
      const room = await alice.room('a');
      const known = knownAfter(await alice.pull());
      await alice.call(update, { conversation: room, title: 'b' });
      expect(changeIn(await alice.pull({ known }), room)).toMatchObject({
        reset: false,
        notices: [{ text: 'b', anchor: 0 }],
      });
      expect(changeIn(await alice.pull(), room)).toMatchObject({
        reset: true,
        notices: [{ text: 'b' }],
      });
    });
  },
);

const nowhere: ConversationId = formatId('cnv', randomKey());

const setVersion = statement<{ id: number; versions: number }, unknown>((db, p) =>
  db
    .updateTable('conversation')
    .set((e) => ({ version: e('version', '+', p.versions) }))
    .where('app', '=', p.app)
    .where('id', '=', p.id),
);

const skipVersions: Write<{ conversation: ConversationId; versions: number }, void> = {
  name: 'skipVersions',
  locks: () => ({}),
  *run(_tx, { conversation, versions }) {
    yield* run(setVersion, { id: conversationKey(conversation), versions });
  },
};
