// Copies of the embedded database: taken while the server runs, put back while it does not. A database that is put back
// gets a new epoch, because clients may remember what it has forgotten (docs/sync.md 5).
import { Database } from 'bun:sqlite';
import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { Client } from 'pg';
import { StartupError } from './failures.ts';
import { databasePath, ownFolder } from './folder.ts';
import { forgetDamage } from './mend.ts';
import { randomEpoch } from './migrate.ts';
import { migrations } from './migrations/index.ts';
import { explained } from './open-postgres.ts';
import { clientConfig } from './postgres.ts';
import { sessionName } from './postgres-owner.ts';
import { putInPlace, setAside } from './put-in-place.ts';
import { isPostgres } from './store.ts';

export interface Place {
  /** postgres://…, a folder, or '' for the data folder. */
  readonly database: string;
  readonly dataDir: string;
}

export interface BackupOptions extends Place {
  /** A new file; one in the data folder without it. */
  readonly to?: string;
  /**
   * Is given each copy before it has its name, first of all the database itself, and adds what lies beside it: false, when
   * some of that has just gone, so that another copy is to be taken.
   */
  readonly complete?: (copy: string, to: string) => Promise<boolean>;
}

/** Copies are taken until one is complete: what is deleted while the first is completed is seldom deleted while the next is. */
const mostCopies = 20;

/**
 * Writes a consistent copy: everything acknowledged before the call, and of every stream a prefix without gaps. Works
 * beside a running server, best from a process of its own, because it holds the thread while it copies.
 * @returns the path of the copy
 */
export async function backup(options: BackupOptions): Promise<string> {
  const { complete = async () => true } = options;
  const source = existing(embeddedFolder(options, 'pg_dump'));
  const to = resolve(options.to ?? defaultTarget(dirname(source)));
  if (existsSync(to))
    throw new StartupError(`${to} exists already; choose another name with --to.`);
  mkdirSync(dirname(to), { recursive: true, mode: 0o700 });
  const partial = `${to}.partial`;
  try {
    await complete(source, to);
    for (let copies = 1; ; copies += 1) {
      rmSync(partial, { force: true });
      copyDatabase(source, partial);
      if (await complete(partial, to)) break;
      if (copies === mostCopies) throw new Error('what it names is deleted faster than copied');
    }
  } catch (error) {
    rmSync(partial, { force: true });
    throw new StartupError(`The backup could not be written to ${to} (${textOf(error)}).`, error);
  }
  putInPlace(partial, to);
  return to;
}

function copyDatabase(source: string, to: string): void {
  const database = new Database(source, { readwrite: true });
  try {
    database.run('pragma busy_timeout = 5000');
    database.run('vacuum into ?', [to]);
  } finally {
    database.close();
  }
}

export interface RestoreOptions extends Place {
  readonly from: string;
  /** Replace a database that is there; it is kept beside the new one as hubbub.db.replaced. */
  readonly force?: boolean;
  /** Is given the copy before it is put in place, to put back what lies beside it. */
  readonly complete?: (copy: string) => Promise<void>;
}

/** Puts a backup back under a new epoch. Nothing is changed unless the backup proves whole. */
export async function restore(options: RestoreOptions): Promise<void> {
  const folder = embeddedFolder(options, 'pg_restore');
  const from = resolve(options.from);
  if (!existsSync(from)) throw new StartupError(`There is no backup at ${from}.`);
  const owned = ownFolder(folder);
  try {
    const target = owned.databasePath;
    if (existsSync(target) && !options.force)
      throw new StartupError(
        `${folder} holds a database already. Choose another folder with --data, or replace it with --force.`,
      );
    const partial = `${target}.partial`;
    copyFileSync(from, partial);
    try {
      prepareRestored(partial, from);
      await options.complete?.(partial);
    } catch (error) {
      rmSync(partial, { force: true });
      throw error;
    }
    if (existsSync(target)) setAside(target, 'replaced');
    putInPlace(partial, target);
    forgetDamage(target);
  } finally {
    owned.release();
  }
}

/** Gives the database a new epoch, so that every client starts afresh. @returns the epoch */
export async function newEpoch(place: Place): Promise<string> {
  const epoch = randomEpoch();
  if (isPostgres(place.database)) {
    await newPostgresEpoch(place.database, epoch);
    return epoch;
  }
  const folder = place.database || place.dataDir;
  existing(folder);
  const owned = ownFolder(folder);
  try {
    writeEpoch(owned.databasePath, epoch);
    return epoch;
  } finally {
    owned.release();
  }
}

async function newPostgresEpoch(url: string, epoch: string): Promise<void> {
  const client = new Client(clientConfig(url, sessionName()));
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('update meta set epoch = $1 where id = 1', [epoch]);
  } catch (error) {
    throw explained(error, url);
  } finally {
    await client.end().catch(() => undefined);
  }
}

function embeddedFolder({ database, dataDir }: Place, tool: string): string {
  if (!isPostgres(database)) return database || dataDir;
  throw new StartupError(
    `PostgreSQL has tools of its own: use ${tool} (or your provider's snapshots), and run "hubbub epoch new" after a database was put back.`,
  );
}

function existing(folder: string): string {
  const path = databasePath(folder);
  if (!existsSync(path))
    throw new StartupError(`There is no database in ${folder}; name its folder with --data.`);
  return path;
}

function defaultTarget(folder: string): string {
  const stamp = new Date().toISOString().replace(/\.\d+/, '').replaceAll(':', '-');
  return join(folder, 'backups', `hubbub-${stamp}.db`);
}

function prepareRestored(path: string, from: string): void {
  checkBackup(path, from);
  writeEpoch(path, randomEpoch());
}

function checkBackup(path: string, from: string): void {
  let database: Database | undefined;
  try {
    database = new Database(path, { readwrite: true });
    const check = database.query<{ quick_check: string }, []>('pragma quick_check').get();
    if (check?.quick_check !== 'ok') throw new Error(check?.quick_check ?? 'no answer');
    const meta = database
      .query<{ min_binary: number }, []>('select min_binary from meta where id = 1')
      .get();
    if (!meta) throw new Error('it has no meta row');
    if (meta.min_binary > migrations.length)
      throw new StartupError(`${from} was made by a newer Hubbub; restore it with that version.`);
  } catch (error) {
    if (error instanceof StartupError) throw error;
    throw new StartupError(`${from} is no whole backup of Hubbub (${textOf(error)}).`, error);
  } finally {
    database?.close(true);
  }
}

function writeEpoch(path: string, epoch: string): void {
  const database = new Database(path, { readwrite: true });
  try {
    database.run('pragma synchronous = full');
    database.run('update meta set epoch = ? where id = 1', [epoch]);
  } finally {
    database.close(true);
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
