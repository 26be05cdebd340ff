// From a folder to a running SQLite engine: own it, migrate it, open it.
import { StartupError, isSqliteOutage } from './failures.ts';
import type { DatabaseEngine, EngineOptions } from './engine.ts';
import { ownFolder } from './folder.ts';
import { migrate, type MigrationSession } from './migrate.ts';
import { statementCompiler } from './compile.ts';
import { openSqlite, type SqliteConnection } from './sqlite.ts';
import { sqliteEngine } from './sqlite-engine.ts';

export async function openEmbedded(
  folder: string,
  options: EngineOptions,
): Promise<DatabaseEngine> {
  const owned = ownFolder(folder);
  try {
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
  } finally {
    connection.close();
  }
}

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
