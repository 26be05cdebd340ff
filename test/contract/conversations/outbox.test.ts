import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import { formatId, Media_Type, randomKey, type ConversationId } from '@hubbub/protocol';
import { sql } from 'kysely';
import { memoryBus } from '../../../packages/server/src/bus/memory.ts';
import { delete as deleteConversation } from '../../../packages/server/src/features/conversation/delete.ts';
import { update } from '../../../packages/server/src/features/conversation/update.ts';
import { edit as makeEdit } from '../../../packages/server/src/features/message/edit.ts';
import { pin } from '../../../packages/server/src/features/message/pin.ts';
import { react } from '../../../packages/server/src/features/message/react.ts';
import { send } from '../../../packages/server/src/features/message/send.ts';
import { startOutbox } from '../../../packages/server/src/features/outbox.ts';
import { still } from '../../support/clock.ts';
import {
  announceMedia,
  findMedia,
  keepMedia,
} from '../../../packages/server/src/store/media-store.ts';
import {
  claimEffect,
  delayEffect,
  enqueue,
  finishEffect,
} from '../../../packages/server/src/store/outbox-store.ts';
import {
  all,
  statement,
  type Read,
  type Write,
} from '../../../packages/server/src/store/statement.ts';
import type { Store } from '../../../packages/server/src/store/store.ts';
import { conversationKey } from '../../../packages/server/src/store/stream.ts';
import { memoryBlobs } from '../../support/memory-blobs.ts';
import { databaseMs, engines, type TestDatabase } from '../store/engines.ts';
import { main, person } from './house.ts';

setDefaultTimeout(databaseMs);

const edit = makeEdit({ windows: () => ({ editMs: 0, recallMs: 0 }) });

// Nobody polls in these tests: they say when to work.
describe.each(engines.map((engine) => [engine.name, engine] as const))(
  'outbox on %s',
  (_name, engine) => {
    let database: TestDatabase;
    let store: Store;
    let now = 1_000_000;
    beforeAll(async () => {
      database = await engine.create();
      store = await database.open({ clock: () => now });
    });
    afterAll(() => database.remove());

    test('a deleted room is purged, row by row, and no other', async () => {
      const trouble: unknown[] = [];
      const outbox = startOutbox(store, {
        clock: still,
        onTrouble: (...what) => trouble.push(what),
        bus: memoryBus(),
        blobs: memoryBlobs(),
      });
      const alice = await person(store, 'alice');
      const bob = await person(store, 'bob');
      const [room, other] = [await alice.room(), await alice.room()];
      for (const one of [room, other]) {
        await bob.join(one);
        await alice.call(update, { conversation: one, title: 'renamed' });
      }
      await Promise.all(Array.from({ length: 600 }, (_, i) => alice.say(room, `${i}`)));
      for (const conversation of [room, other]) {
        const content = { case: 'text', value: 'x' } as const;
        const mentions = [bob.user];
        const sent = { conversation, clientMsgId: 'x', content, mentions };
        const { seq = 0 } = (await alice.call(send, sent)).result.message ?? {};
        const name = { conversation, seq };
        await alice.call(edit, { ...name, content: { case: 'text', value: 'y' }, mentions });
        await alice.call(react, { ...name, emoji: '👍', on: true });
        await alice.call(pin, name);
      }
      await bob.say(other, 'stays');
      await alice.call(deleteConversation, { conversation: room });
      expect(await store.read(main, countRows, room)).toEqual([1, 601, 2, 2, 1, 1, 1, 1]);
      await outbox.drain();
      expect(trouble).toEqual([]);
      expect(await store.read(main, countRows, room)).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
      expect(await store.read(main, countRows, other)).toEqual([1, 2, 2, 2, 1, 1, 1, 1]);
      expect(await store.systemWrite(claimEffect, { token: 't', leaseMs: 1 })).toBeUndefined();
      await outbox.close();
    });

    test('the picture of a deleted room goes with it', async () => {
      const trouble: unknown[] = [];
      const blobs = memoryBlobs();
      const outbox = startOutbox(store, {
        clock: still,
        onTrouble: (...what) => trouble.push(what),
        bus: memoryBus(),
        blobs,
      });
      const alice = await person(store, 'alice');
      const [room, other] = [await alice.room(), await alice.room()];
      for (const conversation of [room, other]) {
        const picture = formatId('med', randomKey());
        await store.write(main, announceMedia, {
          ...image,
          id: picture,
          owner: alice.user,
          blob: picture,
          outboxId: randomKey(),
        });
        await blobs.put(picture, new Uint8Array(image.size));
        await store.write(main, keepMedia, { media: picture });
        await alice.call(update, { conversation, picture });
      }
      await alice.call(deleteConversation, { conversation: room });
      await outbox.drain();
      expect(trouble).toEqual([]);
      expect(blobs.stored.size).toBe(1);
      const sought = { viewer: alice.user, size: undefined };
      const [kept = ''] = blobs.stored.keys();
      expect(await store.read(main, findMedia, { ...sought, media: kept })).toMatchObject({
        blob: kept,
      });
      await outbox.close();
    });

    test('an effect is leased to one, comes back when its lease is over, and holds its key', async () => {
      const claim = async (token: string) =>
        (await store.systemWrite(claimEffect, { token, leaseMs: 100 }))?.payload;
      await store.write(main, owe, { key: 'k', payload: { n: 1 } });
      now += 1;
      await store.write(main, owe, { key: 'k', payload: { n: 2 } });
      await store.write(main, owe, { key: 'other', payload: { n: 3 } });
      expect(await claim('a')).toEqual({ n: 1 });
      expect(await claim('b')).toEqual({ n: 3 });
      expect(await claim('b')).toBeUndefined();
      now += 101;
      const again = await store.systemWrite(claimEffect, { token: 'b', leaseMs: 100 });
      expect(again).toMatchObject({ app: main, payload: { n: 1 }, attempts: 2 });
      const { id } = again!;
      await store.systemWrite(finishEffect, { id, token: 'a' });
      await store.systemWrite(delayEffect, { id, token: 'b', delayMs: 1000 });
      expect(await claim('c')).toEqual({ n: 3 });
      expect(await claim('c')).toBeUndefined();
      await store.systemWrite(finishEffect, { id, token: 'b' });
      expect(await claim('c')).toEqual({ n: 2 });
    });

    test('what fails is tried again, and told', async () => {
      const trouble: string[] = [];
      const outbox = startOutbox(store, {
        clock: still,
        onTrouble: (what) => trouble.push(what),
        bus: memoryBus(),
        blobs: memoryBlobs(),
      });
      now += 10_000;
      await store.write(main, owe, { key: 'bad', payload: {} });
      await outbox.drain();
      expect(trouble).toContain('outbox: test');
      await outbox.close();
    });
  },
);

const image = {
  type: Media_Type.PNG,
  size: 10,
  width: 1,
  height: 1,
  name: '',
  small: '',
  medium: '',
  preview: new Uint8Array(),
  sweepMs: 1e9,
  mostBytes: 1e6,
};

const owe: Write<{ key: string; payload: object }, void> = {
  name: 'owe',
  locks: () => ({}),
  *run({ now }, { key, payload }) {
    yield* enqueue({ id: randomKey(), key, kind: 'test', payload, now });
  },
};

const tables = [
  ...(['conversation', 'message', 'notice', 'member'] as const),
  ...(['message_edit', 'mention', 'choice', 'pin'] as const),
];
const counting = tables.map((table) =>
  statement<{ id: number }, { count: number }>((db, p) =>
    db
      .selectFrom(table)
      .where('app', '=', p.app)
      .where(sql.ref(table === 'conversation' ? 'id' : 'conversation'), '=', p.id)
      .select(sql<number>`cast(count(*) as integer)`.as('count')),
  ),
);

const countRows: Read<ConversationId, number[]> = {
  name: 'countRows',
  *run(_tx, conversation) {
    const counts: number[] = [];
    for (const count of counting)
      counts.push((yield* all(count, { id: conversationKey(conversation) }))[0]!.count);
    return counts;
  },
};
