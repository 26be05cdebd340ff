// A database file made anew of the tables of another. What is broken in that one is not touched: a torn index may take pages of a
// table for its own, and whoever clears it clears those (docs/adr/0054).
import { Database } from 'bun:sqlite';
import { chmodSync, rmSync, statSync } from 'node:fs';
import { brokenIn } from './integrity.ts';
import { putInPlace, setAside } from './put-in-place.ts';

interface Entry {
  readonly type: string;
  readonly name: string;
  readonly sql: string | null;
}

/** The broken one is kept beside it. */
export const keptAs = 'damaged';

/**
 * Takes the place of the file only when all of it is there and whole; throws otherwise. Needs as much room again.
 *
 * @param path of a database that nobody else has open, and whose tables are whole
 */
export function buildAnew(path: string): void {
  const fresh = `${path}.anew`;
  rmSync(fresh, { force: true });
  try {
    emptyLog(path);
    fill(fresh, path);
    chmodSync(fresh, statSync(path).mode);
    setAside(path, keptAs);
    putInPlace(fresh, path);
  } catch (error) {
    rmSync(fresh, { force: true });
    throw error;
  }
}

/** While the old file and its log are set aside one after the other, nothing is in the log alone. */
function emptyLog(path: string): void {
  const database = new Database(path, { readwrite: true });
  try {
    const query = database.query<{ busy: number }, []>('pragma wal_checkpoint(truncate)');
    if (query.get()?.busy !== 0) throw new Error('somebody reads the database');
  } finally {
    database.close(true);
  }
}

function fill(fresh: string, path: string): void {
  const database = new Database(fresh, { readwrite: true, create: true });
  try {
    // Until it is in its place, and synced, it is nothing.
    database.run('pragma journal_mode = off');
    database.run('pragma synchronous = off');
    database.run('attach ? as old', [path]);
    database.run('begin');
    copy(database);
    database.run('commit');
    database.run('detach old');
    const broken = brokenIn(database);
    if (broken !== undefined) throw new Error(`what was made anew is not whole: ${broken.first}`);
  } finally {
    database.close(true);
  }
}

function copy(database: Database): void {
  for (const name of ['application_id', 'user_version']) {
    const row = database.query<Record<string, number>, []>(`pragma old.${name}`).get();
    database.run(`pragma main.${name} = ${row?.[name] ?? 0}`);
  }
  const all = database
    .query<Entry, []>('select type, name, sql from old.sqlite_schema order by rowid')
    .all();
  const own = all.filter(({ sql, name }) => sql !== null && !name.startsWith('sqlite_'));
  for (const { type, name, sql } of own) {
    if (type !== 'table') continue;
    database.run(sql ?? '');
    copyRows(database, name);
  }
  for (const { type, sql } of own) if (type !== 'table') database.run(sql ?? '');
  if (!all.some(({ name }) => name === 'sqlite_stat1')) return;
  database.run('analyze sqlite_schema');
  copyRows(database, 'sqlite_stat1');
}

/** Without a condition SQLite would take over the indexes as they are. */
function copyRows(database: Database, table: string): void {
  database.run(`insert into main."${table}" select * from old."${table}" not indexed where true`);
}
