// The session that writes to PostgreSQL, opened again when it was lost; each time it has to win the owner's lock first.
import { OperationError } from '@hubbub/protocol';
import type { ClientConfig } from 'pg';
import { LostConnection } from './failures.ts';
import { DisownedError, openOwnerSession, type Share } from './postgres-owner.ts';
import type { PostgresSession } from './postgres.ts';

export interface WriterSession {
  /** The session, connecting if need be. Fails for ever once another process has taken the database. */
  get(): Promise<PostgresSession>;
  close(): Promise<void>;
}

export interface WriterSessionOptions {
  readonly config: ClientConfig;
  readonly share?: Share | undefined;
  readonly onTrouble?: ((what: string, cause: unknown) => void) | undefined;
  readonly onDisowned?: ((cause: unknown) => void) | undefined;
}

export async function openWriterSession(options: WriterSessionOptions): Promise<WriterSession> {
  let current: Promise<PostgresSession> | undefined;
  let state: 'open' | 'disowned' | 'closed' = 'open';
  try {
    await get();
  } catch (error) {
    await close();
    throw error;
  }
  return { get, close };

  async function get(): Promise<PostgresSession> {
    if (state !== 'open') throw new OperationError('STORAGE');
    const asked = (current ??= connect());
    const session = await asked;
    if (!session.isLost) return session;
    forget(asked);
    throw new LostConnection('the writing session was lost');
  }

  function connect(): Promise<PostgresSession> {
    const opened = openOwnerSession(
      options.config,
      (cause) => lose(opened, cause),
      options.share,
    ).catch((error: unknown) => {
      forget(opened);
      if (error instanceof DisownedError) disown(error);
      throw error;
    });
    return opened;
  }

  // Only the one that is lost: its successor may be on the way. Two at once would take each other for our own dead session,
  // and end each other for ever.
  function forget(session: Promise<PostgresSession>): void {
    if (current === session) current = undefined;
  }

  function lose(session: Promise<PostgresSession>, cause: unknown): void {
    options.onTrouble?.('the writing session was lost', cause);
    forget(session);
    void reconnect();
  }

  // At once and not with the next write: the place is kept, or it is soon known that another has taken it.
  async function reconnect(): Promise<void> {
    for (let attempt = 1; state === 'open'; attempt += 1) {
      try {
        await get();
        return;
      } catch (error) {
        options.onTrouble?.('could not reconnect', error);
      }
      await new Promise((resolve) =>
        setTimeout(resolve, Math.min(2 ** attempt * 10, 2000)).unref(),
      );
    }
  }

  function disown(error: DisownedError): void {
    state = 'disowned';
    options.onDisowned?.(error);
  }

  async function close(): Promise<void> {
    state = 'closed';
    const session = await current?.catch(() => undefined);
    await session?.end();
  }
}

const lookUpTries = 12;

/**
 * Whether a transaction was committed whose answer got lost. By the time we hold the owner's lock again its session is
 * over, so the answer is final. When it cannot be had the caller is told that the outcome is unknown.
 */
export async function wasCommitted(writer: WriterSession, transaction: string): Promise<boolean> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const { client } = await writer.get();
      const { rows } = await client.query<{ status: string | null }>(
        'select pg_xact_status($1::xid8) as status',
        [transaction],
      );
      const status = rows[0]?.status;
      if (status === 'committed') return true;
      if (status === 'aborted') return false;
    } catch (error) {
      if (attempt >= lookUpTries) throw new OperationError('DEADLINE', undefined, { cause: error });
    }
    if (attempt >= lookUpTries) throw new OperationError('DEADLINE');
    await new Promise((resolve) => setTimeout(resolve, Math.min(2 ** attempt * 10, 1000)));
  }
}
