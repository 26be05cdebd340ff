// What SQLite's planner is told about sizes. Without statistics it takes (app) of a primary key for as good as an index that
// names the user, and reads the whole app. These are made up, for a big server, and never measured: a plan then depends on
// nothing but the schema, and is the same on every machine and in every test.
import { CompiledQuery, type Compilable } from 'kysely';

/** Per index: the rows of the table, then how many rows share the first column, the first two, and so on. */
const rows: readonly (readonly [table: string, index: string, sizes: string])[] = [
  ['user', 'user', '100000 100000 1'],
  ['user', 'user_by_username_folded', '100000 100000 1'],
  ['device', 'device', '200000 200000 1'],
  ['device', 'device_by_token_hash', '200000 1'],
  ['device', 'device_by_key', '200000 200000 2 1'],
  ['device', 'device_by_user', '200000 200000 2'],
  ['conversation', 'conversation', '500000 500000 1'],
  ['conversation', 'conversation_by_direct_key', '500000 500000 1'],
  ['conversation', 'conversation_by_id', '500000 500000 100000 1'],
  ['member', 'member', '2000000 2000000 5 1'],
  ['member', 'member_by_conversation', '2000000 2000000 20 1'],
  ['member', 'member_by_version', '2000000 2000000 5 1'],
  ['message', 'sqlite_autoindex_message_1', '10000000 10000000 1000 1'],
  ['message', 'message_by_client_msg_id', '10000000 10000000 1000 200 1'],
  ['message', 'message_by_version', '10000 10000 10 1'],
  ['notice', 'notice', '1000000 1000000 20 1'],
  ['notice', 'notice_by_anchor', '1000000 1000000 20 2'],
  ['item', 'item', '4000000 4000000 40 20 1 1'],
  ['item', 'item_by_version', '4000000 4000000 40 1'],
  ['idempotency', 'idempotency', '500000 500000 5 2 1'],
];

/** For the first migration on SQLite; a connection reads them when it opens. */
export function statistics(): Compilable[] {
  const values = rows.map(() => '(?, ?, ?)').join(', ');
  return [
    raw('analyze sqlite_schema', []),
    raw(`insert into sqlite_stat1 (tbl, idx, stat) values ${values}`, rows.flat()),
  ];
}

function raw(sql: string, parameters: readonly string[]): Compilable {
  return { compile: () => CompiledQuery.raw(sql, [...parameters]) };
}
