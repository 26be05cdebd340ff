// What SQLite finds broken in a file of its own, by the table or the index in which it lies.
import type { Database } from 'bun:sqlite';
import { codeOf } from './failures.ts';

export interface Broken {
  /** What stands in them may be wrong or missing. */
  readonly tables: ReadonlySet<string>;
  /** Torn: pages of it cannot be read; else only it and its table say different things, and one of them is right. */
  readonly indexes: ReadonlyMap<string, 'torn' | 'differs'>;
  /** In SQLite's words. */
  readonly first: string;
}

interface Entry {
  readonly type: string;
  readonly name: string;
}

/** All of them, however many: what is not heard of must not be taken for whole. */
const mostTold = 2_000_000_000;
/** Room that is lost, or is kept twice: nothing that anybody reads. */
const spare = /^(Freelist|Page \d+): /;
/** Of whatever was being read: rows are looked up in indexes. */
const unplaced = 'database disk image is malformed';
const unknown = 'sqlite_schema';
const nobody: Entry = { type: 'table', name: unknown };

/**
 * Waits for the disk, and reads within one transaction.
 *
 * @param table with its indexes; without, all of the file, and whether a page is part of two things. `sqlite_schema`: what has no table
 * @returns undefined where all is whole
 */
export function brokenIn(database: Database, table?: string): Broken | undefined {
  const tables = new Set<string>();
  const indexes = new Map<string, 'torn' | 'differs'>();
  let first: string | undefined;
  let isUnplaced = false;
  try {
    for (const line of told(database, table)) {
      first ??= line;
      if (line === unplaced) isUnplaced = true;
      else place(line);
    }
  } catch (error) {
    if (!isCorrupt(error)) throw error;
    first ??= error instanceof Error ? error.message : String(error);
    tables.add(table ?? unknown);
  }
  if (isUnplaced && ![...indexes.values()].includes('torn')) tables.add(table ?? unknown);
  return first === undefined ? undefined : { tables, indexes, first };

  function place(line: string): void {
    const torn = entryOf(database, line);
    if (torn?.type === 'index') indexes.set(torn.name, 'torn');
    if (torn?.type === 'table') tables.add(torn.name);
    if (torn !== undefined) return;
    const index = /\bindex (\w+)/.exec(line)?.[1];
    if (index !== undefined) indexes.set(index, indexes.get(index) ?? 'differs');
    else if (!spare.test(line)) tables.add(table ?? unknown);
  }
}

export function isCorrupt(error: unknown): boolean {
  return /^SQLITE_(CORRUPT|NOTADB)/.test(codeOf(error));
}

function* told(database: Database, table: string | undefined): Generator<string> {
  const scope = table === undefined ? mostTold : `'${table}'`;
  const check = database.query<{ integrity_check: string }, []>(`pragma integrity_check(${scope})`);
  for (const { integrity_check: text } of check.iterate())
    for (const line of text.split('\n'))
      if (line !== 'ok' && !line.startsWith('*** in database')) yield line;
}

/** Whose tree it speaks of; undefined where it speaks of rows. */
function entryOf(database: Database, line: string): Entry | undefined {
  const root = /^Tree (\d+) /.exec(line)?.[1];
  if (root !== undefined)
    return entry(database, { where: 'rootpage = ?', value: Number(root) }) ?? nobody;
  const page = / (?:of|on) page (\d+)$/.exec(line)?.[1];
  if (page === undefined) return undefined;
  const name = nameAt(database, Number(page));
  return entry(database, { where: 'name = ?', value: name }) ?? nobody;
}

function entry(
  database: Database,
  { where, value }: { where: string; value: string | number },
): Entry | null {
  return database
    .query<Entry, [string | number]>(`select type, name from sqlite_schema where ${where}`)
    .get(value);
}

/** Not every build of SQLite can tell. */
function nameAt(database: Database, page: number): string {
  try {
    const query = 'select name from dbstat where pageno = ?';
    return database.query<{ name: string }, [number]>(query).get(page)?.name ?? unknown;
  } catch {
    return unknown;
  }
}
