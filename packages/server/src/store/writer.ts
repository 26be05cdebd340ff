// The one road for writes. Named writes wait here and are committed in groups: one transaction, one savepoint each, one
// fsync for all; nobody is answered before the commit, and then all in the order in which they came. It knows neither what
// a write does nor the engine's SQL. It keeps the promise "acknowledged means on disk" (docs/sync.md 23).
import { OperationError } from '@hubbub/protocol';
import type { DatabaseEngine, EngineOptions, QueuedWrite } from './engine.ts';
import { storageError } from './failures.ts';
import type { Engine, Write } from './statement.ts';

export interface Writer {
  /** Refuses with BUSY when too much is waiting, with STORAGE when the batch could not be kept. */
  submit<A, R>(submission: Submission<A, R>): Promise<R>;
  stats(): WriterStats;
  /** Takes no more, commits what is waiting. */
  close(): Promise<void>;
}

export interface Submission<A, R> {
  readonly app: number;
  readonly write: Write<A, R>;
  readonly args: A;
}

export interface WriterStats {
  /** Transactions that held at least one write; on SQLite also the number of fsyncs acknowledgements waited for. */
  batches: number;
  writes: number;
  largestBatch: number;
  failedBatches: number;
  refused: number;
  queued: number;
  /** The last batch was not kept. */
  isFailing: boolean;
}

export interface WriterLimits {
  /** Writes that may wait; more are refused. */
  readonly queue: number;
  /** Writes in one batch: bounds the time the loop is held. */
  readonly batch: number;
  /** A batch begins at once when the last one ended this long ago, else when that time is over. */
  readonly pauseMs: number;
}

export const writerLimits: Readonly<Record<Engine, WriterLimits>> = {
  sqlite: { queue: 20_000, batch: 1000, pauseMs: 2 },
  // Each statement is a journey to the server and back.
  postgres: { queue: 20_000, batch: 200, pauseMs: 2 },
};

interface Waiting extends QueuedWrite {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

interface Options {
  readonly limits: WriterLimits;
  readonly onTrouble: EngineOptions['onTrouble'];
  readonly onCommit?: ((commit: Commit) => void) | undefined;
}

/** A batch that was kept. */
export interface Commit {
  readonly writes: number;
  /** From its begin until it was on disk. */
  readonly ms: number;
}

export function openWriter(
  engine: DatabaseEngine,
  { limits, onTrouble, onCommit }: Options,
): Writer {
  const counts: WriterStats = {
    batches: 0,
    writes: 0,
    largestBatch: 0,
    failedBatches: 0,
    refused: 0,
    queued: 0,
    isFailing: false,
  };
  let waiting: Waiting[] = [];
  let lastEnd = -Infinity;
  let isScheduled = false;
  let isClosed = false;
  let whenIdle: (() => void) | undefined;
  return { submit, stats: () => ({ ...counts, queued: waiting.length }), close };

  function submit<A, R>({ app, write, args }: Submission<A, R>): Promise<R> {
    if (isClosed) return refuse('DRAINING');
    if (waiting.length >= limits.queue) return refuse('BUSY');
    const { promise, resolve, reject } = Promise.withResolvers<R>();
    waiting.push({
      write: write as Write<unknown, unknown>,
      args,
      app,
      outcome: undefined,
      resolve: resolve as Waiting['resolve'],
      reject,
    });
    schedule();
    return promise;
  }

  function refuse(reason: 'DRAINING' | 'BUSY'): Promise<never> {
    counts.refused += 1;
    const hint = reason === 'BUSY' ? { retryAfterMs: 1_000 } : {};
    return Promise.reject(new OperationError(reason, undefined, hint));
  }

  // Commits cost about the same whatever they hold. Under load the pause gathers more into each, on a quiet server the
  // first write does not wait for it: 300/s 0.4 ms median, 3,000/s half the CPU of committing every turn (docs/adr).
  function schedule(): void {
    if (isScheduled) return;
    isScheduled = true;
    const rest = lastEnd + limits.pauseMs - performance.now();
    if (rest <= 0 || isClosed) setImmediate(commitNext);
    else setTimeout(commitNext, rest);
  }

  function commitNext(): void {
    const batch = waiting.length <= limits.batch ? waiting : waiting.slice(0, limits.batch);
    waiting = batch === waiting ? [] : waiting.slice(limits.batch);
    const begun = performance.now();
    try {
      const done = engine.commit(batch);
      if (done)
        void done.then(
          () => kept(batch, begun),
          (error: unknown) => lost(batch, error),
        );
      else kept(batch, begun);
    } catch (error) {
      lost(batch, error);
    }
  }

  function kept(batch: readonly Waiting[], begun: number): void {
    counts.isFailing = false;
    onCommit?.({ writes: batch.length, ms: performance.now() - begun });
    counts.batches += 1;
    counts.writes += batch.length;
    counts.largestBatch = Math.max(counts.largestBatch, batch.length);
    for (const { outcome, resolve, reject } of batch) {
      if (outcome?.ok) resolve(outcome.value);
      else reject(outcome?.error ?? new Error('the engine left a write without an outcome'));
    }
    finish();
  }

  function lost(batch: readonly Waiting[], error: unknown): void {
    counts.failedBatches += 1;
    counts.isFailing = true;
    onTrouble?.('a batch of writes was not kept', error);
    for (const { reject } of batch) reject(storageError(error));
    finish();
  }

  function finish(): void {
    lastEnd = performance.now();
    isScheduled = false;
    if (waiting.length > 0) schedule();
    else whenIdle?.();
  }

  async function close(): Promise<void> {
    isClosed = true;
    if (!isScheduled) return;
    await new Promise<void>((resolve) => (whenIdle = resolve));
  }
}
