import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import { type ConversationId } from '@hubbub/protocol';
import { leave } from '../../../packages/server/src/features/conversation/leave.ts';
import { readers } from '../../../packages/server/src/features/mark/readers.ts';
import { set } from '../../../packages/server/src/features/mark/set.ts';
import { history } from '../../../packages/server/src/features/message/history.ts';
import { run, statement, type Write } from '../../../packages/server/src/store/statement.ts';
import type { Store } from '../../../packages/server/src/store/store.ts';
import { conversationKey } from '../../../packages/server/src/store/stream.ts';
import { databaseMs, engines, type TestDatabase } from '../store/engines.ts';
import {
  actor,
  changeIn,
  knownAfter,
  main,
  openHouse,
  person,
  reasonOf,
  type Person,
} from './house.ts';

setDefaultTimeout(databaseMs);

describe.each(engines.map((engine) => [engine.name, engine] as const))(
  'sizes on %s',
  (_name, engine) => {
    let database: TestDatabase;
    let store: Store;
    let alice: Person;
    let bob: Person;
    let charlie: Person;

    beforeAll(async () => {
      ({ database, store, alice, bob, charlie } = await openHouse(engine));
    });
    afterAll(() => database.remove());

    test('a room has room for ten thousand', async () => {
      const room = await alice.room();
      await store.write(main, crowd, { conversation: room, count: 9_999 });
      expect((await bob.join(room)).result.conversation?.memberCount).toBe(10_000);
      expect(await reasonOf(charlie.join(room))).toBe('FULL');
      await bob.call(leave, { conversation: room });
      expect(await reasonOf(charlie.join(room))).toBeUndefined();
    });

    test('above two hundred members: the own row only, and marks are nobody else’s business', async () => {
      const room = await alice.room();
      await charlie.join(room);
      const known = knownAfter(await charlie.pull());
      await store.write(main, crowd, { conversation: room, count: 200 });
      const { result } = await bob.join(room);
      expect(result.conversation?.memberCount).toBe(201);
      expect(result.change?.members.map(({ user }) => user)).toEqual([bob.user]);
      await alice.say(room, 'hello');
      const delta = changeIn(await charlie.pull({ known }), room);
      expect(delta).toMatchObject({ reset: false, members: [], messages: [{ seq: 1 }] });
      const { emissions } = await bob.call(set, { conversation: room, read: 1 });
      expect(emissions.map(({ type }) => type)).toEqual(['stream']);
      // Who has read is counted, not named; the newcomer sees no message of before.
      const late = await person(store, 'late');
      await late.join(room);
      await late.call(set, { conversation: room, read: 1 });
      await charlie.call(set, { conversation: room, read: 1 });
      const found = await alice.call(readers, { conversation: room, seq: 1 });
      expect(found.result).toMatchObject({ count: 2, readers: [] });
      expect(await reasonOf(bob.call(readers, { conversation: room, seq: 1 }))).toBe('SENDER');
    });

    test('one may be in a thousand conversations, SELF included', async () => {
      const dora = await person(store, 'dora');
      const last = await alice.room();
      const left = await dora.room();
      await Promise.all(Array.from({ length: 998 }, () => dora.room()));
      expect(await reasonOf(dora.join(last))).toBe('FULL');
      expect(await reasonOf(dora.room())).toBe('FULL');
      expect(await reasonOf(dora.direct(alice.user))).toBe('FULL');
      await dora.call(leave, { conversation: left });
      expect(await reasonOf(dora.join(last))).toBeUndefined();
    });
  },
);

describe.each(engines.map((engine) => [engine.name, engine] as const))(
  'restarts on %s',
  (_name, engine) => {
    test('a key sent again after a restart is the same message', async () => {
      const database = await engine.create();
      const before = await database.open();
      const alice = await person(before, 'alice');
      const room = await alice.room();
      await alice.say(room, 'once', 'key');
      await before.close();
      const store = await database.open();
      const again = actor(store, alice);
      expect((await again.say(room, 'once', 'key')).result).toMatchObject({
        repeated: true,
        message: { seq: 1 },
      });
      expect(await reasonOf(again.say(room, 'twice', 'key'))).toBe('KEY_REUSED');
      expect((await again.call(history, { conversation: room })).result.messages).toHaveLength(1);
      expect((await again.say(room, 'next')).result.message).toMatchObject({ seq: 2, version: 3 });
      await database.remove();
    });
  },
);

const setCount = statement<{ id: number; count: number }, unknown>((db, p) =>
  db
    .updateTable('conversation')
    .set({ member_count: p.count })
    .where('app', '=', p.app)
    .where('id', '=', p.id),
);

/** As if so many were in the room. */
const crowd: Write<{ conversation: ConversationId; count: number }, void> = {
  name: 'crowd',
  locks: ({ conversation }) => ({ conversations: [conversation] }),
  *run(_tx, { conversation, count }) {
    yield* run(setCount, { id: conversationKey(conversation), count });
  },
};
