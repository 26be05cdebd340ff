// One session of PostgreSQL: settings, types as SQLite gives them, prepared statements, steps awaited one by one.
import { Client, types, type ClientConfig, type CustomTypesConfig, type QueryResult } from 'pg';
import type { Compile, Compiled } from './compile.ts';
import { LostConnection } from './failures.ts';
import type { Answer, Step } from './statement.ts';

/** What a pool's client and a client of one's own have in common. */
interface Queryable {
  query(config: { name: string; text: string; values: unknown[] }): Promise<QueryResult<object>>;
}

/** Answers steps on any session of one database; statements are prepared once per session under the same name. */
export type PostgresAnswerer = (session: Queryable, step: Step, app: number) => Promise<Answer>;

export function postgresAnswerer(
  compile: Compile,
  onSql?: (sql: string) => void,
): PostgresAnswerer {
  const names = new WeakMap<Compiled, string>();
  let count = 0;
  return async (session, { statement, params }, app) => {
    const compiled = compile(statement);
    let name = names.get(compiled);
    if (name === undefined) {
      count += 1;
      name = `s${count}`;
      names.set(compiled, name);
    }
    onSql?.(compiled.sql);
    const values = compiled.bind(params, app);
    const { rows, rowCount } = await session.query({ name, text: compiled.sql, values });
    return { rows, changed: rowCount ?? 0 };
  };
}

export function clientConfig(url: string, applicationName: string): ClientConfig {
  return {
    connectionString: url,
    types: plainTypes,
    application_name: applicationName,
    statement_timeout: 10_000,
    // A connection that is open on our side only answers nothing, the server's own time limit neither.
    query_timeout: 15_000,
    idle_in_transaction_session_timeout: 10_000,
    connectionTimeoutMillis: 5000,
    keepAlive: true,
  };
}

export interface PostgresSession {
  readonly client: Client;
  readonly isLost: boolean;
  end(): Promise<void>;
}

/** @param onLost called once when the session ends without our asking */
export async function openSession(
  config: ClientConfig,
  onLost: (cause: unknown) => void,
): Promise<PostgresSession> {
  const client = new Client(config);
  let state: 'opening' | 'open' | 'ended' = 'opening';
  // Without a listener an error between two queries would end the process.
  client.on('error', lose);
  client.on('end', () => lose(new LostConnection('the connection to PostgreSQL ended')));
  try {
    await client.connect();
    await keepCommitsDurable(client);
  } catch (error) {
    state = 'ended';
    await client.end().catch(() => undefined);
    throw error;
  }
  state = 'open';
  return {
    client,
    get isLost() {
      return state === 'ended';
    },
    async end() {
      state = 'ended';
      // It may be broken already, and is given up either way: whoever waits for a goodbye that never comes waits for ever.
      await Promise.race([client.end().catch(() => undefined), patience()]);
    },
  };

  function lose(cause: unknown): void {
    if (state !== 'open') return;
    state = 'ended';
    onLost(cause);
  }
}

function patience(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 2000).unref());
}

/** A server set to remote_apply keeps its stronger promise. */
async function keepCommitsDurable(client: Client): Promise<void> {
  await client.query(
    `select set_config('synchronous_commit', 'on', false)
     where current_setting('synchronous_commit') in ('off', 'local', 'remote_write')`,
  );
}

// Whole numbers as numbers, sums of them too; flags as 1 and 0, as SQLite has them; bytes as plain Uint8Array.
const parsers: ReadonlyMap<number, (text: string) => unknown> = new Map<
  number,
  (text: string) => unknown
>([
  [types.builtins.INT8, Number],
  [types.builtins.NUMERIC, Number],
  [types.builtins.BOOL, (text) => (text === 't' ? 1 : 0)],
  [types.builtins.BYTEA, parseBytes],
]);

const plainTypes: CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text') =>
    parsers.get(oid) ?? types.getTypeParser(oid, format)) as CustomTypesConfig['getTypeParser'],
};

function parseBytes(text: string): Uint8Array {
  const buffer = Buffer.from(text.slice(2), 'hex');
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
}
