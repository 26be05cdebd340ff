// No statement on a request path may read a whole table or a whole app. Every statement the store compiles is explained on
// both engines: on SQLite with the sizes the first migration tells it, on PostgreSQL with a crowd of rows.
import { Database } from 'bun:sqlite';
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { compilations } from './statements.ts';
import { databaseMs, engines, type TestDatabase } from './engines.ts';

setDefaultTimeout(databaseMs);

/** Those that may read more than they name. */
const deliberate: readonly { readonly sql: RegExp; readonly why: string }[] = [
  { sql: /^delete from "ticket" .*"expires_at"/, why: 'swept in the background by time' },
  { sql: /"outbox"/, why: 'in the background, over effects that are due' },
  { sql: /"lease_until" <= .* limit/, why: 'in the background: games whose process is lost' },
  {
    sql: /count\(\*\).* from "user"/,
    why: 'only for a new account in an app whose number has an end',
  },
  { sql: /from "app"/, why: 'the few apps of a server, in the background' },
  { sql: /"log_head"|"lease"/, why: 'one row for each app; one row' },
  { sql: /"position" is null/, why: 'over the few events that wait for a position' },
  { sql: /"created_at" from "event_log"/, why: 'the oldest events of an app, in slices' },
  { sql: /"k"."app" = /, why: 'an app has a hundred keys at most' },
  { sql: /"push_subscription" as "dead"/, why: 'swept in the background' },
  { sql: /from "secret"/, why: 'a few rows for the whole server' },
  { sql: /strpos\(|instr\(/, why: 'rooms are searched by a part of their title' },
];

describe('plans on sqlite', () => {
  let database: TestDatabase;
  let file: Database;
  beforeAll(async () => {
    database = await engines[0]!.create();
    await (await database.open()).close();
    const name = readdirSync(database.address).find((one) => one.endsWith('.db'))!;
    file = new Database(join(database.address, name), { readonly: true });
  });
  afterAll(async () => {
    file.close();
    await database.remove();
  });

  test.each(compilations('sqlite'))('$name', ({ sql, slots }) => {
    const explained = file.prepare<{ detail: string }, number[]>(`explain query plan ${sql}`);
    const details = explained.all(...slots.map(() => 1)).map(({ detail }) => detail);
    explained.finalize();
    const wide = details.filter(isWide);
    if (!deliberate.some((one) => one.sql.test(sql))) expect(wide).toEqual([]);
    // What a device knows is taken apart once, not for each conversation of its user.
    if (/ as v from json_each/.test(sql))
      expect(details.join()).toMatch(/MATERIALIZE k.*SEARCH k USING AUTOMATIC/);
    // Of a conversation, what was recalled is few; what changed (emoji, edits) may be nearly all.
    if (/r\.recalled = 1/.test(sql)) expect(details.join()).toContain('INDEX message_by_recalled');
  });
});

describe('plans on postgres', () => {
  let database: TestDatabase;
  let client: Client;
  beforeAll(async () => {
    database = await engines[1]!.create();
    await (await database.open()).close();
    client = new Client({ connectionString: database.address });
    await client.connect();
    // At once: one transaction, and one wait for the disk.
    await client.query(crowd.join(';'));
    await client.query('analyze');
    // Tables this small are read whole sooner than a hundred rows are looked up; a big one is not.
    await client.query('set seq_page_cost = 100');
    await client.query('set plan_cache_mode = force_generic_plan');
  });
  afterAll(async () => {
    await client.end();
    await database.remove();
  });

  test.each(compilations('postgres'))('$name', async ({ sql, slots }) => {
    const unknown = slots.map(() => 'unknown').join(', ');
    await client.query(`prepare one${slots.length > 0 ? ` (${unknown})` : ''} as ${sql}`);
    const values = slots.map(() => 'null').join(', ');
    const { rows } = await client.query<{ 'QUERY PLAN': string }>(
      `explain execute one${slots.length > 0 ? ` (${values})` : ''}`,
    );
    await client.query('deallocate one');
    const lines = rows.map((row) => row['QUERY PLAN'].trim());
    const wide = lines.filter((line) =>
      /Seq Scan on (?!meta|app)|Cond: \(\(?app = \S+\)$/.test(line),
    );
    if (!deliberate.some((one) => one.sql.test(sql))) expect(wide).toEqual([]);
  });
});

/** 5,000 users in 2,000 conversations, ten of everything in each. */
const crowd = [
  `insert into "user" select 1, i, 'u' || i, 'u' || i, '', '', 0, null, 0, 0 from generate_series(1, 5000) i`,
  `insert into device select 1, i, i, 'k', '', 0, 't' || i, 0, 0, 9, 9 from generate_series(1, 5000) i`,
  `insert into conversation select 1, i, 1 + i % 3, 0, null, '', '', '', 10, 20, 10, 1, 0, 0 from generate_series(1, 2000) i`,
  `insert into member select 1, 1 + i / 10, i % 5000, 1, 1, 1, 0, i % 10, 0, 0, 0, 1 from generate_series(1, 19999) i`,
  `insert into message select 1, 1 + i / 10, i % 10, i % 10, 0, i % 5000, 'm' || i, '', '', 0, 0, null, 0 from generate_series(1, 19999) i`,
  `insert into notice select 1, 1 + i / 10, i % 10, i % 10, 1, 1, '', 0 from generate_series(1, 19999) i`,
  `insert into item select 1, i % 5000, 1, i, '', i, 0, 0, 0, 0, null from generate_series(1, 19999) i`,
  `insert into idempotency select 1, i, 'x', 'y' || i, '', 1 from generate_series(1, 5000) i`,
  `insert into outbox select 1, i, 'x', 'y', '', i, 0, 0, '' from generate_series(1, 5000) i`,
  `insert into contact select 1, 1 + i / 10, i % 5000, 1, '', '[]', 0, '', 0, 0 from generate_series(1, 19999) i`,
  `insert into moment select 1, i, 1 + i / 5, i, '', 0 from generate_series(1, 9999) i`,
  `insert into interaction select 1, 1 + i / 4, i % 4, i, i % 5000, i % 2, '', 0, 0, i from generate_series(1, 19999) i`,
  `insert into timeline select 1, 1 + i / 10, i, 1 + i / 4 from generate_series(1, 19999) i`,
  `insert into moment_notice select 1, 1 + i / 10, i, 1 + i / 4, i from generate_series(1, 19999) i`,
  `insert into media select 1, i, 1 + i / 4, i / 4, 1, 1, 1, 1, 'b' || i, 1, i from generate_series(1, 9999) i`,
  `insert into upload select 1, i, 1 + i / 4, 'k' || i, '', 0, 1, 0, 0, i % 2 from generate_series(1, 9999) i`,
  `insert into upload_part select 1, i / 10, 'b' || i, i % 10, 1, 1 from generate_series(1, 9999) i`,
  `insert into message_media select 1, 1 + i / 10, i % 10, i % 5000 from generate_series(1, 9999) i`,
  `insert into game select 1, i, 'g' || i, 'pong', 1 + i % 3, i % 2, 0, i % 2, 0, 2, 4, 1, '[]', '{}', i % 2000, 'c' || i, 0, '', null, 'n' || i % 50, i, i, 0 from generate_series(1, 5000) i`,
  `insert into backend_key select 1 + i / 100, i, 0, 0, 0, 't', '1', 'h' || i, 'p' || i from generate_series(1, 5000) i`,
  `insert into event_log (position, app, kind, conversation, version, created_at, event) select i, 1, 1, 1, i, 0, '' from generate_series(1, 20000) i`,
  `insert into ticket select 1, 't' || i, i, i from generate_series(1, 5000) i`,
  `insert into held_name select 1, 'n' || i, i, i from generate_series(1, 5000) i`,
  `insert into challenge select 1, 'h' || i, 'x', i, '', 0, i from generate_series(1, 5000) i`,
  `insert into email select 1, i, 'a' || i, 'a' || i, '', i from generate_series(1, 5000) i`,
  `insert into passkey select 1, i, i, 'c' || i, '', 0, '', '', 0, 0 from generate_series(1, 5000) i`,
  `insert into export select 1, i, i, 0, 0 from generate_series(1, 5000) i`,
  `insert into export_part select 1, i / 10, i % 10, '', 1 from generate_series(1, 50000) i`,
  `insert into totp select 1, i, 's', 1, 1 from generate_series(1, 5000) i`,
  `insert into recovery_code select 1, i / 10, 'r' || i from generate_series(1, 50000) i`,
  `insert into message_edit select 1, 1 + i / 10, i % 10, i, '', 0 from generate_series(1, 19999) i`,
  `insert into mention select 1, 1 + i / 10, i % 5000, i from generate_series(1, 19999) i`,
  `insert into choice select 1, 1 + i / 10, i % 10, '!', i, 0 from generate_series(1, 19999) i`,
  `insert into search_key select 1, 1 + i / 10, 'k' || i % 3, i, i % 10, 0, '' from generate_series(1, 19999) i`,
  `insert into search_state select 1, i, 1 from generate_series(1, 2000) i`,
  `insert into pin select 1, 1 + i / 10, i, 1, 0 from generate_series(1, 19999) i`,
  `insert into audit (app, at, actor, action, target, details) select 1, i, 'a', 'b', 'c', '{}' from generate_series(1, 20000) i`,
  `update audit set conversation = 1 + id / 10 where id % 2 = 0`,
  `insert into report select 1, i, i % 5000, 1, i, 1, 1, '', '', i, 0, i % 2, '', '' from generate_series(1, 20000) i`,
  `insert into ban select 1, 1 + i / 10, i % 5000, 1, '', i, 0 from generate_series(1, 19999) i`,
  `insert into invite select 1, i, 1 + i / 10, 'h' || i, i % 5000, i, 0, 0, 0, 0, 0 from generate_series(1, 19999) i`,
  `insert into push_subscription select 1, i, i, 't' || i, 'e' || i, '', '', 0, 0, 0, '', 0 from generate_series(1, 5000) i`,
  `insert into push_state select 1, i, 1 from generate_series(1, 2000) i`,
  `insert into push_owed select 1, i, 1 + i / 10, i, 0, 1, i, 0, 0, '' from generate_series(1, 19999) i`,
  `insert into join_request select 1, 1 + i / 10, i % 5000, '', i, 0 from generate_series(1, 19999) i`,
];

/** A scan of a table, or a search of which no more is known than the app, or than the kind within it. */
function isWide(detail: string): boolean {
  // What a query made for itself (spans, known versions, a union) and the one row of meta.
  if (/^SCAN (CONSTANT ROW|\S+ VIRTUAL TABLE|[snrip]( |$)|\(subquery|meta$|e$)/.test(detail))
    return false;
  return detail.startsWith('SCAN ') || /\(app=\?( AND kind=\?)?\)( LEFT-JOIN)?$/.test(detail);
}
