// What a database holds, past the store: every row of one app, from either engine. As long as nobody has written anything, it
// is not read again.
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

interface Source extends Tables {
  /** Another text after every write of anybody. */
  version(): Promise<string>;
}

export async function openTables(address: string): Promise<Tables> {
  const source = address.startsWith('postgres')
    ? await postgresTables(address)
    : sqliteTables(address);
  const known = new Map<number, { readonly version: string; readonly rows: Rows }>();
  return {
    ...source,
    async rows(app) {
      const version = await source.version();
      const last = known.get(app);
      if (last?.version === version) return last.rows;
      const rows = await source.rows(app);
      known.set(app, { version, rows });
      return rows;
    },
  };
}

const rowsOf = (table: string, app: number) =>
  `select * from "${table}" where ${table === 'app' ? 'id' : 'app'} = ${app}`;
const namesIn = (row: Row) => Object.keys(row).map((column) => `"${column}"`);

function sqliteTables(folder: string): Source {
  const database = new Database(join(folder, 'hubbub.db'));
  const names = database
    .query<{ name: string }, []>(
      `select m.name from sqlite_master m where m.type = 'table' and (m.name = 'app'
        or exists (select 1 from pragma_table_info(m.name) c where c.name = 'app'))`,
    )
    .all();
  let own = 0;
  return {
    // It counts what other connections have committed.
    version: async () => {
      const { data_version: others } = database
        .query<{ data_version: number }, []>('pragma data_version')
        .get()!;
      return `${others} ${own}`;
    },
    rows: async (app) =>
      Object.fromEntries(
        names.map(({ name }) => [name, database.query<Row, []>(rowsOf(name, app)).all()]),
      ),
    async insert(table, row) {
      own += 1;
      const values = Object.keys(row).map(() => '?');
      database
        .query(`insert into "${table}" (${namesIn(row).join()}) values (${values.join()})`)
        .run(...(Object.values(row) as string[]));
    },
    close: async () => database.close(),
  };
}

async function postgresTables(address: string): Promise<Source> {
  const client = new Client({ connectionString: address });
  await client.connect();
  const { rows: names } = await client.query<{ name: string }>(
    `select distinct table_name as name from information_schema.columns
     where table_schema = 'public' and (column_name = 'app' or table_name = 'app')`,
  );
  return {
    // Whoever writes takes the next number of a transaction.
    async version() {
      const { rows } = await client.query<{ now: string }>(
        'select pg_current_snapshot()::text now',
      );
      return rows[0]?.now ?? '';
    },
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

const digests = new WeakMap<Rows, string>();

/** One text for all of an app's rows. */
export function digestOf(rows: Rows): string {
  const known = digests.get(rows) ?? digest(rows);
  digests.set(rows, known);
  return known;
}

function digest(rows: Rows): string {
  const lines = Object.entries(rows).flatMap(([table, all]) =>
    all.map((row) => `${table} ${JSON.stringify(row)}`),
  );
  return lines.toSorted().join('\n');
}
