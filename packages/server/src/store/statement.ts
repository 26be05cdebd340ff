// How store functions speak SQL. A named read or write is a generator that yields statements and nothing else, so that
// inside a transaction nothing but the database can be awaited (docs/sync.md 23). The engines drive it: SQLite without
// leaving the call, PostgreSQL awaiting each statement. A statement is built once with Kysely and compiled once per engine.
import type {
  Ban,
  ConversationId,
  DeviceId,
  LogEvent_Kind,
  Message,
  Reason_Code,
  ReportId,
  User,
  UserId,
} from '@hubbub/protocol';
import type { Compilable, Kysely, RawBuilder } from 'kysely';
import type { Database } from './schema.ts';

type Value = string | number | Uint8Array | null;

/** Marker values standing for the parameters while the query is built; typed as the values they stand for. */
export type Params<P> = { readonly [K in keyof P]: P[K] };

export type Engine = 'sqlite' | 'postgres';

export interface Statement<P, R> {
  /** `system` statements may look across apps; all others are bound to the transaction's app by construction. */
  readonly scope: 'app' | 'system';
  readonly build: (
    db: Kysely<Database>,
    p: Params<P & { app: number }>,
    engine: Engine,
  ) => Compilable<R> | RawBuilder<R>;
}

/**
 * A statement inside one app. `p.app` is filled in from the transaction; a statement that does not use it fails when it
 * is compiled.
 */
export function statement<P extends { [K in keyof P]: Value }, R>(
  build: Statement<P, R>['build'],
): Statement<P, R> {
  return { scope: 'app', build };
}

/** A statement that looks across apps: tokens, apps, outbox, meta. */
export function systemStatement<P extends { [K in keyof P]: Value }, R>(
  build: Statement<P, R>['build'],
): Statement<P, R> {
  return { scope: 'system', build };
}

export interface Step {
  readonly statement: Statement<never, unknown>;
  readonly params: object;
  /** SQLite: the statement runs once for each of these instead, without rows. */
  readonly each?: readonly object[];
}

export interface Answer {
  readonly rows: readonly unknown[];
  /** Rows changed by an INSERT, UPDATE or DELETE. */
  readonly changed: number;
}

/** Not asked but said on the way, and answered with nothing: a row is not what was written. */
export interface Damage {
  readonly damage: Error;
}

/** A store function at work: yields steps, is given answers, returns R. */
export type Steps<R> = IterableIterator<Step | Damage, R, Answer>;

/** One step, and what is read in its answer. No generator: that is four objects, and every message asks five times (docs/adr/0056). */
class Asking<R> implements Steps<R>, Step {
  constructor(
    readonly statement: Step['statement'],
    readonly params: object,
    private readonly read: (answer: Answer) => R,
  ) {}

  next(answer?: Answer): IteratorResult<Step, R> {
    return answer === undefined
      ? { done: false, value: this }
      : { done: true, value: this.read(answer) };
  }

  [Symbol.iterator](): this {
    return this;
  }
}

/** @param read makes of the answer what is wanted, or throws */
export function ask<P extends object, Q, R>(
  query: Statement<P, Q>,
  params: P,
  read: (answer: Answer) => R,
): Steps<R> {
  return new Asking(query as Statement<never, unknown>, params, read);
}

export function all<P extends object, R>(query: Statement<P, R>, params: P): Steps<readonly R[]> {
  return ask(query, params, rowsOf as (answer: Answer) => readonly R[]);
}

export function first<P extends object, R>(
  query: Statement<P, R>,
  params: P,
): Steps<R | undefined> {
  return ask(query, params, firstOf as (answer: Answer) => R | undefined);
}

/** @returns the number of rows changed */
export function run<P extends object>(query: Statement<P, unknown>, params: P): Steps<number> {
  return ask(query, params, changedOf);
}

/** Where there is nothing to ask. */
export const unasked: Steps<void> = {
  next: () => ({ done: true, value: undefined }),
  [Symbol.iterator]: () => unasked,
};

function rowsOf({ rows }: Answer): readonly unknown[] {
  return rows;
}

function firstOf({ rows }: Answer): unknown {
  return rows[0];
}

function changedOf({ changed }: Answer): number {
  return changed;
}

/** Many rows on SQLite, where each costs a call and a list of them as JSON twice as much (bench direct, `later`). */
export function* runEach<P extends object>(
  query: Statement<P, unknown>,
  each: readonly P[],
): Steps<number> {
  const answer = yield { statement: query as Statement<never, unknown>, params: {}, each };
  return answer.changed;
}

/** What a store function knows of the transaction it runs in. */
export interface Transaction {
  readonly engine: Engine;
  /** The app's number, the one every statement is bound to. */
  readonly app: number;
  /** Milliseconds since 1970, the same for the whole batch. */
  readonly now: number;
}

/**
 * A named read. It runs in one snapshot (docs/sync.md 18) on a reader's connection and sees committed data only.
 */
export interface Read<A, R> {
  readonly name: string;
  run(tx: Transaction, args: A): Steps<R>;
}

/**
 * A named write with plain arguments and a plain result. It runs in a savepoint of a batch; it throws OperationError to
 * refuse, which rolls back its own savepoint and gives back its seqs and versions. It may run more than once (a batch that
 * was lost is replayed), so it has no effect but its statements.
 */
export interface Write<A, R> {
  readonly name: string;
  /**
   * The conversations whose heads it changes, and the users whose SELF it writes: PostgreSQL locks them in id order before
   * the batch begins, the rooms of whispers with them. One that is only known inside the write (the other one of a direct
   * conversation) is locked by it.
   */
  locks(args: A): {
    readonly conversations?: readonly ConversationId[];
    readonly users?: readonly UserId[];
  };
  run(tx: Transaction, args: A): Steps<R>;
  /** Told of what its run throws, before another write of the batch runs. */
  failed?(error: unknown): void;
  /** What the event log keeps of it besides the streams it changed (logged.ts). */
  readonly events?: (args: A, result: R) => readonly NewEvent[];
}

/** An event that no Change tells of. */
export interface NewEvent {
  readonly kind: LogEvent_Kind;
  readonly user?: UserId;
  readonly device?: DeviceId;
  readonly profile?: User;
  readonly report?: ReportId;
  readonly conversation?: ConversationId;
  /** Where it stands among the events of its conversation. */
  readonly version?: number;
  readonly message?: Message;
  readonly ban?: Ban;
  readonly logout?: Reason_Code;
}
