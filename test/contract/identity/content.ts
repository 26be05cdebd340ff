import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import type { TestDatabase } from '../store/engines.ts';

/** All that a database holds, for looking whether something is in it: SQLite's files, or PostgreSQL's rows. */
export async function contentOf(database: TestDatabase): Promise<string> {
  return database.engine === 'sqlite' ? filesOf(database.address) : await rowsOf(database.address);
}

function filesOf(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path, 'latin1'))
    .join('\n');
}

async function rowsOf(address: string): Promise<string> {
  const client = new Client({ connectionString: address });
  await client.connect();
  try {
    const tables = await client.query<{ tablename: string }>(
      `select tablename from pg_tables where schemaname = 'public'`,
    );
    const texts: string[] = [];
    for (const { tablename } of tables.rows) {
      const { rows } = await client.query(`select * from "${tablename}"`);
      texts.push(JSON.stringify(rows));
    }
    return texts.join('\n');
  } finally {
    await client.end();
  }
}
