// The settings on which "acknowledged means on disk" rests, asked of the session that writes.
import { expect, setDefaultTimeout, test } from 'bun:test';
import { sql } from 'kysely';
import { Client } from 'pg';
import {
  first,
  systemStatement,
  type Write,
} from '../../../packages/server/src/store/statement.ts';
import { databaseMs, engines } from './engines.ts';

setDefaultTimeout(databaseMs);

const [sqlite, postgres] = engines;

test('SQLite has a write-ahead log, which the engine syncs itself', async () => {
  const database = await sqlite!.create();
  const store = await database.open();
  const asked = Object.keys(sqliteSettings) as (keyof typeof sqliteSettings)[];
  const answers = await Promise.all(asked.map((name) => store.systemWrite(ask, `pragma ${name}`)));
  expect(Object.fromEntries(asked.map((name, i) => [name, answers[i]]))).toEqual(sqliteSettings);
  await database.remove();
});

test('PostgreSQL too, whatever the database is set to, and no statement runs for ever', async () => {
  const database = await postgres!.create();
  const client = new Client({ connectionString: database.address });
  await client.connect();
  const name = new URL(database.address).pathname.slice(1);
  await client.query(`alter database ${name} set synchronous_commit = off`);
  await client.end();
  const store = await database.open();
  expect(await store.systemWrite(ask, 'show synchronous_commit')).toBe('on');
  expect(await store.systemWrite(ask, 'show statement_timeout')).toBe('10s');
  await database.remove();
});

const sqliteSettings = {
  journal_mode: 'wal',
  // NORMAL: checkpoints. Commits are synced by sqlite-log.ts, as disk.test.ts sees.
  synchronous: 1,
  foreign_keys: 1,
  trusted_schema: 0,
  busy_timeout: 5000,
  // sqlite-checkpoint.ts does it, beside the loop.
  wal_autocheckpoint: 0,
  secure_delete: 1,
};

const ask: Write<string, unknown> = {
  name: 'test.ask',
  locks: () => ({}),
  *run(_tx, question) {
    const statement = systemStatement<object, object>(() => sql<object>`${sql.raw(question)}`);
    const row = yield* first(statement, {});
    return Object.values(row ?? {})[0];
  },
};
