// What PostgreSQL and the network between can do to a batch: nothing acknowledged is lost, nothing is done twice.
import { afterEach, beforeEach, describe, expect, setDefaultTimeout, test } from 'bun:test';
import { sql } from 'kysely';
import { Client } from 'pg';
import {
  run,
  statement,
  systemStatement,
  first,
  type Write,
} from '../../../packages/server/src/store/statement.ts';
import { openStore, type Store } from '../../../packages/server/src/store/store.ts';
import { createDatabase } from '../../support/postgres.ts';
import { until } from '../../support/until.ts';
import { addNote, countNotesOf, createConversation, listNotes, main, outcomes } from './notes.ts';
import { startProxy, type Proxy } from './proxy.ts';
import { databaseMs } from './engines.ts';

setDefaultTimeout(databaseMs);

describe('a batch on PostgreSQL', () => {
  let url: string;
  let proxy: Proxy;
  let store: Store;
  let other: Client;
  let troubles: string[];
  let disowned: unknown;
  beforeEach(async () => {
    url = await createDatabase({ isMigrated: true });
    proxy = await startProxy(url);
    troubles = [];
    disowned = undefined;
    store = await openStore({
      database: proxy.url,
      dataDir: '',
      onTrouble: (what) => troubles.push(what),
      onDisowned: (cause) => (disowned = cause),
    });
    await store.write(main, createConversation, { id: 1 });
    await store.write(main, createConversation, { id: 2 });
    other = new Client({ connectionString: url });
    other.on('error', () => undefined);
    await other.connect();
  });
  afterEach(async () => {
    await store.close();
    await other.end();
    await proxy.close();
  });

  test('whose connection is cut before COMMIT is run again, once', async () => {
    proxy.cutCommit('before');
    expect(await Promise.all([note('a'), note('b')])).toEqual([1, 2]);
    expect(proxy.cuts).toBe(1);
    expect(troubles).toContain('a batch is run again');
    expect(await texts()).toEqual(['a', 'b']);
  });

  test('whose COMMIT succeeded unheard stands as it is', async () => {
    proxy.cutCommit('after');
    expect(await Promise.all([note('a'), note('b')])).toEqual([1, 2]);
    expect(proxy.cuts).toBe(1);
    expect(troubles).toContain('the answer to a commit was lost');
    expect(troubles).not.toContain('a batch is run again');
    expect(await texts()).toEqual(['a', 'b']);
    expect(await note('c')).toBe(3);
  });

  test('whose session is ended in the middle is run again from its arguments', async () => {
    let runs = 0;
    const suicidal: Write<object, number> = {
      name: 'test.suicidal',
      locks: () => ({}),
      *run(tx) {
        runs += 1;
        const version = yield* addNote.run(tx, { id: 1, text: 'mid' });
        if (runs === 1) yield* first(endOwnSession, {});
        return version;
      },
    };
    const results = await Promise.all([note('a'), store.write(main, suicidal, {}), note('b')]);
    expect(results).toEqual([1, 2, 3]);
    expect(runs).toBe(2);
    expect(await texts()).toEqual(['a', 'mid', 'b']);
  });

  test('that loses a deadlock is run again', async () => {
    await other.query(`set deadlock_timeout = '20s'`);
    await other.query('begin');
    await touch(2);
    const both = store.write(main, touchBoth, {});
    await until(async () => {
      const { rowCount } = await other.query(
        `select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
      );
      return rowCount === 1;
    });
    await touch(1);
    await other.query('commit');
    expect(await both).toBe('done');
    expect(troubles).toContain('a batch is run again');
    const { rows } = await other.query('select title from conversation order by id');
    expect(rows).toEqual([{ title: 'both' }, { title: 'both' }]);
  });

  test('is refused as STORAGE while the server is away, and written when it is back', async () => {
    proxy.refuse(true);
    expect(await outcomes([note('lost')])).toEqual(['STORAGE']);
    expect(await outcomes([store.read(main, countNotesOf, { id: 1 })])).toEqual(['STORAGE']);
    proxy.refuse(false);
    expect(await note('found')).toBe(1);
    expect(await texts()).toEqual(['found']);
  });

  test('is refused for ever when another process has taken the database', async () => {
    proxy.refuse(true);
    const successor = await openStore({ database: url, dataDir: '' });
    proxy.refuse(false);
    await until(() => disowned);
    expect(await outcomes([note('stale')])).toEqual(['STORAGE']);
    expect(await successor.write(main, addNote, { id: 1, text: 'new' })).toBe(1);
    await successor.close();
    expect(await outcomes([note('stale')])).toEqual(['STORAGE']);
  });

  test('does not wait for a session of our own that the server takes for alive', async () => {
    proxy.cutCommit('half');
    expect(await note('a')).toBe(1);
    expect(disowned).toBeUndefined();
  });

  test('whose connection is open on one side only is run again after the time limit', async () => {
    await store.close();
    store = await openStore({
      database: `${proxy.url}?query_timeout=300`,
      dataDir: '',
      onTrouble: (what) => troubles.push(what),
    });
    expect(await store.read(main, countNotesOf, { id: 1 })).toBe(0);
    proxy.freeze();
    expect(await Promise.all([note('a'), store.read(main, countNotesOf, { id: 2 })])).toEqual([
      1, 0,
    ]);
    expect(troubles).toContain('a batch is run again');
    expect(await texts()).toEqual(['a']);
  }, 10_000);

  test('a session that is lost while it waits for its place leaves one successor, not two', async () => {
    // As another server of that name would: the place is taken, and ours stand in line.
    await other.query(`set application_name = 'another'`);
    const ours = `from pg_stat_activity where application_name like 'hubbub %' and datname = current_database()`;
    const end = () => other.query(`select pg_terminate_backend(pid) ${ours}`);
    await end();
    await until(async () => {
      const { rows } = await other.query('select pg_try_advisory_lock(1752523362, 1) as taken');
      return (rows as { taken: boolean }[])[0]?.taken;
    });
    const inLine = async () =>
      (await other.query(`select 1 ${ours} and query like '%pg_locks%'`)).rowCount;
    await until(inLine);
    await end();
    await until(inLine);
    await other.query('select pg_advisory_unlock(1752523362, 1)');
    expect(await note('a')).toBe(1);
    // Two of ours would take each other for dead and end each other, several times a second.
    const pids = new Set<unknown>();
    const enough = performance.now() + 1000;
    for (let i = 2; performance.now() < enough; i += 1) {
      expect(await note('more')).toBe(i);
      const { rows } = await other.query<{ pid: number }>(`select pid ${ours}`);
      for (const { pid } of rows) pids.add(pid);
    }
    expect(pids.size).toBe(1);
  }, 20_000);

  test('readers survive the end of their sessions', async () => {
    await store.read(main, countNotesOf, { id: 1 });
    await other.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
    );
    expect(await store.read(main, countNotesOf, { id: 1 })).toBe(0);
    expect(await note('a')).toBe(1);
  });

  test('a second server is refused with the name of the first', async () => {
    const second = openStore({ database: url, dataDir: '' });
    const [outcome] = await outcomes([second]);
    expect(outcome).toMatch(/^StartupError: .*used by another Hubbub \(hubbub \d+ on /);
  });

  function note(text: string): Promise<number> {
    return store.write(main, addNote, { id: 1, text });
  }

  async function texts(): Promise<readonly string[]> {
    return (await store.read(main, listNotes, { id: 1 })).map(({ text }) => text);
  }

  function touch(id: number): Promise<unknown> {
    return other.query('update conversation set title = $2 where id = $1', [id, 'other']);
  }
});

describe('PostgreSQL at the start', () => {
  test('unreachable, wrong database, unreadable address: one line that says how to mend it', async () => {
    const url = new URL(await createDatabase());
    const [closed] = await outcomes([
      openStore({ database: 'postgres://u:secret@127.0.0.1:1/x', dataDir: '' }),
    ]);
    expect(closed).toMatch(/^StartupError: PostgreSQL at 127\.0\.0\.1:1\/x cannot be reached/);
    expect(closed).not.toContain('secret');
    url.pathname = '/nowhere';
    const [missing] = await outcomes([openStore({ database: url.href, dataDir: '' })]);
    expect(missing).toMatch(/^StartupError: PostgreSQL has no such database/);
    const [unreadable] = await outcomes([openStore({ database: 'postgres://', dataDir: '' })]);
    expect(unreadable).toMatch(/^StartupError: /);
  });

  test('a user who does not exist is refused with the name', async () => {
    const url = new URL(await createDatabase());
    url.username = 'nobody_known';
    const [outcome] = await outcomes([openStore({ database: url.href, dataDir: '' })]);
    expect(outcome).toMatch(/^StartupError: PostgreSQL at .* refuses the login of "nobody_known"/);
  });
});

const endOwnSession = systemStatement<object, object>(
  () => sql<object>`select pg_terminate_backend(pg_backend_pid())`,
);

const rename = statement<{ id: number }, unknown>((db, p) =>
  db
    .updateTable('conversation')
    .set({ title: 'both' })
    .where('app', '=', p.app)
    .where('id', '=', p.id),
);

/** Takes its locks without saying so, 1 before 2. */
const touchBoth: Write<object, string> = {
  name: 'test.touchBoth',
  locks: () => ({}),
  *run() {
    yield* run(rename, { id: 1 });
    yield* run(rename, { id: 2 });
    return 'done';
  },
};
