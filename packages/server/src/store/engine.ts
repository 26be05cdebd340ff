// What the store needs of a database: batches of writes and single reads. Two short implementations, sqlite-engine.ts and
// postgres-engine.ts; the policy of when to commit is the same for both and stands in writer.ts.
import type { Answer, Damage, Engine, Read, Step, Steps, Write } from './statement.ts';

/** A write on its way. The engine fills `outcome`; it counts only when the batch has been committed. */
export interface QueuedWrite {
  readonly write: Write<unknown, unknown>;
  readonly args: unknown;
  readonly app: number;
  outcome: Outcome | undefined;
}

export type Outcome =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: unknown };

export interface StatementEvent {
  readonly kind: 'read' | 'write';
  /** Of the named read or write. */
  readonly name: string;
  readonly sql: string;
}

export interface EngineOptions {
  /** Milliseconds since 1970; read once per batch or read. */
  readonly clock: () => number;
  /** Told of every statement before it runs; tests count with it. */
  readonly onStatement?: ((event: StatementEvent) => void) | undefined;
  /** Told of trouble that no caller's answer shows in full: reconnects, a handle given up. */
  readonly onTrouble?: ((what: string, cause: unknown) => void) | undefined;
  /** Told each time that a row is read which is not what was written. */
  readonly onDamage?: OnDamage | undefined;
}

export type OnDamage = (damage: Error) => void;

export interface DatabaseEngine {
  readonly engine: Engine;
  /**
   * Runs all writes in one transaction, a savepoint each, and returns when it is on disk. Throws when nothing of the batch
   * was kept; the engine is usable again when the cause has gone.
   */
  commit(batch: readonly QueuedWrite[]): void | Promise<void>;
  /** One snapshot, committed data only, and told when that is on disk. */
  read<A, R>(app: number, read: Read<A, R>, args: A): R | Promise<R>;
  /** Of an engine that has sessions. */
  pool?(): PoolState;
  /** Leaves nothing in the files of what was deleted; throws when it cannot be done now. PostgreSQL does it by itself, later. */
  scrub(): void | Promise<void>;
  close(): Promise<void>;
}

export interface PoolState {
  readonly sessions: number;
  readonly idle: number;
  /** Reads that wait for a session. */
  readonly waiting: number;
}

const nothing: Answer = { rows: [], changed: 0 };

/** Runs a store function's steps with answers that come at once. */
export function drive<R>(
  steps: Steps<R>,
  answer: (step: Step) => Answer,
  onDamage: OnDamage | undefined,
): R {
  let turn = steps.next();
  while (!turn.done) {
    const { value } = turn;
    turn = steps.next(isDamage(value) ? told(value, onDamage) : answer(value));
  }
  return turn.value;
}

/** Runs a store function's steps, awaiting each answer. */
export async function driveAsync<R>(
  steps: Steps<R>,
  answer: (step: Step) => Promise<Answer>,
  onDamage: OnDamage | undefined,
): Promise<R> {
  let turn = steps.next();
  while (!turn.done) {
    const { value } = turn;
    turn = steps.next(isDamage(value) ? told(value, onDamage) : await answer(value));
  }
  return turn.value;
}

function isDamage(said: Step | Damage): said is Damage {
  return 'damage' in said;
}

function told({ damage }: Damage, onDamage: OnDamage | undefined): Answer {
  onDamage?.(damage);
  return nothing;
}
