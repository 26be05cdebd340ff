// From a folder to a running SQLite engine: own it, migrate it, open it.
import { Database } from 'bun:sqlite';
import { existsSync } from 'node:fs';
import { StartupError, isSqliteOutage } from './failures.ts';
import type { DatabaseEngine, EngineOptions } from './engine.ts';
import { ownFolder } from './folder.ts';
import { mend } from './mend.ts';
import { migrate, type MigrationSession } from './migrate.ts';
import { statementCompiler } from './compile.ts';
import { applicationId, openSqlite, type SqliteConnection } from './sqlite.ts';
import { SqliteLog } from './sqlite-log.ts';
import { sqliteEngine } from './sqlite-engine.ts';

export async function openEmbedded(
  folder: string,
  options: EngineOptions,
): Promise<DatabaseEngine> {
  const owned = ownFolder(folder);
  try {
    refuseForeign(owned.databasePath);
    await SqliteLog.rewrite(owned.databasePath);
    mend(owned.databasePath, options.onTrouble);
    await migrateFile(owned.databasePath, options.clock());
    const engine = sqliteEngine(owned.databasePath, options);
    return { ...engine, close: () => engine.close().finally(() => owned.release()) };
  } catch (error) {
    owned.release();
    throw explained(error, owned.databasePath);
  }
}

async function migrateFile(path: string, now: number): Promise<void> {
  const connection = openSqlite({ path, readonly: false, compile: statementCompiler('sqlite') });
  try {
    await migrate(fileSession(connection), now);
    connection.run(`pragma application_id = ${applicationId}`);
  } finally {
    connection.close();
  }
}

/** Looks without a change: a file of another program is not even switched to our kind of log. */
export function refuseForeign(path: string): void {
  if (!existsSync(path)) return;
  const database = new Database(path, { readwrite: true });
  let reader: Database | undefined;
  try {
    const { id, tables, ours } = database.query<Signs, []>(signs).get() as Signs;
    reader = new Database(path, { readonly: true });
    reader.query(signs).get();
    // A database of ours from before it was signed has a meta table; an empty file was left by a start that was killed.
    if (id === applicationId || (id === 0 && (tables === 0 || ours > 0))) return;
  } finally {
    database.close();
    // Last: closed last, the one that writes would checkpoint a log that may not be on the disk (rewriteLog).
    reader?.close();
  }
  throw new StartupError(
    `The file ${path} is the database of another program. Move it away, or choose another folder with --data.`,
  );
}

interface Signs {
  readonly id: number;
  readonly tables: number;
  readonly ours: number;
}

const signs = `select (select application_id from pragma_application_id) as id,
  (select count(*) from sqlite_schema) as tables,
  (select count(*) from pragma_table_info('meta') where name in ('epoch', 'min_binary')) as ours`;

export function fileSession(connection: SqliteConnection): MigrationSession {
  return {
    engine: 'sqlite',
    begin: async () => connection.run('begin exclusive'),
    run: async (sql, parameters) => connection.all(sql, ...(parameters as (string | number)[])),
    commit: async () => connection.run('commit'),
    rollback: async () => {
      if (connection.isInTransaction) connection.run('rollback');
    },
  };
}

function explained(error: unknown, path: string): unknown {
  if (!isSqliteOutage(error)) return error;
  const text = error instanceof Error ? error.message : String(error);
  return new StartupError(
    `The database ${path} cannot be opened (${text}). ` +
      'Check the disk and the rights of the folder; if the file is damaged, restore a backup.',
    error,
  );
}
