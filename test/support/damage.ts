// A message's row that is not what was written any more, behind a running server's back.
import { Database } from 'bun:sqlite';
import { join } from 'node:path';
import { parseId } from '@hubbub/protocol';
import { Client } from 'pg';

const hex = (text: string) => Buffer.from(text).toString('hex');

/**
 * As a disk does: a word of one message is another one in its row. Also: the search index has none of the conversation yet.
 * @param place the data folder, or the address of PostgreSQL
 */
export async function damage(
  place: string,
  conversation: string,
  [from, to]: readonly [string, string],
) {
  const unindexed = ['search_key', 'search_state'].map(
    (table) => `delete from ${table} where conversation = ${parseId('cnv', conversation)}`,
  );
  if (!place.startsWith('postgres')) {
    const database = new Database(join(place, 'hubbub.db'));
    database.run('pragma busy_timeout = 5000');
    const upper = [hex(from).toUpperCase(), hex(to).toUpperCase()];
    const { changes } = database.run(
      `update message set content = unhex(replace(hex(content), ?1, ?2)) where instr(hex(content), ?1) > 0`,
      upper,
    );
    for (const sql of unindexed) database.run(sql);
    database.close();
    if (changes !== 1) throw new Error(`${changes} messages say ${from}`);
    return;
  }
  const client = new Client(place);
  await client.connect();
  const { rowCount } = await client.query(
    `update message set content = decode(replace(encode(content, 'hex'), $1, $2), 'hex')
      where position($1 in encode(content, 'hex')) > 0`,
    [hex(from), hex(to)],
  );
  for (const sql of unindexed) await client.query(sql);
  await client.end();
  if (rowCount !== 1) throw new Error(`${rowCount} messages say ${from}`);
}
