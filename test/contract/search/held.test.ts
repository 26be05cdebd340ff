// The index of what was held when it was said is that of what is read back, whatever happened to it meanwhile; and nothing is
// read back that need not be.
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import type { ConversationId, MessageSendRequest } from '@hubbub/protocol';
import { edit as makeEdit } from '../../../packages/server/src/features/message/edit.ts';
import { Indexer } from '../../../packages/server/src/features/message/indexer.ts';
import { react } from '../../../packages/server/src/features/message/react.ts';
import { recall as makeRecall } from '../../../packages/server/src/features/message/recall.ts';
import { send } from '../../../packages/server/src/features/message/send.ts';
import type { StreamEmission } from '../../../packages/server/src/ports/bus.ts';
import { systemClock } from '../../../packages/server/src/ports/clock.ts';
import type { Store } from '../../../packages/server/src/store/store.ts';
import { person, type Person } from '../conversations/house.ts';
import { databaseMs, engines, type TestDatabase } from '../store/engines.ts';
import { keysIn } from './keys.ts';

setDefaultTimeout(databaseMs);

const windows = { windows: () => ({ editMs: 0, recallMs: 0 }) };
const edit = makeEdit(windows);
const recall = makeRecall(windows);

type Content = MessageSendRequest['content'];
const text = (value: string) => ({ case: 'text', value }) as const;
const poll = {
  case: 'card',
  value: {
    kind: {
      case: 'poll',
      value: { question: 'What to drink?', options: [{ text: 'tea' }, { text: '咖啡' }] },
    },
  },
} as unknown as Content;

const said: readonly Content[] = [
  text('green tea, and green cups'),
  text('茶とコーヒー https://example.com'),
  poll,
  text('plum pie'),
  text('quince jam'),
  text('Straße'),
];

describe.each(engines.map((engine) => [engine.name, engine] as const))(
  'what is held on %s',
  (_name, engine) => {
    let database: TestDatabase;
    let store: Store;
    const asked: string[] = [];

    beforeAll(async () => {
      database = await engine.create();
      store = await database.open({
        onStatement: ({ name, sql }) => asked.push(`${name}: ${sql}`),
      });
    });
    afterAll(() => database.remove());

    const talk = async (): Promise<readonly [Person, ConversationId]> => {
      const alice = await person(store, 'alice');
      return [alice, await alice.room()];
    };
    const say = async (alice: Person, conversation: ConversationId, contents = said) => {
      const streams: StreamEmission[] = [];
      for (const [i, content] of contents.entries()) {
        const message = { conversation, clientMsgId: `${contents.length} ${i}`, content };
        streams.push(...(await alice.call(send, message as never)).streams);
      }
      return streams;
    };
    const indexed = async (streams: readonly StreamEmission[]) => {
      const troubles: unknown[] = [];
      const report = (_: string, cause: unknown) => void troubles.push(cause);
      const indexer = new Indexer({ store, clock: systemClock, report });
      for (const stream of streams) indexer.receive(stream);
      asked.length = 0;
      await indexer.work();
      await indexer.close();
      expect(troubles).toEqual([]);
    };
    const rowsOf = async (conversation: ConversationId) =>
      (await keysIn(database, conversation)).map(({ key, seq }) => `${key} ${seq}`);
    /** Messages that were read back, by how. */
    const read = () =>
      asked.filter((one) => one.startsWith('indexSlice: select') && one.includes('client_msg_id'));

    test('it is what would be read, and is not read', async () => {
      const [alice, room] = await talk();
      await indexed(await say(alice, room));
      const held = await rowsOf(room);
      // One look for what changed.
      expect(read().every((sql) => sql.includes('version_changed'))).toBe(true);
      const [bob, other] = await talk();
      await say(bob, other);
      const indexer = new Indexer({ store, clock: systemClock, report: () => undefined });
      await indexer.walk();
      await indexer.close();
      expect(read().some((sql) => !sql.includes('version_changed'))).toBe(true);
      const names = (rows: string[], name: string) =>
        rows.map((row) => row.replace(name, 'whoever')).toSorted();
      expect(names(held, alice.user)).toEqual(names(await rowsOf(other), bob.user));
      expect(held.length).toBeGreaterThan(20);
    });

    test('what changed meanwhile is in it as it is now', async () => {
      const [alice, room] = await talk();
      const streams = await say(alice, room);
      const changes = [
        await alice.call(edit, { conversation: room, seq: 4, content: text('pear pie') } as never),
        await alice.call(recall, { conversation: room, seq: 5 }),
        await alice.call(react, { conversation: room, seq: 1, emoji: '👍' } as never),
      ];
      await indexed([...streams, ...changes.flatMap((told) => told.streams)]);
      const keys = (await rowsOf(room)).toSorted();
      expect(keys.filter((key) => /^(plu|qui|jam)/.test(key))).toEqual([]);
      expect(keys.filter((key) => /^(green|pear)/.test(key))).toEqual(['green 1', 'pear 4']);
      expect(keys.filter((key) => key.startsWith('@')).length).toBe(said.length - 1);
    });

    test('of one that nobody told of, and what comes after, is read what stands there', async () => {
      const [alice, room] = await talk();
      const streams = await say(alice, room);
      await indexed(streams.filter((_, i) => i !== 2));
      expect((await rowsOf(room)).filter((key) => key.startsWith('@')).length).toBe(said.length);
    });

    test('what the store does not have any more does not come in', async () => {
      const [alice, room] = await talk();
      const streams = await say(alice, room, [text('plum'), text('pear')]);
      const last = streams.at(-1)!;
      const lost = { ...last.change.messages[0]!, seq: 3, version: (last.change.version ?? 0) + 1 };
      await indexed([...streams, { ...last, change: { ...last.change, messages: [lost] } }]);
      expect((await rowsOf(room)).filter((key) => key.endsWith(' 3'))).toEqual([]);
      await indexed(await say(alice, room, [text('quince')]));
      expect(await rowsOf(room)).toContain('quince 3');
    });

    test('what was recalled before anybody held it does not come in', async () => {
      const [alice, room] = await talk();
      await say(alice, room, [text('quince')]);
      const { streams } = await alice.call(recall, { conversation: room, seq: 1 });
      await indexed(streams);
      expect(await rowsOf(room)).toEqual([]);
    });
  },
);
