// What a server has put off: messages that are not in the search index yet, and effects that are owed. Read where it is kept,
// since a metric is some seconds old.
import { join } from 'node:path';
import { Database } from 'bun:sqlite';
import { Client } from 'pg';

const owed = `select
  (select coalesce(sum(c.seq - coalesce(s.seq, 0)), 0) from conversation c
     left join search_state s on s.app = c.app and s.conversation = c.id
     where c.deleted = 0 and c.seq > coalesce(s.seq, 0))
  + (select count(*) from outbox) as pieces`;

export interface LaterReader {
  read(): Promise<number>;
  close(): Promise<void>;
}

/** @param database address of a PostgreSQL database; undefined for the file in the folder */
export async function laterReader(folder: string, database?: string): Promise<LaterReader> {
  if (database === undefined) {
    const file = new Database(join(folder, 'hubbub.db'), { readonly: true });
    const query = file.query<{ pieces: number }, []>(owed);
    return {
      read: async () => query.get()?.pieces ?? 0,
      close: async () => file.close(),
    };
  }
  const client = new Client({ connectionString: database });
  await client.connect();
  // Its database goes before it does.
  client.on('error', () => {});
  return {
    read: async () => Number((await client.query<{ pieces: string }>(owed)).rows[0]?.pieces ?? 0),
    close: async () => await client.end(),
  };
}
