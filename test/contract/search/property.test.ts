// Random texts in mixed scripts, said, edited and taken back by people who come at different times: both databases find what
// a look at every visible message finds, in the same order and at the same places.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import fc from 'fast-check';
import { clear } from '../../../packages/server/src/features/conversation/clear.ts';
import { delete as deleteMessages } from '../../../packages/server/src/features/message/delete.ts';
import { edit as makeEdit } from '../../../packages/server/src/features/message/edit.ts';
import { history } from '../../../packages/server/src/features/message/history.ts';
import { recall as makeRecall } from '../../../packages/server/src/features/message/recall.ts';
import { search as makeSearch } from '../../../packages/server/src/features/message/search.ts';
import type { Store } from '../../../packages/server/src/store/store.ts';
import { runs } from '../../support/runs.ts';
import { person, type Person } from '../conversations/house.ts';
import { databaseMs, engines, type TestDatabase } from '../store/engines.ts';
import { plain, shouldFind } from './oracle.ts';

setDefaultTimeout(databaseMs * 4);

const windows = { windows: () => ({ editMs: 0, recallMs: 0 }) };
const edit = makeEdit(windows);
const recall = makeRecall(windows);
const search = makeSearch({ searches: { charge: async () => undefined } });

const piece = fc.constantFrom(
  ...'the then thermos a ab abc abcde abcdef ABCDEF Zoë zoe ÜBER uber straße 12 123 1234'.split(
    ' ',
  ),
  ...'北京 京 大学 学 東京都 サーバー ｻｰﾊﾞｰ ガギ 서울 서울에서 울 ไปเที่ยว 😀 👍'.split(' '),
  ...Array.from(`-_'"%*#@ﬁＷ。`),
  ...' ,    ,\n'.split(','),
);
const text = fc
  .array(piece, { minLength: 1, maxLength: 7 })
  .map((all) => `${all.join('')}.`)
  .filter((one) => one.trim() !== '');
const query = fc.array(piece, { minLength: 1, maxLength: 3 }).map((all) => all.join(''));

const step = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({ what: fc.constant('say' as const), text, late: fc.boolean() }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ what: fc.constant('edit' as const), text, seq: fc.nat(20) }),
  },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('recall' as const), seq: fc.nat(20) }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('hide' as const), seq: fc.nat(20) }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('join' as const) }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('clear' as const), seq: fc.nat(5) }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('search' as const), query }) },
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

const databases: TestDatabase[] = [];
const stores: Store[] = [];
beforeAll(async () => {
  for (const engine of engines) {
    const database = await engine.create();
    databases.push(database);
    // A clock that moves with every look: no two messages are of one moment.
    let now = 1_700_000_000_000;
    stores.push(await database.open({ clock: () => (now += 1) }));
  }
});
afterAll(async () => {
  for (const database of databases) await database.remove();
});

test('both databases find what a look at every message finds', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 25 }),
      fc.array(query, { minLength: 3, maxLength: 6 }),
      async (steps, queries) => {
        const answers = await Promise.all(stores.map((store) => play(store, steps, queries)));
        expect(answers[1]).toEqual(answers[0]!);
      },
    ),
    { numRuns: runs(12, 300) },
  );
});

async function play(store: Store, steps: readonly Step[], queries: readonly string[]) {
  const alice = await person(store, 'alice');
  const bob = await person(store, 'bob');
  const room = await alice.room();
  const den = await alice.room();
  await bob.join(den);
  const has = { bob: false };
  let said = 0;
  for (const one of steps) {
    if (one.what === 'say') await alice.say(one.late ? room : den, one.text);
    if (one.what === 'say' && one.late) said += 1;
    if (one.what === 'join' && !has.bob) await bob.join(room);
    if (one.what === 'join') has.bob = true;
    if (one.what === 'search' && plain(one.query).trim() !== '') await lookFor(alice, one.query);
    if (!('seq' in one) || one.seq < 1 || one.seq > said) continue;
    const name = { conversation: room, seq: one.seq };
    const content = { case: 'text', value: one.what === 'edit' ? one.text : '' } as const;
    // Some of these are refused: bob is no member yet, or the message was taken back.
    if (one.what === 'edit') await tried(alice.call(edit, { ...name, content }));
    if (one.what === 'recall') await tried(alice.call(recall, name));
    if (one.what === 'clear') await tried(bob.call(clear, name));
    if (one.what === 'hide')
      await tried(bob.call(deleteMessages, { conversation: room, seqs: [one.seq] }));
  }
  const answers = [];
  for (const who of [alice, bob])
    for (const words of queries) {
      const found = await lookFor(who, words);
      if (found === undefined) continue;
      const visible = await everything(who, who === bob && !has.bob ? [den] : [room, den]);
      const expected = visible.filter((one) => shouldFind(one, words));
      expect({ words, texts: found.map((hit) => hit.text).toSorted() }).toEqual({
        words,
        texts: expected.toSorted(),
      });
      answers.push({ words, found });
    }
  return answers;
}

/** All pages of it; undefined for what is no search. */
async function lookFor(who: Person, words: string) {
  const found: { text: string; ranges: readonly object[] }[] = [];
  let after = '';
  try {
    do {
      const { hits, next } = (await who.call(search, { query: words, after, limit: 3 })).result;
      for (const { message, ranges } of hits)
        found.push({
          text: message?.content.case === 'text' ? message.content.value : '',
          ranges: ranges.map(({ start, end }) => ({ start, end })),
        });
      after = next;
    } while (after !== '');
  } catch (error) {
    if ((error as { reason?: string }).reason === 'FIELD') return undefined;
    throw error;
  }
  return found;
}

async function everything(who: Person, conversations: readonly string[]): Promise<string[]> {
  const { changes } = await who.pull();
  const hidden = new Set(
    changes.flatMap(({ items }) => items.filter((item) => item.hidden).map((item) => item.key)),
  );
  const texts: string[] = [];
  for (const conversation of conversations) {
    const { messages } = (await who.call(history, { conversation, limit: 100 })).result;
    for (const { content, seq, recalled } of messages)
      if (content.case === 'text' && !recalled && !hidden.has(`${conversation}/${seq}`))
        texts.push(content.value);
  }
  return texts;
}

async function tried(doing: Promise<unknown>): Promise<void> {
  await doing.catch((error: unknown) => {
    if ((error as { reason?: string }).reason === undefined) throw error;
  });
}
