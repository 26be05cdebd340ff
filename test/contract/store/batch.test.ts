// Group commit: what one batch keeps, gives back, and answers in which order.
import { afterEach, beforeEach, describe, expect, setDefaultTimeout, test } from 'bun:test';
import type { Write } from '../../../packages/server/src/store/statement.ts';
import type { Store } from '../../../packages/server/src/store/store.ts';
import { databaseMs, engines, type TestDatabase } from './engines.ts';
import { addNote, countNotesOf, createConversation, listNotes, main, outcomes } from './notes.ts';

setDefaultTimeout(databaseMs);

describe.each(engines)('a batch on $name', ({ create }) => {
  let database: TestDatabase;
  let store: Store;
  beforeEach(async () => {
    database = await create();
    store = await database.open();
    await store.app(main);
    await store.write(main, createConversation, { id: 1 });
  });
  afterEach(() => database.remove());

  test('is one transaction, and its answers come in the order of the calls', async () => {
    const before = store.stats();
    const order: number[] = [];
    const calls = Array.from({ length: 40 }, (_, i) =>
      store.write(main, addNote, { id: 1, text: `n${i}` }).then((version) => {
        order.push(version);
        return version;
      }),
    );
    const versions = await Promise.all(calls);
    expect(versions).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
    expect(order).toEqual(versions);
    const after = store.stats();
    expect(after.writes - before.writes).toBe(40);
    expect(after.batches - before.batches).toBe(1);
  });

  test('a refused write undoes only itself and gives its number back', async () => {
    const results = await outcomes([
      store.write(main, addNote, { id: 1, text: 'a' }),
      store.write(main, addNote, { id: 1, text: 'b', after: 'refuse' }),
      store.write(main, addNote, { id: 1, text: 'c' }),
      store.write(main, addNote, { id: 404, text: 'x' }),
    ]);
    expect(results).toEqual([1, 'ROLE', 2, 'UNKNOWN']);
    expect(await store.read(main, listNotes, { id: 1 })).toEqual([
      { version: 1, text: 'a' },
      { version: 2, text: 'c' },
    ]);
  });

  test('a write that breaks undoes only itself and names itself in the error', async () => {
    const results = await outcomes([
      store.write(main, addNote, { id: 1, text: 'a' }),
      store.write(main, addNote, { id: 1, text: 'b', after: 'break' }),
      store.write(main, addNote, { id: 1, text: 'c', after: 'duplicate' }),
      store.write(main, addNote, { id: 1, text: 'd' }),
    ]);
    expect(results[0]).toBe(1);
    expect(results[1]).toMatch(/test\.addNote: planted/);
    expect(results[2]).toMatch(/test\.addNote: .*(UNIQUE|unique)/);
    expect(results[3]).toBe(2);
  });

  test('a write is told of its failure before the next of its batch runs', async () => {
    const seen: string[] = [];
    const watched = (name: string): typeof addNote => ({
      ...addNote,
      run(tx, args) {
        seen.push(`${name} runs`);
        return addNote.run(tx, args);
      },
      failed: (error) => seen.push(`${name} failed: ${String(error)}`),
    });
    await outcomes([
      store.write(main, watched('one'), { id: 1, text: 'a', after: 'refuse' }),
      store.write(main, watched('two'), { id: 1, text: 'b' }),
    ]);
    expect(seen).toEqual(['one runs', expect.stringContaining('one failed: '), 'two runs']);
  });

  test('a write that cannot even say what it locks, or binds NUL, fails alone', async () => {
    const lost: Write<object, void> = {
      name: 'test.lost',
      locks: () => {
        throw new TypeError('no locks');
      },
      // On SQLite nobody asks for the locks.
      run: () => {
        throw new TypeError('no locks');
      },
    };
    const results = await outcomes([
      store.write(main, addNote, { id: 1, text: 'a' }),
      store.write(main, lost, {}),
      store.write(main, addNote, { id: 1, text: 'b\0' }),
      store.write(main, addNote, { id: 1, text: 'c' }),
    ]);
    expect(results).toEqual([1, expect.stringContaining('test.lost: no locks'), 'FIELD', 2]);
  });

  test('a write that is alone and refused leaves nothing', async () => {
    const alone = () =>
      outcomes([store.write(main, addNote, { id: 1, text: 'a', after: 'refuse' })]);
    expect(await alone()).toEqual(['ROLE']);
    expect(await store.read(main, countNotesOf, { id: 1 })).toBe(0);
    expect(await store.write(main, addNote, { id: 1, text: 'b' })).toBe(1);
  });

  test('is bounded in size, and what waits is bounded too', async () => {
    await store.close();
    store = await database.open({ limits: { batch: 10, queue: 25 } });
    await store.app(main);
    const writes = Array.from({ length: 30 }, (_, i) =>
      store.write(main, addNote, { id: 1, text: `${i}` }),
    );
    const results = await outcomes(writes);
    expect(results.slice(0, 25)).toEqual(Array.from({ length: 25 }, (_, i) => i + 1));
    expect(results.slice(25)).toEqual(['BUSY', 'BUSY', 'BUSY', 'BUSY', 'BUSY']);
    expect(await writes[29]?.catch((error: unknown) => error)).toMatchObject({
      retryAfterMs: 1_000,
    });
    expect(store.stats()).toMatchObject({ largestBatch: 10, refused: 5, queued: 0 });
  });

  test('closing commits what waits and refuses what comes later', async () => {
    const early = store.write(main, addNote, { id: 1, text: 'early' });
    const closed = store.close();
    const late = store.write(main, addNote, { id: 1, text: 'late' });
    expect(await outcomes([early, late])).toEqual([1, 'DRAINING']);
    await closed;
    const again = await database.open();
    expect(await again.read(main, countNotesOf, { id: 1 })).toBe(1);
  });

  test('answers only what is committed: a reader of its own sees it at once', async () => {
    const seen: number[] = [];
    for (let i = 1; i <= 10; i += 1) {
      await store.write(main, addNote, { id: 1, text: 'x' });
      seen.push(await store.read(main, countNotesOf, { id: 1 }));
    }
    expect(seen).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  test('unknown apps are refused', async () => {
    const shop = 'shop' as typeof main;
    expect(await outcomes([store.write(shop, addNote, { id: 1, text: '' })])).toEqual(['UNKNOWN']);
    expect(await outcomes([store.read(shop, countNotesOf, { id: 1 })])).toEqual(['UNKNOWN']);
  });
});
