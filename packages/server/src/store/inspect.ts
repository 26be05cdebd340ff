// A look at a database from outside, for `hubbub doctor`: beside a running server or without one, and without changing
// anything.
import { Database } from 'bun:sqlite';
import { existsSync, statSync } from 'node:fs';
import { Client } from 'pg';
import { StartupError } from './failures.ts';
import { databasePath } from './folder.ts';
import { messageColumns, type MessageRow } from './message-row.ts';
import { checked, DamagedRow } from './message-sum.ts';
import { migrations } from './migrations/index.ts';
import { explained } from './open-postgres.ts';
import { clientConfig } from './postgres.ts';

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
  readonly damage: string | undefined;
}

interface Meta {
  readonly epoch: string;
  readonly schema: number;
  readonly min_binary: number;
}

const selectMeta = 'select epoch, schema, min_binary from meta where id = 1';
/** Of a larger file only the head is checked: doctor is not to hold up a server for minutes. */
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

function damageOf(database: Database, path: string): string | undefined {
  if (statSync(path).size > mostChecked) return undefined;
  // Not the quick check, to which an index that leaves a message out is whole.
  const [row] = database.query<{ integrity_check: string }, []>('pragma integrity_check(1)').all();
  if (row !== undefined && row.integrity_check !== 'ok') return row.integrity_check;
  return damagedMessage(database);
}

/** The tree may be whole and a row in it not be what was written. */
function damagedMessage(database: Database): string | undefined {
  const select = database.query<MessageRow, []>(`select ${messageColumns.join(', ')} from message`);
  try {
    for (const row of select.iterate()) checked(row.content, row);
    return undefined;
  } catch (error) {
    if (!(error instanceof DamagedRow)) throw error;
    return error.message;
  }
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
