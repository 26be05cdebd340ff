// Who may write to a PostgreSQL database: the process whose writing session holds an advisory lock. Lock and session end
// together, so a batch can never be committed by a process that has lost its place.
import { hostname } from 'node:os';
import type { Client, ClientConfig } from 'pg';
import { openSession, type PostgresSession } from './postgres.ts';

/** Another process owns the database. */
export class DisownedError extends Error {
  constructor(readonly holder: string) {
    super(`the database is used by another Hubbub (${holder})`);
  }
}

// "hubb" and 1 for the owner, 2 for migrations.
const lockClass = 0x68756262;
const ownerLock = 1;
export const migrationLock = `select pg_advisory_xact_lock(${lockClass}, 2)`;

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
): Promise<PostgresSession> {
  const session = await openSession(config, onLost);
  try {
    for (let attempt = 1; ; attempt += 1) {
      if (await takeLock(session.client)) return session;
      const holder = await findHolder(session.client);
      if (holder && holder.application_name === config.application_name)
        await endSession(session.client, holder.pid);
      else if (attempt >= tries) throw new DisownedError(holder?.application_name || 'unknown');
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  } catch (error) {
    await session.end();
    throw error;
  }
}

async function takeLock(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ taken: number }>(
    `select pg_try_advisory_lock(${lockClass}, ${ownerLock}) as taken`,
  );
  return rows[0]?.taken === 1;
}

interface Holder {
  readonly pid: number;
  readonly application_name: string;
}

async function findHolder(client: Client): Promise<Holder | undefined> {
  const { rows } = await client.query<Holder>(
    `select a.pid, a.application_name from pg_locks l join pg_stat_activity a on a.pid = l.pid
     where l.locktype = 'advisory' and l.granted and l.classid = ${lockClass} and l.objid = ${ownerLock}
       and l.database = (select oid from pg_database where datname = current_database())`,
  );
  return rows[0];
}

/** A session of ours that PostgreSQL has not noticed to be dead. */
async function endSession(client: Client, pid: number): Promise<void> {
  await client.query('select pg_terminate_backend($1)', [pid]);
}
