// A read sees one moment: commits that happen while it runs do not show, and none that is not yet on disk.
import { Database } from 'bun:sqlite';
import { afterEach, beforeEach, describe, expect, setDefaultTimeout, test } from 'bun:test';
import { sql } from 'kysely';
import { join } from 'node:path';
import { Client } from 'pg';
import {
  first,
  run,
  statement,
  systemStatement,
  type Read,
  type Steps,
} from '../../../packages/server/src/store/statement.ts';
import type { Store } from '../../../packages/server/src/store/store.ts';
import { until } from '../../support/until.ts';
import { databaseMs, engines, type TestDatabase } from './engines.ts';
import { addNote, countNotesOf, createConversation, main, outcomes } from './notes.ts';

setDefaultTimeout(databaseMs);

describe.each(engines)('a read on $name', ({ name, create }) => {
  let database: TestDatabase;
  let store: Store;
  beforeEach(async () => {
    database = await create();
    store = await database.open();
    await store.write(main, createConversation, { id: 1 });
    await store.write(main, addNote, { id: 1, text: 'first' });
  });
  afterEach(() => database.remove());

  test('does not see what is committed while it runs', async () => {
    const counts = name === 'sqlite' ? await betweenSteps() : await whileWaiting();
    expect(counts).toEqual([1, 1]);
    expect(await store.read(main, countNotesOf, { id: 1 })).toBe(2);
  });

  test('cannot write', async () => {
    const writing: Read<object, unknown> = {
      name: 'test.writing',
      *run() {
        return yield* run(rename, {});
      },
    };
    expect(await outcomes([store.read(main, writing, {})])).not.toEqual([1]);
  });

  test('that fails leaves the next one a fresh moment', async () => {
    const broken: Read<object, unknown> = {
      name: 'test.broken',
      *run() {
        yield* first(count, { id: 1 });
        throw new TypeError('planted');
      },
    };
    const [outcome] = await outcomes([store.read(main, broken, {})]);
    expect(outcome).toContain('test.broken: planted');
    await store.write(main, addNote, { id: 1, text: 'second' });
    expect(await store.read(main, countNotesOf, { id: 1 })).toBe(2);
  });

  /** Nothing of this process can come between the steps on SQLite; another process can. */
  function betweenSteps(): Promise<readonly number[]> {
    const other = new Database(join(database.address, 'hubbub.db'));
    return store.read(main, twice(insertBehind), {}).finally(() => other.close(true));

    function* insertBehind(): Steps<void> {
      other.run(`insert into notice values (1, 1, 2, 0, 1, 0, 'behind', 0, null)`);
      yield* first(count, { id: 1 });
    }
  }

  async function whileWaiting(): Promise<readonly number[]> {
    const other = new Client({ connectionString: database.address });
    await other.connect();
    await other.query('select pg_advisory_lock(77)');
    const counts = store.read(main, twice(waitForLock), {});
    await until(async () => {
      const { rowCount } = await other.query(
        'select 1 from pg_locks where objid = 77 and not granted',
      );
      return rowCount === 1;
    });
    await store.write(main, addNote, { id: 1, text: 'second' });
    await other.query('select pg_advisory_unlock(77)');
    const result = await counts;
    await other.end();
    return result;
  }
});

/** Counts, lets something happen, and counts again. */
function twice(between: () => Steps<void>): Read<object, readonly number[]> {
  return {
    name: 'test.twice',
    *run() {
      const before = yield* first(count, { id: 1 });
      yield* between();
      const after = yield* first(count, { id: 1 });
      return [before?.n ?? -1, after?.n ?? -1];
    },
  };
}

const count = statement<{ id: number }, { n: number }>((db, p) =>
  db
    .selectFrom('notice')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('app', '=', p.app)
    .where('conversation', '=', p.id),
);

const lock = systemStatement<object, object>(() => sql<object>`select pg_advisory_xact_lock(77)`);
function* waitForLock(): Steps<void> {
  yield* first(lock, {});
}

const rename = statement<object, unknown>((db, p) =>
  db.updateTable('conversation').set({ title: 'x' }).where('app', '=', p.app),
);
