// Which bytes the database speaks of, read from outside: for backups, and to see what is missing or belongs to nothing.
import { Database } from 'bun:sqlite';
import { existsSync } from 'node:fs';
import { Client } from 'pg';
import { StartupError } from './failures.ts';
import { explained } from './open-postgres.ts';
import { clientConfig } from './postgres.ts';

export interface NamedBlobs {
  /** Whose bytes have to be there. */
  readonly stored: ReadonlySet<string>;
  /** With those that are just being stored or deleted. */
  readonly all: ReadonlySet<string>;
}

interface Row {
  readonly key: string;
  readonly stored: number;
}

/** Where keys stand, and since which schema. */
const places: readonly { readonly since: number; readonly sql: string }[] = [
  { since: 4, sql: 'select blob as key, stored from media' },
  {
    since: 6,
    sql: 'select blob as key, case when size > 0 then 1 else 0 end as stored from export_part',
  },
  { since: 11, sql: "select small as key, stored from media where small <> ''" },
  { since: 11, sql: "select medium as key, stored from media where medium <> ''" },
  { since: 18, sql: 'select blob as key, stored from upload_part' },
];

const selectSchema = 'select schema from meta where id = 1';

function* queries(schema: number): Iterable<string> {
  for (const { since, sql } of places) if (schema >= since) yield sql;
}

/** Of an SQLite file, also beside a running server. Undefined when there is none. */
export function blobsNamedIn(path: string): NamedBlobs | undefined {
  if (!existsSync(path)) return undefined;
  try {
    const database = new Database(path, { readonly: true });
    try {
      database.run('pragma busy_timeout = 5000');
      // One snapshot, so that nothing moves from one place to another between two of them.
      return database.transaction(() => {
        const { schema = 0 } = database.query<{ schema: number }, []>(selectSchema).get() ?? {};
        return sorted([...queries(schema)].flatMap((sql) => database.query<Row, []>(sql).all()));
      })();
    } finally {
      database.close();
    }
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    throw new StartupError(`${path} cannot be read (${text}).`, error);
  }
}

/** Undefined when nothing of ours is there yet. */
export async function blobsNamedInPostgres(url: string): Promise<NamedBlobs | undefined> {
  const client = new Client(clientConfig(url, 'hubbub doctor'));
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('begin isolation level repeatable read read only');
    const ours = await client.query<{ ours: boolean }>(
      "select to_regclass('meta') is not null as ours",
    );
    if (ours.rows[0]?.ours !== true) return undefined;
    const { schema = 0 } = (await client.query<{ schema: number }>(selectSchema)).rows[0] ?? {};
    const rows: Row[] = [];
    for (const sql of queries(schema)) rows.push(...(await client.query<Row>(sql)).rows);
    return sorted(rows);
  } catch (error) {
    throw explained(error, url);
  } finally {
    await client.end().catch(() => undefined);
  }
}

function sorted(rows: readonly Row[]): NamedBlobs {
  const stored = rows.filter((row) => Number(row.stored) === 1);
  return {
    stored: new Set(stored.map(({ key }) => key)),
    all: new Set(rows.map(({ key }) => key)),
  };
}
