// Who may write to a PostgreSQL database: the process whose writing session holds an advisory lock, or, when a bus joins
// several, all those that share it. A lone server and a cluster so exclude each other. Lock and session end together, so a
// batch can never be committed by a process that has lost its place.
import { hostname } from 'node:os';
import type { Client, ClientConfig } from 'pg';
import { openSession, type PostgresSession } from './postgres.ts';

/** Another process owns the database. */
export class DisownedError extends Error {
  constructor(
    readonly holder: string,
    /** We came to share the database; that one wants it for itself, or the other way round. */
    readonly share: Share,
  ) {
    super(`the database is used by another Hubbub (${holder})`);
  }
}

// "hubb" and 1 for the owner, 2 for migrations.
const lockClass = 0x68756262;
const ownerLock = 1;
export const migrationLock = `select pg_advisory_xact_lock(${lockClass}, 2)`;

/** Alone: nobody else writes. Cluster: others may, who say so too. */
export type Share = 'alone' | 'cluster';

const tries = 20;
const pauseMs = 100;

/** The name under which PostgreSQL lists our sessions; tells our own dead session from another process. */
export function sessionName(): string {
  const instance = crypto.randomUUID().slice(0, 8);
  return `hubbub ${process.pid} on ${hostname().slice(0, 30)} ${instance}`;
}

/**
 * Opens the session that may write. Waits two seconds for a lock that is held, since the session of a process that was
 * killed a moment ago may take that long to end. Throws DisownedError when it is another's for good.
 */
export async function openOwnerSession(
  config: ClientConfig,
  onLost: (cause: unknown) => void,
  share: Share = 'alone',
): Promise<PostgresSession> {
  const session = await openSession(config, onLost);
  try {
    for (let attempt = 1; ; attempt += 1) {
      const isTaken = await takeLock(session.client, share);
      const holders = await otherHolders(session.client);
      const ownDead = holders.filter((one) => one.application_name === config.application_name);
      for (const { pid } of ownDead) await endSession(session.client, pid);
      if (isTaken && ownDead.length === 0) return session;
      if (ownDead.length === 0 && attempt >= tries)
        throw new DisownedError(holders[0]?.application_name || 'unknown', share);
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  } catch (error) {
    await session.end();
    throw error;
  }
}

async function takeLock(client: Client, share: Share): Promise<boolean> {
  const take = share === 'alone' ? 'pg_try_advisory_lock' : 'pg_try_advisory_lock_shared';
  const { rows } = await client.query<{ taken: number }>(
    `select ${take}(${lockClass}, ${ownerLock}) as taken`,
  );
  return rows[0]?.taken === 1;
}

interface Holder {
  readonly pid: number;
  readonly application_name: string;
}

async function otherHolders(client: Client): Promise<readonly Holder[]> {
  const { rows } = await client.query<Holder>(
    `select a.pid, a.application_name from pg_locks l join pg_stat_activity a on a.pid = l.pid
     where l.locktype = 'advisory' and l.granted and l.classid = ${lockClass} and l.objid = ${ownerLock}
       and l.database = (select oid from pg_database where datname = current_database())
       and l.pid <> pg_backend_pid()`,
  );
  return rows;
}

/** A session of ours that PostgreSQL has not noticed to be dead. */
async function endSession(client: Client, pid: number): Promise<void> {
  await client.query('select pg_terminate_backend($1)', [pid]);
}
