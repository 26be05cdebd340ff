// What goes into the database comes out again, the same on both engines and across a restart.
import { afterEach, beforeEach, describe, expect, setDefaultTimeout, test } from 'bun:test';
import { sql } from 'kysely';
import {
  all,
  first,
  run,
  statement,
  systemStatement,
  type Read,
  type Write,
} from '../../../packages/server/src/store/statement.ts';
import type { Store } from '../../../packages/server/src/store/store.ts';
import { databaseMs, engines, type TestDatabase } from './engines.ts';
import { addNote, createConversation, listNotes, main, outcomes } from './notes.ts';

setDefaultTimeout(databaseMs);

const texts = {
  emoji: '👩‍👩‍👧‍👦🏳️‍🌈',
  cjk: '你好，世界',
  bidi: 'abc \u202eكلام\u202c עברית',
  combining: 'e\u0301 \u00e9',
  quotes: `'"\\; drop table "user" --`,
  empty: '',
};

describe.each(engines)('values on $name', ({ create }) => {
  let database: TestDatabase;
  let store: Store;
  beforeEach(async () => {
    database = await create();
    store = await database.open();
  });
  afterEach(() => database.remove());

  test('text of every kind, across a restart', async () => {
    await store.write(main, createConversation, { id: 1 });
    for (const text of Object.values(texts)) await store.write(main, addNote, { id: 1, text });
    await store.close();
    store = await database.open();
    const notes = await store.read(main, listNotes, { id: 1 });
    expect(notes.map(({ text }) => text)).toEqual(Object.values(texts));
  });

  test('whole numbers up to 2^53 - 1, sums and counts included', async () => {
    const largest = Number.MAX_SAFE_INTEGER;
    for (const id of [0, 1, 2 ** 31, 2 ** 32 + 1, largest])
      await store.write(main, createConversation, { id });
    const found = await store.read(main, readIds, {});
    expect(found.ids).toEqual([0, 1, 2 ** 31, 2 ** 32 + 1, largest]);
    expect(found.count).toBe(5);
    expect(await store.read(main, sumBelow, { limit: 2 ** 33 })).toBe(2 ** 31 + 2 ** 32 + 2);
  });

  test('bytes with NUL and every other value', async () => {
    const bytes = Uint8Array.from({ length: 512 }, (_, i) => i % 256);
    await store.write(main, putBytes, { payload: bytes });
    const found = await store.read(main, getBytes, {});
    expect(found).toEqual(bytes);
    expect(found?.constructor).toBe(Uint8Array);
    await store.write(main, putBytes, { payload: new Uint8Array() });
  });

  test('comparisons are 1 and 0, and text sorts by code point', async () => {
    expect(await store.systemRead(readFlags, {})).toEqual({ yes: 1, no: 0 });
    for (const [id, title] of [
      [1, 'b'],
      [2, 'B'],
      [3, 'a'],
      [4, 'é'],
      [5, 'Z'],
    ] as const)
      await store.write(main, createConversation, { id, title });
    const titles = await store.read(main, readTitles, {});
    expect(titles).toEqual(['B', 'Z', 'a', 'b', 'é']);
  });

  test('a parameter nobody gave a value is an error, not a null', async () => {
    const forgotten = { id: 7, title: undefined } as unknown as { id: number };
    expect(await outcomes([store.write(main, withoutTitle, forgotten)])).toEqual([
      expect.stringContaining('no value for "title"'),
    ]);
  });

  test('a statement that forgets the app is refused, and what the caller passes as app does not count', async () => {
    expect(await outcomes([store.read(main, forgetful, {})])).toEqual([
      expect.stringContaining('does not bind p.app'),
    ]);
    await store.write(main, createConversation, { id: 1 });
    expect(await store.read(main, readIds, { app: 2 } as object)).toMatchObject({ count: 1 });
    expect(await store.systemRead(countIn, { app: 2 })).toBe(0);
    expect(await store.systemRead(countIn, { app: 1 })).toBe(1);
  });

  test('every statement is reported', async () => {
    await store.close();
    const seen: string[] = [];
    store = await database.open({ onStatement: ({ kind, name }) => seen.push(`${kind} ${name}`) });
    await store.app(main);
    seen.length = 0;
    await store.read(main, readIds, {});
    await store.write(main, createConversation, { id: 1 });
    expect(seen).toEqual(['read test.ids', 'read test.ids', 'write test.createConversation']);
  });
});

const selectIds = statement<object, { id: number }>((db, p) =>
  db.selectFrom('conversation').select('id').where('app', '=', p.app).orderBy('id'),
);
const selectCount = statement<object, { n: number }>(
  (_db, p) => sql<{ n: number }>`select count(*) as n from conversation where ${p.app} = app`,
);
const readIds: Read<object, { ids: readonly number[]; count: number | undefined }> = {
  name: 'test.ids',
  *run(_tx, args) {
    const rows = yield* all(selectIds, args);
    const count = yield* first(selectCount, args);
    return { ids: rows.map(({ id }) => id), count: count?.n };
  },
};

const selectSum = statement<{ limit: number }, { total: number }>((db, p) =>
  db
    .selectFrom('conversation')
    .select((eb) => eb.fn.sum<number>('id').as('total'))
    .where('app', '=', p.app)
    .where('id', '<', p.limit),
);
const sumBelow: Read<{ limit: number }, number | undefined> = {
  name: 'test.sum',
  *run(_tx, args) {
    return (yield* first(selectSum, args))?.total;
  },
};

const insertBytes = systemStatement<{ payload: Uint8Array }, unknown>((db, p) =>
  db
    .insertInto('outbox')
    .values({
      app: 1,
      id: 1,
      key: '',
      kind: '',
      payload: p.payload,
      due_at: 0,
      attempts: 0,
      lease_until: 0,
      lease_token: '',
    })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ payload: p.payload })),
);
const putBytes: Write<{ payload: Uint8Array }, number> = {
  name: 'test.putBytes',
  locks: () => ({}),
  *run(_tx, args) {
    return yield* run(insertBytes, args);
  },
};
const selectBytes = systemStatement<object, { payload: Uint8Array }>((db) =>
  db.selectFrom('outbox').select('payload'),
);
const getBytes: Read<object, Uint8Array | undefined> = {
  name: 'test.getBytes',
  *run() {
    return (yield* first(selectBytes, {}))?.payload;
  },
};

const selectFlags = systemStatement<object, { yes: number; no: number }>(
  () => sql<{ yes: number; no: number }>`select 1 = 1 as yes, 1 = 2 as no`,
);
const readFlags: Read<object, unknown> = {
  name: 'test.flags',
  *run() {
    return yield* first(selectFlags, {});
  },
};

const selectTitles = statement<object, { title: string }>((db, p) =>
  db.selectFrom('conversation').select('title').where('app', '=', p.app).orderBy('title'),
);
const readTitles: Read<object, readonly string[]> = {
  name: 'test.titles',
  *run() {
    return (yield* all(selectTitles, {})).map(({ title }) => title);
  },
};

const updateTitle = statement<{ id: number; title: string }, unknown>((db, p) =>
  db
    .updateTable('conversation')
    .set({ title: p.title })
    .where('app', '=', p.app)
    .where('id', '=', p.id),
);
const withoutTitle: Write<{ id: number }, void> = {
  name: 'test.withoutTitle',
  locks: () => ({}),
  *run(_tx, args) {
    yield* run(updateTitle, args as { id: number; title: string });
  },
};

const selectEverybody = statement<object, object>((db) => db.selectFrom('user').selectAll());
const forgetful: Read<object, unknown> = {
  name: 'test.forgetful',
  *run() {
    return yield* all(selectEverybody, {});
  },
};

const selectCountIn = systemStatement<{ app: number }, { n: number }>((db, p) =>
  db
    .selectFrom('conversation')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('app', '=', p.app),
);
const countIn: Read<{ app: number }, number | undefined> = {
  name: 'test.countIn',
  *run(_tx, args) {
    return (yield* first(selectCountIn, args))?.n;
  },
};
