// Random talk whose clock is set back, in slices of any size, edited, recalled and taken away before and after it is indexed: after
// each step, what the index offers page by page is what a list of all messages says, in the same order.
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import { OperationError, randomKey, type Message } from '@hubbub/protocol';
import fc from 'fast-check';
import { GatheredKeys } from '../../../packages/server/src/rules/gathered-keys.ts';
import { keysOf } from '../../../packages/server/src/rules/searchable.ts';
import type { MessageRow } from '../../../packages/server/src/store/message-row.ts';
import {
  insertAll,
  keepKeys,
  removeKeys,
} from '../../../packages/server/src/store/search-list-store.ts';
import { listsOf } from '../../../packages/server/src/store/search-list.ts';
import { offered, type Position } from '../../../packages/server/src/store/search-offer-store.ts';
import {
  run,
  type Steps,
  type Transaction,
  type Write,
} from '../../../packages/server/src/store/statement.ts';
import type { Store } from '../../../packages/server/src/store/store.ts';
import { runs } from '../../support/runs.ts';
import { main } from '../conversations/house.ts';
import { databaseMs, engines, type TestDatabase } from '../store/engines.ts';

setDefaultTimeout(databaseMs * 4);

const words = ['red', 'tea', 'sun'] as const;
const everything = { at: Number.MAX_SAFE_INTEGER, conversation: 0, seq: 0 };
const beginning = 1_700_000_000_000;

const where = fc.nat(1);
const said = fc.subarray([...words]);
// What a row reaches over, one more, and back again.
const gap = fc.constantFrom(
  0,
  0,
  1,
  1,
  2,
  900,
  10_000,
  29_999,
  30_000,
  30_001,
  90_000,
  -1,
  -2_000,
  -45_000,
);
const step = fc.oneof(
  {
    weight: 14,
    arbitrary: fc.record({
      what: fc.constant('say' as const),
      where,
      all: fc.array(fc.record({ said, gap }), { minLength: 1, maxLength: 6 }),
    }),
  },
  {
    weight: 9,
    arbitrary: fc.record({
      what: fc.constant('index' as const),
      where,
      limit: fc.integer({ min: 1, max: 9 }),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({ what: fc.constant('edit' as const), where, seq: fc.nat(), said }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      what: fc.constant('recall' as const),
      where,
      seq: fc.nat(),
      damaged: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      what: fc.constant('purge' as const),
      where,
      limit: fc.integer({ min: 1, max: 5 }),
    }),
  },
);
const look = fc.record({
  keys: fc.shuffledSubarray([...words], { minLength: 1, maxLength: 2 }),
  within: fc.constantFrom([0], [1], [0, 1], [0, 1]),
  since: fc.option(fc.nat(), { nil: undefined }),
  floor: fc.option(fc.nat(12), { nil: 0 }),
  limit: fc.integer({ min: 1, max: 4 }),
  rows: fc.constantFrom(1, 2, 3, 5, 40),
  most: fc.constantFrom(1, 2, 3, 5, 40),
});
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;
type Look = typeof look extends fc.Arbitrary<infer L> ? L : never;

interface Said extends Position {
  message: Message;
  /** Keys in the index. */
  indexed: ReadonlySet<string>;
}

const messageOf = (some: readonly string[], more: object = {}) =>
  ({
    content: { case: 'text', value: some.join(' ') },
    sender: 'usr_1',
    recalled: false,
    ...more,
  }) as Message;

class Talk {
  readonly ids = [randomKey(), randomKey()];
  readonly #said: [Said[], Said[]] = [[], []];
  readonly #upTo = [0, 0];
  #now = beginning;

  *do(one: Step, { engine }: Transaction): Steps<void> {
    const at = one.where as 0 | 1;
    const [conversation, there] = [this.ids[at]!, this.#said[at]];
    if (one.what === 'say')
      for (const { said: some, gap: ms } of one.all)
        there.push({
          conversation,
          seq: there.length + 1,
          at: (this.#now += ms),
          message: messageOf(some),
          indexed: new Set(),
        });
    if (one.what === 'index') {
      const gathered = new GatheredKeys();
      for (const each of there.slice(this.#upTo[at]!, this.#upTo[at]! + one.limit)) {
        each.indexed = keysOf(each.message);
        if (each.indexed.size > 0) gathered.begin(each.seq, each.at);
        for (const key of each.indexed) gathered.add(key);
      }
      this.#upTo[at]! += one.limit;
      const lists: Parameters<typeof insertAll>[2][number][] = [];
      gathered.each((key, seqs) =>
        lists.push(
          ...listsOf(seqs, (seq) => gathered.sentAt(seq)).map((list) => ({ ...list, key })),
        ),
      );
      yield* insertAll(engine, conversation, lists);
    }
    if (one.what === 'edit')
      yield* this.#change(there[one.seq % there.length], messageOf(one.said));
    if (one.what === 'recall') {
      const it = there[one.seq % there.length];
      if (it && one.damaged) it.message = messageOf([], { damaged: true });
      yield* this.#change(it, messageOf([], { recalled: true }));
    }
    if (one.what === 'purge') {
      while ((yield* run(removeKeys, { of: conversation, limit: one.limit })) > 0);
      for (const it of there)
        Object.assign(it, { indexed: new Set(), message: messageOf([], { recalled: true }) });
    }
  }

  *#change(it: Said | undefined, next: Message): Steps<void> {
    if (it === undefined || it.message.recalled) return;
    const { conversation, seq, at, message: before } = it;
    const row = { conversation, seq, created_at: at } as MessageRow;
    yield* keepKeys(row, before, next);
    const [old, now] = [keysOf(before), keysOf(next)];
    const kept = before.damaged ? [] : [...it.indexed].filter((key) => now.has(key));
    it.indexed = new Set([...kept, ...[...now].filter((key) => !old.has(key))]);
    it.message = next;
  }

  /** What there is, and what the index offers, page by page. */
  *look({ keys, within, since: at, floor, ...bounds }: Look): Steps<readonly [object[], object[]]> {
    const all = within.flatMap((place) => this.#said[place as 0 | 1]);
    const since = at === undefined || all.length === 0 ? 0 : all[at % all.length]!.at;
    const there = all
      .filter(
        (one) => one.at >= since && one.seq > floor && keys.every((key) => one.indexed.has(key)),
      )
      .toSorted((a, b) => b.at - a.at || b.conversation - a.conversation || b.seq - a.seq);
    const places = within.map((place) => ({ id: this.ids[place]!, floor, since }));
    const found: Position[] = [];
    let before: Position | undefined = everything;
    for (let pages = 0; before !== undefined && pages < 1_000; pages += 1) {
      const page: { messages: readonly Position[]; rest: Position | undefined } = yield* offered({
        keys,
        places,
        before,
        ...bounds,
      });
      if (page.messages.length > bounds.limit) throw new Error('more than a page holds');
      found.push(...page.messages);
      before = page.rest;
    }
    const plain = ({ conversation, seq }: Position) => ({ conversation, seq });
    return [there.map(plain), found.map(plain)];
  }
}

/** An operation that is refused leaves nothing behind. */
const undo = new OperationError('UNKNOWN');

describe.each(engines.map((engine) => [engine.name, engine] as const))(
  'lists on %s',
  (name, engine) => {
    let database: TestDatabase;
    let store: Store;
    beforeAll(async () => {
      database = await engine.create();
      store = await database.open();
    });
    afterAll(() => database.remove());

    test('the index offers what was said, whatever happened to it', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(step, { minLength: 1, maxLength: 40, size: 'max' }),
          fc.array(look, { minLength: 2, maxLength: 2 }),
          async (steps, looks) => {
            const answers: (readonly [object[], object[]])[] = [];
            // All in one transaction, which is undone.
            const story: Write<object, void> = {
              name: 'story',
              locks: () => ({}),
              *run(tx) {
                answers.length = 0;
                const talk = new Talk();
                for (const one of steps) {
                  yield* talk.do(one, tx);
                  for (const each of looks) answers.push(yield* talk.look(each));
                }
                throw undo;
              },
            };
            await store.write(main, story, {}).catch((error: unknown) => {
              if (error !== undo) throw error;
            });
            for (const [there, found] of answers) expect(found).toEqual(there);
          },
        ),
        { numRuns: name === 'sqlite' ? runs(200, 3_000) : runs(20, 300) },
      );
    });
  },
);
