// A table with many rows, looked through in slices, each of them a transaction of its own: within one the write-ahead log could not
// begin anew until all of it was read, and a thread that ranks behind everybody may take long (docs/adr/0058). Every index has to know
// of each row, and the table of each entry: what is asked of both is said in terms of SQL, and what cannot be read is found on the way.
import type { Database } from 'bun:sqlite';
import { isCorrupt, type Broken } from './integrity.ts';

type Value = string | number | bigint | Uint8Array | null;
type Row = Record<string, Value>;

/** Opens the database for one slice, with whole numbers as they are: a JavaScript number would not find those that it cannot hold. */
export type Use = <R>(use: (database: Database) => R) => R;

/** The table itself, or an index of it, in its own order. */
interface Tree {
  readonly name: string;
  readonly table: string;
  /** For SQLite not to read another one. */
  readonly by: string;
  /** By which it is ordered, and by which an entry is found. */
  readonly columns: readonly string[];
  /** Of a partial index: which rows are in it. */
  readonly condition: string;
}

interface Index extends Tree {
  /** Of the table: by which its row is found. */
  readonly key: readonly string[];
}

interface Shape {
  readonly table: Tree;
  /** What is true of each row, in SQL: whoever asks has read all of it. */
  readonly sound: string;
  readonly indexes: readonly Index[];
}

/** Shorter ones are read within one transaction. */
const long = 5_000;
/** What a transaction reads at most. */
const rowsAtOnce = 1_000;
const isSound = 'is sound';

export function isLong(database: Database, table: string): boolean {
  if (table === 'sqlite_schema') return false;
  const query = `select count(*) as count from (select 1 from "${table}" not indexed limit ${long + 1})`;
  try {
    return (database.query<{ count: number }, []>(query).get()?.count ?? 0) > long;
  } catch (error) {
    if (isCorrupt(error)) return false;
    throw error;
  }
}

/** Each step is a slice, with what is newly known to be broken; undefined: nothing. */
export function* brokenInSlices(use: Use, name: string): Generator<Broken | undefined, void> {
  const shape = use((database) => shapeOf(database, name));
  const whole = new Set(shape.indexes);
  for (const last = start(); last.more;) {
    const broken = use((database) => brokenRows(database, shape, { last, whole: [...whole] }));
    for (const index of shape.indexes) if (broken?.indexes.has(index.name)) whole.delete(index);
    yield broken;
    if (broken !== undefined && broken.tables.size > 0) return;
  }
  for (const index of whole) yield* brokenIndex(use, index);
}

/** Each row is found by its key, and every index that is whole so far has it. */
function brokenRows(
  database: Database,
  { table, indexes, sound }: Shape,
  { last, whole }: { readonly last: Place; readonly whole: readonly Index[] },
): Broken | undefined {
  try {
    const slice = sliceOf(table, { last, also: indexes, sound });
    if (hasOther(database, slice, `not a."${isSound}" or not ${isIn(table, table.columns)}`))
      return damaged(table, 'a row that cannot be, or is not found, in table');
    const broken = lookedUp(database, slice, whole);
    moveOn(database, slice, { last, columns: table.columns });
    return broken;
  } catch (error) {
    if (!isCorrupt(error)) throw error;
    return damaged(table, `${messageOf(error)}: table`);
  }
}

function* brokenIndex(use: Use, index: Index): Generator<Broken | undefined, void> {
  const itself = { table: index.table, by: 'not indexed', condition: '' };
  for (const last = start(); last.more;) {
    const broken = use((database) => {
      try {
        const slice = sliceOf(index, { last });
        if (hasOther(database, slice, `not ${isIn(itself, index.columns, index.key)}`))
          return differing(index, 'an entry without its row in index');
        return moveOn(database, slice, { last, columns: index.columns });
      } catch (error) {
        if (!isCorrupt(error)) throw error;
        return torn(index, error);
      }
    });
    yield broken;
    if (broken !== undefined) return;
  }
}

/** Each row in each of the indexes. */
function lookedUp(database: Database, slice: Slice, indexes: readonly Index[]): Broken | undefined {
  const found = new Map<string, 'torn' | 'differs'>();
  let first: string | undefined;
  for (const index of indexes) {
    const broken = missingFrom(database, slice, index);
    for (const [name, how] of broken?.indexes ?? []) found.set(name, how);
    first ??= broken?.first;
  }
  return first === undefined ? undefined : { tables: new Set(), indexes: found, first };
}

function missingFrom(database: Database, slice: Slice, index: Index): Broken | undefined {
  try {
    const isMissing = `a."${belongs(index)}" and not ${isIn(index, index.columns)}`;
    return hasOther(database, slice, isMissing)
      ? differing(index, 'a row missing from index')
      : undefined;
  } catch (error) {
    if (!isCorrupt(error)) throw error;
    return torn(index, error);
  }
}

/** In SQL: what is in `a` is in this tree too. A key is never null, and found by it alone. */
function isIn(
  tree: Pick<Tree, 'table' | 'by' | 'condition'>,
  columns: readonly string[],
  key: readonly string[] = [],
): string {
  const alike = columns.map((one) => `b."${one}" ${key.includes(one) ? '=' : 'is'} a."${one}"`);
  const where = [...alike, ...conditionOf(tree)].join(' and ');
  return `exists (select 1 from "${tree.table}" as b ${tree.by} where ${where})`;
}

function hasOther(database: Database, { sql, values }: Slice, condition: string): boolean {
  const query = `select 1 from (${sql}) as a where ${condition} limit 1`;
  return database.query<Row, Value[]>(query).get(...values) !== null;
}

interface Place {
  values: readonly Value[] | undefined;
  more: boolean;
}

/** A query, and what it binds. */
interface Slice {
  readonly sql: string;
  readonly values: readonly Value[];
}

function start(): Place {
  return { values: undefined, more: true };
}

function moveOn(
  database: Database,
  { sql, values }: Slice,
  { last, columns }: { readonly last: Place; readonly columns: readonly string[] },
): undefined {
  const query = `select * from (${sql}) limit 1 offset ${rowsAtOnce - 1}`;
  const end = database.query<Row, Value[]>(query).get(...values);
  last.more = end !== null;
  if (end !== null) last.values = columns.map((column) => end[column] ?? null);
}

interface Wanted {
  readonly last: Place;
  /** Whose columns are read as well, and whether a row is in them. */
  readonly also?: readonly Index[];
  readonly sound?: string;
}

/** What comes after the last one. */
function sliceOf(tree: Tree, { last, also = [], sound }: Wanted): Slice {
  const columns = new Set([...tree.columns, ...also.flatMap((one) => one.columns)]);
  const flags = also.map((one) => `(${conditionOf(one)[0] ?? '1'}) as "${belongs(one)}"`);
  if (sound !== undefined) flags.push(`(${sound}) as "${isSound}"`);
  const wanted = [...[...columns].map((column) => `"${column}" as "${column}"`), ...flags];
  const order = tree.columns.map((column) => `"${column}"`).join(', ');
  const parts = after(tree.columns, last.values).map(({ where, values }) => {
    const all = [...where, ...conditionOf(tree)].join(' and ') || '1';
    const from = `from "${tree.table}" ${tree.by} where ${all} order by ${order}`;
    return { sql: `select * from (select ${wanted.join(', ')} ${from})`, values };
  });
  const sql = parts.map((part) => part.sql).join(' union all ');
  return { sql: `${sql} limit ${rowsAtOnce}`, values: parts.flatMap((part) => part.values) };
}

/** Whatever is behind these values. Null is less than all, and nothing compares with it: there it is who is alike but for the last column, then … */
function after(columns: readonly string[], values: readonly Value[] | undefined) {
  if (values === undefined) return [{ where: [], values: [] }];
  if (!values.includes(null)) {
    const names = columns.map((column) => `"${column}"`).join(', ');
    return [{ where: [`(${names}) > (${columns.map(() => '?').join(', ')})`], values }];
  }
  return columns.toReversed().map((column, back) => {
    const alike = columns.length - 1 - back;
    const value = values[alike] ?? null;
    const behind = value === null ? `"${column}" is not null` : `"${column}" > ?`;
    const where = [...columns.slice(0, alike).map((one) => `"${one}" is ?`), behind];
    return { where, values: [...values.slice(0, alike), ...(value === null ? [] : [value])] };
  });
}

interface Column {
  readonly name: string;
  readonly type: string;
  readonly notnull: number;
  readonly pk: number;
}

/** Those of strict tables, which all of ours are. */
const soundTypes = new Map([
  ['integer', (column: string) => `typeof(${column}) = 'integer'`],
  ['text', (column: string) => `typeof(${column}) = 'text' and ${column} >= ''`],
  ['blob', (column: string) => `typeof(${column}) = 'blob' and ${column} >= x''`],
]);

interface Listed {
  readonly name: string;
  readonly origin: string;
  readonly sql: string | null;
}

function shapeOf(database: Database, name: string): Shape {
  const listed = database
    .query<Listed, [string]>(
      `select l.name as name, l.origin as origin, s.sql as sql from pragma_index_list(?1) as l
        join sqlite_schema as s on s.name = l.name and s.type = 'index' and s.tbl_name = ?1`,
    )
    .all(name);
  const query = `select wr from pragma_table_list where schema = 'main' and name = ?`;
  const hasNumbers = Number(database.query<{ wr: number }, [string]>(query).get(name)?.wr) === 0;
  const columns = database
    .query<Column, [string]>('select name, type, "notnull", pk from pragma_table_info(?)')
    .all(name);
  const primary = columns
    .filter(({ pk }) => Number(pk) > 0)
    .toSorted((a, b) => Number(a.pk) - Number(b.pk));
  const key = hasNumbers ? ['rowid'] : primary.map((one) => one.name);
  const of = { table: name, key };
  return {
    table: { name, table: name, by: 'not indexed', columns: key, condition: '' },
    sound: ['1', ...columns.flatMap((column) => soundOf(column))].join(' and '),
    // Without numbers the primary key is the table.
    indexes: listed
      .filter(({ origin }) => hasNumbers || origin !== 'pk')
      .map((one) => ({ ...of, ...indexOf(database, one) })),
  };
}

/** Of a type that its column may have; of text and bytes all is read, also where they go on in pages of their own. */
function soundOf({ name, type, notnull }: Column): readonly string[] {
  const wanted = soundTypes.get(type.toLowerCase());
  if (wanted === undefined) return [];
  const is = wanted(`"${name}"`);
  return [Number(notnull) > 0 ? `(${is})` : `("${name}" is null or (${is}))`];
}

function indexOf(database: Database, { name, sql }: Listed): Omit<Index, 'table' | 'key'> {
  const columns = database
    .query<{ name: string | null }, [string]>('select name from pragma_index_xinfo(?)')
    .all(name)
    .map((column) => column.name ?? 'rowid');
  const condition = /\bwhere\b(.*)$/is.exec(sql ?? '')?.[1]?.trim() ?? '';
  return { name, by: `indexed by "${name}"`, columns, condition };
}

function conditionOf({ condition }: Pick<Tree, 'condition'>): readonly string[] {
  return condition === '' ? [] : [condition];
}

function belongs({ name }: Index): string {
  return `is in ${name}`;
}

function differing({ name }: Index, what: string): Broken {
  return { tables: new Set(), indexes: new Map([[name, 'differs']]), first: `${what} ${name}` };
}

function torn({ name }: Index, error: unknown): Broken {
  const first = `${messageOf(error)}: index ${name}`;
  return { tables: new Set(), indexes: new Map([[name, 'torn']]), first };
}

function damaged({ name }: Tree, what: string): Broken {
  return { tables: new Set([name]), indexes: new Map(), first: `${what} ${name}` };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
