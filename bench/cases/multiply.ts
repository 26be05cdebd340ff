// A database with much in it, out of one with little: every room's messages again and again, with their entries in the index of
// the search. What the store would write, without the time it would take to be told a million messages one by one.
import { join } from 'node:path';
import { Database } from 'bun:sqlite';
import { Client } from 'pg';

interface Times {
  readonly folder: string;
  readonly database: string | undefined;
  readonly times: number;
  /** Messages in each room. */
  readonly each: number;
  /** Stays as seldom as it is. */
  readonly rare: string;
}

interface Sql {
  all(text: string): Promise<Record<string, unknown>[]>;
  end(): Promise<void>;
}

/** Every room has as many messages, from seq 1; nobody else has the database open. A copy's content goes without the row's sum. */
export async function multiply({ folder, database, times, each, rare }: Times): Promise<void> {
  const sql = database === undefined ? sqlite(folder) : await postgres(database);
  const [span] = await sql.all('select max(created_at) - min(created_at) + 1 as ms from message');
  const ms = Number(span?.['ms']);
  const again = `with recursive n(k) as (select 1 union all select k + 1 from n where k < ${times - 1})`;
  const rooms = await sql.all('select conversation from search_state');
  await sql.all('begin');
  for (const { conversation } of rooms) {
    const of = `conversation = ${String(conversation)}`;
    await sql.all(
      `${again} insert into message (app, conversation, seq, version, version_changed, sender, client_msg_id, digest, content,
         anchor, created_at, edited_at, recalled)
       select app, conversation, seq + k * ${each}, version + k * ${each}, version_changed, sender, client_msg_id || '-' || k,
         digest, substr(content, 1, length(content) - 6), anchor, created_at + k * ${ms}, edited_at, recalled
       from message cross join n where ${of} order by 3`,
    );
    await sql.all(
      `${again} insert into search_key (app, conversation, key, at, seq, span, rest)
       select app, conversation, key, at + k * ${ms}, seq + k * ${each}, span, rest
       from search_key cross join n where ${of} and key not in ('${rare.slice(0, 3)}', '${rare}') order by 3, 4, 5`,
    );
    const more = each * (times - 1);
    await sql.all(`update search_state set seq = seq + ${more} where ${of}`);
    await sql.all(
      `update conversation set seq = seq + ${more}, version = version + ${more} where id = ${String(conversation)}`,
    );
  }
  await sql.all('commit');
  if (database !== undefined) await sql.all('analyze');
  await sql.end();
}

function sqlite(folder: string): Sql {
  const db = new Database(join(folder, 'hubbub.db'));
  return {
    all: async (text) => db.query(text).all() as Record<string, unknown>[],
    end: async () => db.close(),
  };
}

async function postgres(connectionString: string): Promise<Sql> {
  const client = new Client({ connectionString });
  await client.connect();
  return {
    all: async (text) => (await client.query<Record<string, unknown>>(text)).rows,
    end: () => client.end(),
  };
}
