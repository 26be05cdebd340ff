// Searching on both databases: what is found and where, only what the caller may see, and the index as the only thing that
// grows. Each test has people and conversations of its own, so that nothing is found by chance.
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import type { MessageInitShape } from '@bufbuild/protobuf';
import { timestampFromMs } from '@bufbuild/protobuf/wkt';
import {
  MessageSearchRequest_Has as Has,
  type MessageSearchRequestSchema,
  parseId,
  type ConversationId,
  type MessageSearchResponse,
} from '@hubbub/protocol';
import { block } from '../../../packages/server/src/features/contact/block.ts';
import { clear } from '../../../packages/server/src/features/conversation/clear.ts';
import { delete as deleteConversation } from '../../../packages/server/src/features/conversation/delete.ts';
import { leave } from '../../../packages/server/src/features/conversation/leave.ts';
import { delete as deleteMessages } from '../../../packages/server/src/features/message/delete.ts';
import { edit as makeEdit } from '../../../packages/server/src/features/message/edit.ts';
import { history } from '../../../packages/server/src/features/message/history.ts';
import { Indexer } from '../../../packages/server/src/features/message/indexer.ts';
import { hide } from '../../../packages/server/src/features/message/hide.ts';
import { recall as makeRecall } from '../../../packages/server/src/features/message/recall.ts';
import { search as makeSearch } from '../../../packages/server/src/features/message/search.ts';
import { send } from '../../../packages/server/src/features/message/send.ts';
import { systemClock } from '../../../packages/server/src/ports/clock.ts';
import { purgeSlice } from '../../../packages/server/src/store/purge-store.ts';
import { indexSlice } from '../../../packages/server/src/store/search-index-store.ts';
import type { Store } from '../../../packages/server/src/store/store.ts';
import { main, person, reasonOf, type Person } from '../conversations/house.ts';
import { databaseMs, engines, type TestDatabase } from '../store/engines.ts';
import { cases } from './cases.ts';
import { keysIn } from './keys.ts';

setDefaultTimeout(databaseMs);

const windows = { windows: () => ({ editMs: 0, recallMs: 0 }) };
const edit = makeEdit(windows);
const recall = makeRecall(windows);
const search = makeSearch({ searches: { charge: async () => undefined } });

type Asked = MessageInitShape<typeof MessageSearchRequestSchema>;

describe.each(engines.map((engine) => [engine.name, engine] as const))(
  'searching on %s',
  (_name, engine) => {
    let database: TestDatabase;
    let store: Store;

    beforeAll(async () => {
      database = await engine.create();
      store = await database.open();
    });
    afterAll(() => database.remove());

    const meet = (...names: string[]) => Promise.all(names.map((name) => person(store, name)));
    const ask = async (one: Person, query: string, more: Asked = {}) =>
      (await one.call(search, { query, ...more })).result;
    const texts = async (one: Person, query: string, more: Asked = {}) =>
      (await ask(one, query, more)).hits.map(textIn);
    const rowsOf = async (conversation: ConversationId) =>
      (await keysIn(database, conversation)).map(({ key }) => key);

    test('finds what the table says, where it says', async () => {
      const [alice] = await meet('alice');
      const said = [...new Set(cases.map(({ text }) => text))];
      const room = await alice!.room();
      for (const text of said) await alice!.say(room, text);
      for (const { text, query, ranges } of cases) {
        const { hits } = await ask(alice!, query, { limit: 50 });
        const hit = hits.find((one) => textIn(one) === text);
        const found = hit?.ranges.map(({ start, end }) => [start, end]);
        expect({ text, query, found }).toEqual({ text, query, found: ranges as never });
      }
    });

    test('answers newest first, a page after the other, and nothing twice', async () => {
      const [alice] = await meet('alice');
      const rooms = [await alice!.room(), await alice!.room(), await alice!.room()];
      for (let i = 0; i < 21; i += 1) await alice!.say(rooms[i % 3]!, `lantern ${i}`);
      const all = await texts(alice!, 'lantern', { limit: 50 });
      expect(all).toEqual(Array.from({ length: 21 }, (_, i) => `lantern ${20 - i}`));
      const paged: (string | undefined)[] = [];
      let after = '';
      do {
        const { hits, next } = await ask(alice!, 'lantern', { after, limit: 4 });
        expect(hits.length).toBeLessThanOrEqual(4);
        paged.push(...hits.map(textIn));
        // What comes meanwhile is newer than any page that is still to come.
        if (after === '') await alice!.say(rooms[0]!, 'lantern of later');
        after = next;
      } while (after !== '');
      expect(paged).toEqual(all);
    });

    test('a slice ends where it has enough keys, and the next one goes on there', async () => {
      const [alice] = await meet('alice');
      const room = await alice!.room();
      for (let i = 0; i < 4; i += 1) await alice!.say(room, `amber${i} birch${i} cedar${i}`);
      const first = async () => (await rowsOf(room)).filter((key) => key.startsWith('amber'));
      const slice = { conversation: room, limit: 200, mostKeys: 8 };
      // Seven keys each: its sender, three and six letters of each word.
      expect(await store.write(main, indexSlice, slice)).toEqual({ isDone: false, seq: 2 });
      expect((await first()).toSorted()).toEqual(['amber0', 'amber1']);
      expect(await store.write(main, indexSlice, slice)).toEqual({ isDone: true, seq: 4 });
      expect(await first()).toHaveLength(4);
    });

    test('narrows by conversation, sender, time and what is in it', async () => {
      const [alice, bob] = await meet('alice', 'bob');
      const room = await alice!.room();
      const other = await alice!.room();
      await bob!.join(room);
      await alice!.say(room, 'tea at https://example.com');
      const { result } = await bob!.say(room, 'tea without milk');
      await alice!.say(other, 'tea elsewhere');
      const options = [{ text: 'green tea' }, { text: 'coffee' }];
      const poll = { case: 'poll', value: { question: 'What to drink?', options } } as const;
      const content = { case: 'card', value: { kind: poll } } as const;
      await alice!.call(send, { conversation: room, clientMsgId: 'poll', content });

      expect(await texts(alice!, 'tea', { conversation: other })).toEqual(['tea elsewhere']);
      expect(await texts(alice!, 'tea', { sender: bob!.user })).toEqual(['tea without milk']);
      expect(await texts(alice!, '', { sender: bob!.user })).toEqual(['tea without milk']);
      const link = { has: [Has.LINK] };
      expect(await texts(alice!, '', link)).toEqual(['tea at https://example.com']);
      expect(await texts(alice!, 'milk', link)).toEqual([]);
      const polls = await ask(alice!, 'tea', { has: [Has.POLL] });
      expect(polls.hits.map(({ ranges }) => ranges)).toEqual([[]]);
      const drinks = await ask(alice!, 'drink');
      expect(drinks.hits[0]?.ranges).toMatchObject([{ start: 8, end: 13 }]);
      expect(await texts(alice!, 'tea', { ...link, sender: bob!.user })).toEqual([]);

      const at = result.message!.createdAt!;
      const sentAt = Number(at.seconds) * 1000 + at.nanos / 1e6;
      const later = timestampFromMs(sentAt + 1);
      expect(await texts(alice!, 'tea', { sender: bob!.user, until: at })).toEqual([]);
      expect(await texts(alice!, 'tea', { sender: bob!.user, since: later })).toEqual([]);
      expect(await texts(alice!, 'tea', { sender: bob!.user, since: at, until: later })).toEqual([
        'tea without milk',
      ]);
    });

    test('refuses what is no search', async () => {
      const [alice, bob] = await meet('alice', 'bob');
      const room = await alice!.room();
      const group = await alice!.group([]);
      const refused = (one: Person, args: Asked) => reasonOf(one.call(search, args));
      for (const query of ['', '  ', '*', '"', '-- %'])
        expect(await refused(alice!, { query })).toBe('FIELD');
      expect(await refused(alice!, { query: 'a b c d e f g h i j k' })).toBe('FIELD');
      for (const after of ['x', '1.2', '1.2.3.4', '-1.2.3', '1.2.zzzzzzzzzzzz', "1.2.3'"])
        expect(await refused(alice!, { query: 'word', after })).toBe('FIELD');
      expect(await refused(bob!, { query: 'word', conversation: room })).toBe('NOT_A_MEMBER');
      expect(await refused(bob!, { query: 'word', conversation: group })).toBe('UNKNOWN');
    });

    test('shows members only what they may see', async () => {
      const [alice, bob, charlie] = await meet('alice', 'bob', 'charlie');
      const room = await alice!.room();
      await bob!.join(room);
      await alice!.say(room, 'walnut before charlie');
      await charlie!.join(room);
      await alice!.say(room, 'walnut for all');
      const direct = await alice!.direct(bob!.user);
      await alice!.say(direct, 'walnut between us');
      const secret = await alice!.whisper(room, bob!.user);
      await alice!.say(secret, 'walnut in your ear');
      const [dora] = await meet('dora');
      expect((await texts(bob!, 'walnut')).length).toBe(4);
      expect(await texts(charlie!, 'walnut')).toEqual(['walnut for all']);
      expect(await texts(dora!, 'walnut')).toEqual([]);
      expect(await texts(dora!, '', { sender: alice!.user })).toEqual([]);

      await bob!.call(leave, { conversation: room });
      // The whisper goes with its room; the direct conversation stays.
      expect(await texts(bob!, 'walnut')).toEqual(['walnut between us']);
      await bob!.join(room);
      expect(await texts(bob!, 'walnut')).toEqual(['walnut between us']);
    });

    test('a page that is cut says nothing of what the caller may not see', async () => {
      const [alice, charlie] = await meet('alice', 'charlie');
      const room = await alice!.room();
      for (let i = 0; i < 3; i += 1) await alice!.say(room, `chestnut ${i}`);
      await charlie!.join(room);
      expect(await ask(charlie!, 'chestnut', { limit: 1 })).toMatchObject({ hits: [], next: '' });
      await alice!.say(room, 'chestnut at last');
      const { hits, next } = await ask(charlie!, 'chestnut', { limit: 1 });
      expect(hits.map(textIn)).toEqual(['chestnut at last']);
      expect(await ask(charlie!, 'chestnut', { limit: 1, after: next })).toMatchObject({
        hits: [],
        next: '',
      });
    });

    test('forgets for oneself what one cleared or deleted', async () => {
      const [alice, bob] = await meet('alice', 'bob');
      const direct = await alice!.direct(bob!.user);
      for (const n of [1, 2, 3]) await alice!.say(direct, `cherry ${n}`);
      await bob!.call(deleteMessages, { conversation: direct, seqs: [2] });
      expect(await texts(bob!, 'cherry')).toEqual(['cherry 3', 'cherry 1']);
      await bob!.call(clear, { conversation: direct, seq: 1 });
      expect(await texts(bob!, 'cherry')).toEqual(['cherry 3']);
      expect((await texts(alice!, 'cherry')).length).toBe(3);
    });

    test.each(['recalled', 'hidden'])(
      'an edit is found by its new text only, what is %s not at all',
      async (end) => {
        const [alice, bob] = await meet('alice', 'bob');
        const room = await alice!.room();
        await bob!.join(room);
        for (const indexed of [true, false]) {
          const { result } = await alice!.say(room, 'plum pie');
          const seq = result.message!.seq!;
          if (indexed) expect(await texts(bob!, 'plum')).toEqual(['plum pie']);
          const content = { case: 'text', value: 'pear pie' } as const;
          await alice!.call(edit, { conversation: room, seq, content });
          expect(await texts(bob!, 'plum')).toEqual([]);
          expect(await texts(bob!, 'pie')).toEqual(['pear pie']);
          expect((await rowsOf(room)).filter((key) => key.startsWith('plu'))).toEqual([]);
          const it = { conversation: room, seq };
          await (end === 'hidden' ? alice!.call(hide, it) : alice!.call(recall, it));
          expect(await texts(bob!, 'pear')).toEqual([]);
          expect(await texts(bob!, '', { sender: alice!.user })).toEqual([]);
          expect(await rowsOf(room)).toEqual([]);
        }
      },
    );

    test('what was recalled before it was in the index never comes in', async () => {
      const [alice] = await meet('alice');
      const room = await alice!.room();
      const { result } = await alice!.say(room, 'quince');
      await alice!.call(recall, { conversation: room, seq: result.message!.seq! });
      await alice!.say(room, 'medlar');
      expect(await texts(alice!, 'medlar')).toEqual(['medlar']);
      expect((await rowsOf(room)).filter((key) => key.startsWith('qui'))).toEqual([]);
    });

    test('a deleted conversation leaves no word in the index', async () => {
      const [alice] = await meet('alice');
      const room = await alice!.room();
      for (let i = 0; i < 5; i += 1) await alice!.say(room, `hazel ${i}`);
      expect((await texts(alice!, 'hazel')).length).toBe(5);
      await alice!.call(deleteConversation, { conversation: room });
      expect(await texts(alice!, 'hazel')).toEqual([]);
      const conversation = parseId('cnv', room)!;
      let slices = 0;
      for (let isDone = false; !isDone; slices += 1)
        ({ isDone } = await store.write(main, purgeSlice, { conversation, limit: 7 }));
      expect(slices).toBeGreaterThan(3);
      expect(await rowsOf(room)).toEqual([]);
    });

    test('an indexer brings in what it is told of and, walking, what it is not', async () => {
      const [alice] = await meet('alice');
      const room = await alice!.room();
      const silent = await alice!.room();
      for (let i = 0; i < 120; i += 1) await alice!.say(silent, 'rowan');
      const told = await alice!.say(room, 'rowan');
      const troubles: unknown[] = [];
      const report = (_: string, cause: unknown) => void troubles.push(cause);
      const indexer = new Indexer({ store, clock: systemClock, report });
      for (const stream of told.streams) indexer.receive(stream);
      await indexer.work();
      expect(await rowsOf(room)).toContain('rowan');
      expect(await rowsOf(silent)).toEqual([]);
      await indexer.walk();
      expect((await rowsOf(silent)).filter((key) => key === 'rowan').length).toBe(120);
      await indexer.close();
      expect(troubles).toEqual([]);
    });

    test('finds what history shows of somebody who is blocked, as history does', async () => {
      const [alice, bob] = await meet('alice', 'bob');
      const direct = await alice!.direct(bob!.user);
      await alice!.say(direct, 'elder berry');
      await bob!.say(direct, 'elder flower');
      await alice!.call(block, { user: bob!.user });
      const { result } = await alice!.call(history, { conversation: direct });
      expect(await texts(alice!, 'elder')).toEqual(
        result.messages.map((message) => textIn({ message })).toReversed(),
      );
    });
  },
);

function textIn({ message }: Pick<MessageSearchResponse['hits'][number], 'message'>) {
  return message?.content.case === 'text' ? message.content.value : undefined;
}
