// A look at a database from outside, for `hubbub doctor`: beside a running server or without one, and without changing
// anything.
import { Database } from 'bun:sqlite';
import { existsSync, statSync } from 'node:fs';
import { Client } from 'pg';
import { StartupError } from './failures.ts';
import { databasePath } from './folder.ts';
import { brokenIn } from './integrity.ts';
import { askedToMend } from './mend.ts';
import { migrations } from './migrations/index.ts';
import { explained } from './open-postgres.ts';
import { clientConfig } from './postgres.ts';
import { damagedMessage } from './proven.ts';

export interface Inspected {
  /** What it is, for people. */
  readonly what: string;
  /** Undefined: nothing of ours is there yet. */
  readonly meta: Meta | undefined;
  /** The schema that this program knows. */
  readonly known: number;
  /** Its clock, or the newest time that it holds. */
  readonly now: number | undefined;
  /** What is broken in it. */
  readonly damage: Damage | undefined;
}

interface Damage {
  readonly text: string;
  /** A start of the server may mend it: no table is damaged. */
  readonly isOfIndexes: boolean;
}

interface Meta {
  readonly epoch: string;
  readonly schema: number;
  readonly min_binary: number;
}

const selectMeta = 'select epoch, schema, min_binary from meta where id = 1';
/** A larger file is left to the running server, which looks all the time: doctor is not to hold anybody up for minutes. */
const mostChecked = 268_435_456;

/** Throws StartupError when it cannot be opened. */
export function inspectEmbedded(folder: string): Inspected {
  const path = databasePath(folder);
  const none = { what: 'SQLite', known: migrations.length, now: undefined, damage: undefined };
  if (!existsSync(path)) return { ...none, what: 'none yet', meta: undefined };
  try {
    const database = new Database(path, { readonly: true });
    try {
      database.run('pragma busy_timeout = 2000');
      const meta = database.query<Meta, []>(selectMeta).get() ?? undefined;
      const newest = database
        .query<{ at: number | null }, []>('select max(last_seen_at) as at from device')
        .get();
      return { ...none, meta, now: newest?.at ?? undefined, damage: damageOf(database, path) };
    } finally {
      database.close();
    }
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    throw new StartupError(`${path} cannot be read (${text}).`, error);
  }
}

function damageOf(database: Database, path: string): Damage | undefined {
  const asked = askedToMend(path);
  if (asked !== undefined) return { text: asked, isOfIndexes: true };
  if (statSync(path).size > mostChecked) return undefined;
  const broken = brokenIn(database);
  if (broken !== undefined) return { text: broken.first, isOfIndexes: broken.tables.size === 0 };
  const text = damagedMessage(database);
  return text === undefined ? undefined : { text, isOfIndexes: false };
}

/** Throws StartupError when it cannot be reached. */
export async function inspectPostgres(url: string): Promise<Inspected> {
  if (!URL.canParse(url)) throw new StartupError('The address of the database cannot be read.');
  const client = new Client(clientConfig(url, 'hubbub doctor'));
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ version: string; now: string; ours: boolean }>(
      `select current_setting('server_version') as version,
        extract(epoch from clock_timestamp()) * 1000 as now, to_regclass('meta') is not null as ours`,
    );
    const { version = '?', now = '0', ours = 0 } = rows[0] ?? {};
    const meta = ours ? (await client.query<Meta>(selectMeta)).rows[0] : undefined;
    return {
      what: `PostgreSQL ${version.split(' ')[0]}`,
      meta,
      known: migrations.length,
      now: Number(now),
      damage: undefined,
    };
  } catch (error) {
    throw explained(error, url);
  } finally {
    await client.end().catch(() => undefined);
  }
}
