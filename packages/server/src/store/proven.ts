// Which side is right when an index and its table say different things. SQLite cannot tell: one bit of either is another one. What the
// table says is proven by a second index that says the same, and for messages by their sums (docs/adr/0054).
import type { Database } from 'bun:sqlite';
import type { Broken } from './integrity.ts';
import { messageColumns, type MessageRow } from './message-row.ts';
import { checked, DamagedRow, summedColumns } from './message-sum.ts';

interface Index {
  readonly name: string;
  readonly tbl_name: string;
  readonly sql: string | null;
}

const partial = /\bwhere "(\w+)"/i;

/** Whether all that is broken are indexes, and it is sure that their tables are right. */
export function areTablesProven(database: Database, { tables, indexes }: Broken): boolean {
  if (tables.size > 0) return false;
  const all = database
    .query<Index, []>("select name, tbl_name, sql from sqlite_schema where type = 'index'")
    .all();
  const broken = all.filter(({ name }) => indexes.has(name));
  // One that is torn has nothing to say against its table.
  const differing = broken.filter(({ name }) => indexes.get(name) === 'differs');
  return (
    broken.length === indexes.size &&
    differing.every((index) => isWitnessed(index)) &&
    (differing.every(({ tbl_name: table }) => table !== 'message') ||
      damagedMessage(database) === undefined)
  );

  function isWitnessed(index: Index): boolean {
    const { tbl_name: table, sql } = index;
    const witnesses = all.filter(
      (one) => one.tbl_name === table && !indexes.has(one.name) && !isPartial(one),
    );
    const known = new Set(witnesses.flatMap((one) => columnsOf(database, one)));
    if (table === 'message') for (const column of summedColumns) known.add(column);
    const condition = partial.exec(sql ?? '')?.[1];
    const wanted = [...columnsOf(database, index), ...(condition === undefined ? [] : [condition])];
    return wanted.every((column) => known.has(column));
  }
}

function isPartial({ sql }: Index): boolean {
  return /\bwhere\b/i.test(sql ?? '');
}

/** With the key of a table that has no number for its rows. */
function columnsOf(database: Database, { name }: Index): readonly string[] {
  return database
    .query<{ name: string | null }, [string]>('select name from pragma_index_xinfo(?)')
    .all(name)
    .flatMap((column) => column.name ?? []);
}

/** The tree may be whole and a row in it not be what was written. */
export function damagedMessage(database: Database): string | undefined {
  const select = database.query<MessageRow, []>(`select ${messageColumns.join(', ')} from message`);
  try {
    for (const row of select.iterate()) checked(row.content, row);
    return undefined;
  } catch (error) {
    if (!(error instanceof DamagedRow)) throw error;
    return error.message;
  }
}
