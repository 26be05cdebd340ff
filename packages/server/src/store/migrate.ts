// Brings a database to the newest schema: each migration and its number in `meta.schema` in one transaction, under a lock
// that only one process holds. Killed at any statement, the next start finds the migration either done or not begun.
import { randomBytes } from 'node:crypto';
import { queryBuilder } from './compile.ts';
import { StartupError } from './failures.ts';
import { migrations } from './migrations/index.ts';
import { columnTypes, type Migration } from './migrations/migration.ts';
import type { Engine } from './statement.ts';

/** A session of the database in which nobody else can migrate. */
export interface MigrationSession {
  readonly engine: Engine;
  /** Begins a transaction that excludes other writers. */
  begin(): Promise<void>;
  run(sql: string, parameters: readonly unknown[]): Promise<readonly unknown[]>;
  commit(): Promise<void>;
  rollback(): Promise<void>;
}

interface MetaRow {
  readonly schema: number;
  readonly min_binary: number;
}

/** 128 random bits naming one history of a database. */
export function randomEpoch(): string {
  return randomBytes(16).toString('hex');
}

/** @param list the migrations this program knows; tests bring their own */
export async function migrate(
  session: MigrationSession,
  now: number,
  list: readonly Migration[] = migrations,
): Promise<void> {
  for (;;) {
    await session.begin();
    try {
      const applied = await readSchema(session, list.length);
      const next = list[applied];
      if (next) await apply(session, next, { number: applied + 1, now });
      await session.commit();
      if (!next) return;
    } catch (error) {
      await session.rollback();
      throw error;
    }
  }
}

/** How many migrations the database has had. Refuses one that needs a newer program. */
export async function readSchema(session: MigrationSession, known: number): Promise<number> {
  const { db, run } = prepared(session);
  if (!(await hasMeta(session))) return 0;
  const [meta] = (await run(
    db.selectFrom('meta').select(['schema', 'min_binary']).where('id', '=', 1),
  )) as MetaRow[];
  if (!meta) return 0;
  if (meta.min_binary > known)
    throw new StartupError(
      `This database was made by a newer Hubbub (schema ${meta.schema}, this program knows ${known}). ` +
        'Start the newer version, or restore a backup made with this one.',
    );
  return meta.schema;
}

interface Place {
  readonly number: number;
  readonly now: number;
}

async function apply(
  session: MigrationSession,
  migration: Migration,
  { number, now }: Place,
): Promise<void> {
  const { db, run } = prepared(session);
  const { engine } = session;
  const context = { db, engine, types: columnTypes(engine), now, newEpoch: randomEpoch() };
  for (const statement of migration.statements(context)) await run(statement);
  await run(
    db
      .updateTable('meta')
      .set({ schema: number, min_binary: migration.minBinary })
      .where('id', '=', 1),
  );
}

function prepared(session: MigrationSession) {
  const db = queryBuilder<Record<string, Record<string, unknown>>>(session.engine);
  const run = (query: { compile(): { sql: string; parameters: readonly unknown[] } }) => {
    const { sql, parameters } = query.compile();
    return session.run(sql, parameters);
  };
  return { db, run };
}

async function hasMeta(session: MigrationSession): Promise<boolean> {
  const rows = await session.run(
    session.engine === 'sqlite'
      ? `select 1 from sqlite_schema where type = 'table' and name = 'meta'`
      : `select 1 from pg_tables where schemaname = current_schema() and tablename = 'meta'`,
    [],
  );
  return rows.length > 0;
}
