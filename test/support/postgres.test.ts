import { expect, test } from 'bun:test';
import { Client } from 'pg';
import { createDatabase } from './postgres.ts';

test('each database is new and empty, on one server', async () => {
  const [first, second] = await Promise.all([
    createDatabase({ fsync: false }),
    createDatabase({ fsync: false }),
  ]);
  await query(first, 'CREATE TABLE note (text text)');
  expect(await query(second, `SELECT to_regclass('note') AS found`)).toEqual([{ found: null }]);
  expect(new URL(first).port).toBe(new URL(second).port);
});

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}
