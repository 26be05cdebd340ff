// A table with many rows is looked through in slices: what is damaged is found as by SQLite's own check, and the log can begin anew
// meanwhile, however slow the look is.
import { Database } from 'bun:sqlite';
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brokenInSlices, isLong, type Use } from '../../../packages/server/src/store/long-table.ts';
import { Checking } from '../../../packages/server/src/parts/checking.ts';
import { systemClock } from '../../../packages/server/src/ports/clock.ts';
import { openStore } from '../../../packages/server/src/store/store.ts';
import { putDatabase } from '../../support/migrated.ts';
import { until } from '../../support/until.ts';
import { addNote, createConversation, main } from './notes.ts';

setDefaultTimeout(60_000);

const pageBytes = 4_096;
const rows = 6_000;
/** More than a JavaScript number holds: nothing may be rounded on the way. */
const conversation = 9_007_199_254_740_993n;
const folder = mkdtempSync(join(tmpdir(), 'hubbub-long-'));
const path = join(folder, 'hubbub.db');
let pages: readonly { readonly name: string; readonly pageno: number }[];

interface Column {
  readonly name: string;
  readonly type: string;
  readonly notnull: number;
}

beforeAll(async () => {
  await putDatabase(folder);
  const database = new Database(path);
  // With rows that have numbers and without; with partial indexes, and with values that are missing.
  for (const table of ['message', 'mention', 'device', 'event_log', 'notice'])
    fill(database, table);
  database.run('pragma wal_checkpoint(truncate)');
  const query = 'select name, pageno from dbstat order by pageno';
  pages = database.query<(typeof pages)[number], []>(query).all();
  database.close();
});
afterAll(() => rmSync(folder, { recursive: true }));

function fill(database: Database, table: string): void {
  const columns = database
    .query<Column, [string]>('select name, type, "notnull" from pragma_table_info(?)')
    .all(table);
  const insert = database.prepare(
    `insert into "${table}" (${columns.map(({ name }) => `"${name}"`).join()}) values (${columns.map(() => '?').join()})`,
  );
  database.transaction(() => {
    for (let at = 0; at < rows; at += 1) insert.run(...columns.map((one) => valueOf(one, at)));
  })();
}

function valueOf({ name, type, notnull }: Column, at: number) {
  if (notnull === 0 && name !== 'id' && at % 3 === 0) return null;
  if (type.toLowerCase() === 'text') return `${name} ${at}`;
  if (type.toLowerCase() === 'blob') return new Uint8Array([at & 255, at >> 8]);
  if (name === 'conversation') return conversation + BigInt(at % 7);
  return name === 'app' ? 1 : name === 'version_changed' ? at % 2 : at;
}

const opening =
  (of: string): Use =>
  (use) => {
    const database = new Database(of, { readonly: true, safeIntegers: true });
    try {
      database.run('begin');
      return use(database);
    } finally {
      database.close();
    }
  };

function foundIn(of: string, table: string): readonly string[] {
  const found: string[] = [];
  for (const broken of brokenInSlices(opening(of), table)) {
    found.push(...(broken?.tables ?? []));
    for (const [name, how] of broken?.indexes ?? []) found.push(`${name} ${how}`);
  }
  return found;
}

/** What is found in a table when one bit of a page in the middle of a tree is another one. */
function foundAfter(table: string, tree: string, place: number | string): readonly string[] {
  const bytes = readFileSync(path);
  const own = pages.filter(({ name }) => name === tree);
  const begin = ((own[Math.floor(own.length / 2)]?.pageno ?? 0) - 1) * pageBytes;
  const at = typeof place === 'number' ? begin + place : bytes.indexOf(place, begin);
  expect(at).toBeGreaterThanOrEqual(begin);
  expect(at).toBeLessThan(begin + pageBytes);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  const copy = join(folder, 'damaged.db');
  writeFileSync(copy, bytes);
  return foundIn(copy, table);
}

test('of a whole table nothing is said', () => {
  const names = opening(path)((database) =>
    database
      .query<{ name: string }, []>("select name from sqlite_schema where type = 'table'")
      .all(),
  ).map(({ name }) => name);
  expect(names.length).toBeGreaterThan(40);
  expect(names.flatMap((name) => foundIn(path, name))).toEqual([]);
  const long = names.filter((name) => opening(path)((database) => isLong(database, name)));
  expect(long.toSorted()).toEqual(['device', 'event_log', 'mention', 'message', 'notice']);
});

test('what is damaged is found, and told by its name', () => {
  const [howMany, kind] = [4, 0];
  const byKey = 'message_by_client_msg_id';
  expect(foundAfter('message', byKey, 'client_msg_id')).toEqual([`${byKey} differs`]);
  expect(foundAfter('message', byKey, kind)).toEqual([`${byKey} torn`]);
  expect(foundAfter('message', 'message', kind)).toContain('message');
  expect(foundAfter('message', 'message', 'client_msg_id')).toEqual([`${byKey} differs`]);
  // Without numbers the table is its own index.
  expect(foundAfter('mention', 'mention', kind)).toContain('mention');
  expect(foundAfter('event_log', 'event_log_by_position', howMany)).not.toEqual([]);
});

test('the running server looks at it in the same way', async () => {
  const byKey = 'message_by_client_msg_id';
  foundAfter('message', byKey, 'client_msg_id');
  const told: string[] = [];
  const checking = new Checking({
    path: join(folder, 'damaged.db'),
    clock: { ...systemClock, after: (_, task) => systemClock.after(0, task) },
    report: (problem, cause) => told.push(`${problem} ${String(cause)}`),
  });
  // The thread gets the core when nobody else wants it.
  await until(() => told.length > 0, { timeoutMs: 60_000, what: 'the damage' });
  checking.stop();
  expect(told).toHaveLength(1);
  expect(told[0]).toMatch(/the index message_by_client_msg_id is .* a row missing from index/);
}, 90_000);

test('the log begins anew between two slices, however slow the look is', async () => {
  const data = join(folder, 'slow');
  mkdirSync(data, { mode: 0o700 });
  copyFileSync(path, join(data, 'hubbub.db'));
  const store = await openStore({ database: '', dataDir: data });
  const id = 1;
  await store.write(main, createConversation, { id });
  const log = join(data, 'hubbub.db-wal');
  let most = 0;
  let pagesWritten = 0;
  for (const _ of brokenInSlices(opening(join(data, 'hubbub.db')), 'message')) {
    for (let i = 0; i < 20; i += 1) {
      await store.write(main, addNote, { id, text: 'x'.repeat(50 * pageBytes) });
      pagesWritten += 50;
    }
    most = Math.max(most, statSync(log).size);
  }
  await store.close();
  expect(pagesWritten).toBeGreaterThan(24_000);
  expect(most).toBeLessThan(12_000 * pageBytes);
});
