// From an address to a running PostgreSQL engine: connect, own it, migrate it.
import type { ClientConfig } from 'pg';
import type { DatabaseEngine, EngineOptions } from './engine.ts';
import { codeOf, isConnectionLost, StartupError } from './failures.ts';
import { migrate, type MigrationSession } from './migrate.ts';
import { clientConfig, type PostgresSession } from './postgres.ts';
import { postgresEngine } from './postgres-engine.ts';
import { DisownedError, migrationLock, sessionName, type Share } from './postgres-owner.ts';
import { openWriterSession, type WriterSession } from './postgres-session.ts';

export interface OpenPostgresOptions extends EngineOptions {
  readonly onDisowned?: ((cause: unknown) => void) | undefined;
  /** Whether others may write too; then a bus must join them. Alone unless told. */
  readonly share?: Share | undefined;
}

const oldestServer = 13;
const longestTimerMs = 2_147_483_647;

export async function openPostgres(
  url: string,
  options: OpenPostgresOptions,
): Promise<DatabaseEngine> {
  let writer: WriterSession | undefined;
  try {
    const config = parseAddress(url);
    let isOpen = false;
    writer = await openWriterSession({
      config,
      share: options.share,
      onTrouble: options.onTrouble,
      onDisowned: (cause) => isOpen && options.onDisowned?.(cause),
    });
    const session = await writer.get();
    await checkServer(session);
    await migrate(migrationSession(session), options.clock());
    isOpen = true;
    return postgresEngine({ ...options, config, session: writer });
  } catch (error) {
    await writer?.close();
    throw explained(error, url);
  }
}

function parseAddress(url: string): ClientConfig {
  if (!URL.canParse(url))
    throw new StartupError(
      'The database address cannot be read. It looks like postgres://user:password@host:5432/name.',
    );
  return clientConfig(url, sessionName());
}

async function checkServer({ client }: PostgresSession): Promise<void> {
  const { rows } = await client.query<{ version: string; encoding: string }>(
    `select current_setting('server_version_num') as version, current_setting('server_encoding') as encoding`,
  );
  const { version = '0', encoding = '' } = rows[0] ?? {};
  if (Number(version) < oldestServer * 10_000)
    throw new StartupError(`PostgreSQL ${oldestServer} or newer is needed; upgrade the server.`);
  if (encoding !== 'UTF8')
    throw new StartupError(
      `The database's encoding is ${encoding}. Create one with: create database hubbub encoding 'UTF8' template template0`,
    );
}

export function migrationSession({ client }: PostgresSession): MigrationSession {
  // Building an index takes as long as it takes, and so does waiting for who builds it.
  const patient = { query_timeout: longestTimerMs };
  const query = (text: string, values: unknown[] = []) =>
    client.query<object>({ ...patient, text, values });
  return {
    engine: 'postgres',
    async begin() {
      await client.query('begin');
      await client.query('set local statement_timeout = 0');
      await query(migrationLock);
    },
    run: async (sql, parameters) => (await query(sql, [...parameters])).rows,
    commit: async () => void (await client.query('commit')),
    rollback: async () => void (await client.query('rollback')),
  };
}

/** Names the server, never the password. */
export function explained(error: unknown, url: string): unknown {
  if (error instanceof StartupError) return error;
  const { host, pathname, username } = new URL(url);
  const text = error instanceof Error ? error.message || codeOf(error) : String(error);
  const place = `${host || 'the local socket'}${pathname}`;
  const say = (message: string) => new StartupError(message, error);
  if (error instanceof DisownedError)
    return say(
      `The database at ${place} is used by another Hubbub (${error.holder}). ${
        error.share === 'alone'
          ? 'Stop that one, give this one its own database, or start all of them with the same --bus.'
          : 'That one was started without --bus: stop it, and start all of them with the same --bus.'
      }`,
    );
  const code = codeOf(error);
  if (code.startsWith('28'))
    return say(
      `PostgreSQL at ${place} refuses the login of "${username}" (${text}). Check user and password in --database.`,
    );
  if (code === '3D000')
    return say(
      `PostgreSQL has no such database (${text}). Create it with: create database "${pathname.slice(1)}"`,
    );
  if (code === '42P01')
    return say(`The database at ${place} is not one of Hubbub (${text}). Check --database.`);
  if (code === '42501')
    return say(
      `The user "${username}" may not create tables at ${place} (${text}). Make it the owner of the database.`,
    );
  if (code.startsWith('53'))
    return say(
      `PostgreSQL at ${place} has no room for us (${text}). Raise its limits or free what it is short of.`,
    );
  if (isConnectionLost(error) || /timeout/i.test(text))
    return say(
      `PostgreSQL at ${place} cannot be reached (${text}). Check that it runs and that --database is right.`,
    );
  return error;
}
