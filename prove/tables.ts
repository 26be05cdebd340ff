// The tables of a database, of either kind, past the server: what columns there are, what stands in them, and all of it put into
// another database.
import { Database } from 'bun:sqlite';
import { execute } from './postgres.ts';

export interface Meta {
  /** How many migrations it has had. */
  readonly schema: number;
  /** How many a program must know. */
  readonly least: number;
  readonly epoch: string;
}

export interface Tables {
  meta(): Promise<Meta>;
  /** By table. */
  columns(): Promise<ReadonlyMap<string, readonly string[]>>;
  /** One word for all that stands there, in whatever order. */
  sum(table: string, columns: readonly string[]): Promise<string>;
  /** From then on what stands there stands here, and nothing else. */
  copy(from: string, table: string, columns: readonly string[]): Promise<void>;
  run(sql: string): Promise<void>;
  close(): void;
}

/** @param address postgres://…, or a file */
export function openTables(address: string): Tables {
  return address.startsWith('postgres') ? ofServer(address) : ofFile(address);
}

const meta = 'select schema, min_binary as least, epoch from meta';

function ofFile(path: string): Tables {
  const database = new Database(path, { readwrite: true });
  return {
    meta: async () => database.query<Meta, []>(meta).get() as Meta,
    async columns() {
      const tables = `select name from sqlite_schema where type = 'table' and name not like 'sqlite\\_%' escape '\\'`;
      const names = database.query<{ name: string }, []>(tables).all();
      const columnsOf = database.query<{ name: string }, [string]>(
        'select name from pragma_table_info(?)',
      );
      return new Map(names.map(({ name }) => [name, columnsOf.all(name).map((one) => one.name)]));
    },
    async sum(table, columns) {
      const row = columns.map((one) => `quote("${one}")`).join(` || ',' || `);
      const rows = database
        .query<{ row: string }, []>(`select ${row} as row from ${quoted(table)}`)
        .all();
      return String(
        Bun.hash(
          rows
            .map((one) => one.row)
            .toSorted()
            .join('\n'),
        ),
      );
    },
    async copy(from, table, columns) {
      const names = listed(columns);
      database.run('attach ? as other', [from]);
      database.run(`delete from ${quoted(table)}`);
      database.run(
        `insert into ${quoted(table)} (${names}) select ${names} from other.${quoted(table)}`,
      );
      database.run('detach other');
    },
    run: async (sql) => void database.run(sql),
    close() {
      database.run('pragma wal_checkpoint(truncate)');
      database.close(true);
    },
  };
}

function ofServer(url: string): Tables {
  return {
    async meta() {
      const [row = {}] = await execute(url, meta);
      return {
        schema: Number(row['schema']),
        least: Number(row['least']),
        epoch: String(row['epoch']),
      };
    },
    async columns() {
      const sql = `select table_name as "table", column_name as "column" from information_schema.columns
        where table_schema = current_schema() order by table_name, ordinal_position`;
      const found = new Map<string, string[]>();
      for (const { table, column } of await execute(url, sql))
        found.set(String(table), [...(found.get(String(table)) ?? []), String(column)]);
      return found;
    },
    async sum(table, columns) {
      const sql = `select md5(string_agg(word, '' order by word)) as sum
        from (select md5(row(${listed(columns)})::text) as word from ${quoted(table)}) words`;
      const [row] = await execute(url, sql);
      return String(row?.['sum']);
    },
    async copy(from, table, columns) {
      const names = listed(columns);
      const taken = `select coalesce(json_agg(t), '[]')::text as rows from (select ${names} from ${quoted(table)}) t`;
      const [row] = await execute(from, taken);
      const rows = String(row?.['rows']).replaceAll("'", "''");
      await execute(url, `delete from ${quoted(table)}`);
      await execute(
        url,
        `insert into ${quoted(table)} (${names}) select ${names} from json_populate_recordset(null::${quoted(table)}, '${rows}')`,
      );
      // What counts by itself goes on behind it.
      const counts = `select column_name as "column" from information_schema.columns
        where table_schema = current_schema() and table_name = '${table}' and is_identity = 'YES'`;
      for (const { column } of await execute(url, counts))
        await execute(
          url,
          `select setval(pg_get_serial_sequence('${quoted(table)}', '${String(column)}'), (select coalesce(max("${String(column)}"), 0) + 1 from ${quoted(table)}))`,
        );
    },
    run: async (sql) => void (await execute(url, sql)),
    close: () => undefined,
  };
}

function quoted(name: string): string {
  return `"${name}"`;
}

function listed(columns: readonly string[]): string {
  return columns.map(quoted).join(', ');
}
