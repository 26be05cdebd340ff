// PostgreSQL: one session that writes, a pool that reads. A batch locks its streams' rows in id order, so two writers
// cannot wait for each other; what is lost on the way is run again from its plain arguments, and a COMMIT whose answer was
// lost is looked up before anybody is answered. Keeps the promise "acknowledged means on disk" for PostgreSQL.
import { Conversation_Kind, OperationError, parseId, type IdPrefix } from '@hubbub/protocol';
import { availableParallelism } from 'node:os';
import { Pool, type ClientConfig, type PoolClient } from 'pg';
import { statementCompiler } from './compile.ts';
import {
  driveAsync,
  type DatabaseEngine,
  type EngineOptions,
  type PoolState,
  type QueuedWrite,
} from './engine.ts';
import {
  isConnectionLost,
  isPostgresConflict,
  isPostgresOutage,
  isPostgresTimeout,
  isUniqueViolation,
  namedFailure,
  storageError,
} from './failures.ts';
import { postgresAnswerer, type PostgresSession } from './postgres.ts';
import { wasCommitted, type WriterSession } from './postgres-session.ts';
import type { Read, Transaction } from './statement.ts';

export interface PostgresOptions extends EngineOptions {
  readonly config: ClientConfig;
  readonly session: WriterSession;
}

const batchTries = 6;
const readTries = 3;

export function postgresEngine(options: PostgresOptions): DatabaseEngine {
  const { session: writer, onStatement, onTrouble, onDamage } = options;
  const compile = statementCompiler('postgres');
  const answer = postgresAnswerer(compile);
  const pool = new Pool({ ...options.config, max: Math.max(4, availableParallelism() * 2) });
  pool.on('error', (error) => onTrouble?.('a reading session was lost', error));
  pool.on('connect', (client) => client.on('error', () => undefined));
  return { engine: 'postgres', commit, read, scrub: () => undefined, pool: poolState, close };

  function poolState(): PoolState {
    return { sessions: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount };
  }

  async function commit(batch: readonly QueuedWrite[]): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await commitOnce(batch);
        return;
      } catch (error) {
        if (attempt >= batchTries || !(isPostgresConflict(error) || isConnectionLost(error)))
          throw error;
        onTrouble?.('a batch is run again', error);
        await new Promise((resolve) => setTimeout(resolve, 2 ** attempt * 10));
      }
    }
  }

  async function commitOnce(batch: readonly QueuedWrite[]): Promise<void> {
    const session = await writer.get();
    let transaction: string;
    try {
      transaction = await begin(session);
      const locked = withLocks(batch);
      await lockStreams(session, locked);
      await runAll(locked, session);
    } catch (error) {
      await rollBack(session, error);
      throw error;
    }
    await finish(session, transaction);
  }

  async function runAll(locked: readonly Locked[], session: PostgresSession): Promise<void> {
    const now = options.clock();
    await session.client.query('savepoint w');
    for (const { queued } of locked) {
      queued.outcome = await attempt(queued, session, now);
      if (isDuplicate(queued.outcome)) {
        // Another node made the same at this very moment, and has committed it: run again, the write finds it.
        await session.client.query('rollback to w');
        queued.outcome = await attempt(queued, session, now);
      }
      await session.client.query(queued.outcome.ok ? 'release w; savepoint w' : 'rollback to w');
    }
  }

  async function attempt(
    queued: QueuedWrite,
    session: PostgresSession,
    now: number,
  ): Promise<NonNullable<QueuedWrite['outcome']>> {
    const { write, args, app } = queued;
    const tx: Transaction = { engine: 'postgres', app, now };
    try {
      const value = await driveAsync(
        write.run(tx, args),
        (step) => {
          onStatement?.({ kind: 'write', name: write.name, sql: compile(step.statement).sql });
          return answer(session.client, step, app);
        },
        onDamage,
      );
      return { ok: true, value };
    } catch (error) {
      if (isPostgresTimeout(error)) return { ok: false, error: storageError(error) };
      if (isPostgresConflict(error) || isPostgresOutage(error)) throw error;
      write.failed?.(error);
      return { ok: false, error: namedFailure(write.name, error) };
    }
  }

  async function finish(session: PostgresSession, transaction: string): Promise<void> {
    try {
      const { command } = await session.client.query('commit');
      if (command !== 'COMMIT') throw new Error(`the batch ended in ${command}`);
    } catch (error) {
      if (!isConnectionLost(error)) throw error;
      await session.end();
      onTrouble?.('the answer to a commit was lost', error);
      if (!(await wasCommitted(writer, transaction))) throw error;
    }
  }

  async function read<A, R>(app: number, query: Read<A, R>, args: A): Promise<R> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await readOnce(app, query, args);
      } catch (error) {
        if (error instanceof OperationError) throw error;
        if (isConnectionLost(error) && attempt < readTries) continue;
        throw isPostgresOutage(error) ? storageError(error) : namedFailure(query.name, error);
      }
    }
  }

  async function readOnce<A, R>(app: number, query: Read<A, R>, args: A): Promise<R> {
    const tx: Transaction = { engine: 'postgres', app, now: options.clock() };
    const client = await pool.connect();
    let failure: unknown;
    try {
      await client.query('begin isolation level repeatable read read only');
      return await driveAsync(
        query.run(tx, args),
        (step) => {
          onStatement?.({ kind: 'read', name: query.name, sql: compile(step.statement).sql });
          return answer(client, step, app);
        },
        onDamage,
      );
    } catch (error) {
      failure = error;
      throw error;
    } finally {
      await giveBack(client, failure);
    }
  }

  async function close(): Promise<void> {
    await pool.end();
    await writer.close();
  }
}

function isDuplicate(outcome: QueuedWrite['outcome']): boolean {
  return (
    outcome?.ok === false &&
    outcome.error instanceof Error &&
    isUniqueViolation(outcome.error.cause)
  );
}

/** @returns the number PostgreSQL knows the transaction by, also after the session is gone */
async function begin({ client }: PostgresSession): Promise<string> {
  // Two statements in one go answer with two results, which the types of pg do not know.
  const results = (await client.query(
    'begin; select pg_current_xact_id()::text as id',
  )) as unknown as readonly { rows: readonly { id: string }[] }[];
  const id = results[1]?.rows[0]?.id;
  if (id === undefined) throw new Error('PostgreSQL gave the transaction no number');
  return id;
}

interface Locked {
  readonly queued: QueuedWrite;
  readonly locks: ReturnType<QueuedWrite['write']['locks']>;
}

/** The writes with what they lock; one that cannot say it fails by itself, and the batch goes on without it. */
function withLocks(batch: readonly QueuedWrite[]): readonly Locked[] {
  return batch.flatMap((queued) => {
    const { write, args } = queued;
    try {
      return { queued, locks: write.locks(args) };
    } catch (error) {
      queued.outcome = { ok: false, error: namedFailure(write.name, error) };
      return [];
    }
  });
}

async function lockStreams(session: PostgresSession, locked: readonly Locked[]): Promise<void> {
  const conversations: Rows = { apps: [], ids: [] };
  const selves: Rows = { apps: [], ids: [] };
  for (const { queued, locks } of locked) {
    for (const id of locks.conversations ?? []) add(conversations, queued.app, parse('cnv', id));
    for (const id of locks.users ?? []) add(selves, queued.app, parse('usr', id));
  }
  await lockRows(session, conversations);
  await lockRows(session, selves);
}

interface Rows {
  readonly apps: number[];
  readonly ids: number[];
}

function add(rows: Rows, app: number, id: number | undefined): void {
  if (id === undefined) return;
  rows.apps.push(app);
  rows.ids.push(id);
}

function parse(prefix: IdPrefix, id: string): number | undefined {
  return parseId(prefix, id);
}

async function lockRows({ client }: PostgresSession, { apps, ids }: Rows): Promise<void> {
  if (ids.length === 0) return;
  await client.query({
    name: 'lock',
    // Who changes a whisper changes it in its room, whose row is locked in the same order (docs/sync.md 23).
    text: `with named(app, id) as (select * from unnest($1::bigint[], $2::bigint[]))
      select 1 from conversation
      where (app, id) in (
        select * from named union select c.app, c.parent from named
          join conversation c on (c.app, c.id) = (named.app, named.id) where c.kind = ${Conversation_Kind.WHISPER}
      ) order by app, id for update`,
    values: [apps, ids],
  });
}

async function rollBack(session: PostgresSession, cause: unknown): Promise<void> {
  try {
    // One that gave no answer gives none to this either.
    if (isConnectionLost(cause)) await session.end();
    else if (!session.isLost) await session.client.query('rollback');
  } catch {
    // A session that cannot even roll back is of no use; its transaction ends with it.
    await session.end();
  }
}

async function giveBack(client: PoolClient, failure: unknown): Promise<void> {
  if (isConnectionLost(failure)) {
    client.release(true);
    return;
  }
  try {
    await client.query('rollback');
    client.release();
  } catch {
    // The snapshot was read in full or the caller has its error; only the session is spoilt.
    client.release(true);
  }
}
