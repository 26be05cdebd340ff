// What a database holds, past the store: every row of one app, from either engine.
import { Database } from 'bun:sqlite';
import { join } from 'node:path';
import { Client } from 'pg';

export type Rows = Readonly<Record<string, readonly Row[]>>;
export type Value = string | number | bigint | Uint8Array | null;
export type Row = Readonly<Record<string, Value>>;

/** The tables of a database, past the store. */
export interface Tables {
  rows(app: number): Promise<Rows>;
  insert(table: string, row: Row): Promise<void>;
  close(): Promise<void>;
}

export async function openTables(address: string): Promise<Tables> {
  return address.startsWith('postgres') ? await postgresTables(address) : sqliteTables(address);
}

const rowsOf = (table: string, app: number) =>
  `select * from "${table}" where ${table === 'app' ? 'id' : 'app'} = ${app}`;
const namesIn = (row: Row) => Object.keys(row).map((column) => `"${column}"`);

function sqliteTables(folder: string): Tables {
  const database = new Database(join(folder, 'hubbub.db'));
  const names = database
    .query<{ name: string }, []>(
      `select m.name from sqlite_master m where m.type = 'table' and (m.name = 'app'
        or exists (select 1 from pragma_table_info(m.name) c where c.name = 'app'))`,
    )
    .all();
  return {
    rows: async (app) =>
      Object.fromEntries(
        names.map(({ name }) => [name, database.query<Row, []>(rowsOf(name, app)).all()]),
      ),
    async insert(table, row) {
      const values = Object.keys(row).map(() => '?');
      database
        .query(`insert into "${table}" (${namesIn(row).join()}) values (${values.join()})`)
        .run(...(Object.values(row) as string[]));
    },
    close: async () => database.close(),
  };
}

async function postgresTables(address: string): Promise<Tables> {
  const client = new Client({ connectionString: address });
  await client.connect();
  const { rows: names } = await client.query<{ name: string }>(
    `select distinct table_name as name from information_schema.columns
     where table_schema = 'public' and (column_name = 'app' or table_name = 'app')`,
  );
  return {
    async rows(app) {
      const found: Record<string, Row[]> = {};
      for (const { name } of names) found[name] = (await client.query<Row>(rowsOf(name, app))).rows;
      return found;
    },
    async insert(table, row) {
      const values = Object.keys(row).map((_, i) => `$${i + 1}`);
      const text = `insert into "${table}" (${namesIn(row).join()}) values (${values.join()})`;
      await client.query(text, Object.values(row));
    },
    close: async () => await client.end(),
  };
}

/** One text for all of an app's rows. */
export function digestOf(rows: Rows): string {
  const lines = Object.entries(rows).flatMap(([table, all]) =>
    all.map((row) => `${table} ${JSON.stringify(row)}`),
  );
  return lines.toSorted().join('\n');
}
