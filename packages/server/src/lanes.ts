// The order of writes of one connection (docs/sync.md 22). A lane is one conversation; a ticket is one request's place in
// it, taken when its frame arrives. A write goes to the store when all before it in the lane have gone or have ended, so a
// slow look-up in front of one write cannot let the next one overtake; and replies leave in the same order. Writes of a
// lane may still share a batch: nobody waits for an answer here. When one is refused with a retryable error, those behind
// it are refused too, so that a client which resends in order keeps its order.
import { OperationError } from '@hubbub/protocol';
import type { Steps, Transaction, Write } from './store/statement.ts';

/** So many may be remembered before those whose time is over, and to which nobody came back, are dropped. */
const fewRefusing = 256;

/** Verbs that write nothing: they may overtake, and nothing has to wait for them. Every other one keeps its place in the lane. */
export const reads: ReadonlySet<string> = new Set(
  'get list history members find pull edits reactions pins search requests look'.split(' '),
);

export class Lanes {
  readonly #lanes = new Map<string, Lane>();
  /** Until when what arrives counts as behind a refusal whose client was told to wait. */
  readonly #refusing = new Map<string, number>();
  #sweepAbove = fewRefusing;

  constructor(private readonly elapsed: () => number) {}

  /** Lanes that are remembered. */
  get size(): number {
    return this.#lanes.size + this.#refusing.size;
  }

  enter(key: string): Ticket {
    let lane = this.#lanes.get(key);
    if (lane === undefined) {
      lane = new Lane(this, key);
      this.#lanes.set(key, lane);
    }
    const until = this.#refusing.get(key);
    if (until !== undefined) {
      const restMs = Math.ceil(until - this.elapsed());
      if (restMs > 0) lane.refuse(restMs);
      else this.#refusing.delete(key);
    }
    return lane.enter();
  }

  /** @param refusedForMs so long its client was told to wait */
  emptied(key: string, refusedForMs: number): void {
    this.#lanes.delete(key);
    // One that is refusing already keeps its own end: whoever does not wait must not put it off.
    if (refusedForMs > 0 && !this.#refusing.has(key))
      this.#refusing.set(key, this.elapsed() + refusedForMs);
    if (this.#refusing.size > this.#sweepAbove) this.#dropEnded();
  }

  #dropEnded(): void {
    const now = this.elapsed();
    for (const [key, until] of this.#refusing) if (until <= now) this.#refusing.delete(key);
    this.#sweepAbove = Math.max(fewRefusing, 2 * this.#refusing.size);
  }
}

class Lane {
  readonly #tickets: Ticket[] = [];
  /** Every ticket behind this one is refused. */
  #refusedFrom = Infinity;
  #retryAfterMs = 0;
  #entered = 0;

  constructor(
    private readonly lanes: Lanes,
    private readonly key: string,
  ) {}

  enter(): Ticket {
    const ticket = new Ticket(this, this.#entered++);
    this.#tickets.push(ticket);
    return ticket;
  }

  refuse(retryAfterMs: number): void {
    this.#refusedFrom = -1;
    this.#retryAfterMs = retryAfterMs;
  }

  /** Those behind a write that was refused with a retryable error are refused alike. */
  note(ticket: Ticket, error: unknown): void {
    if (!(error instanceof OperationError) || !error.retryable || ticket.order >= this.#refusedFrom)
      return;
    this.#refusedFrom = ticket.order;
    this.#retryAfterMs = error.retryAfterMs ?? 0;
  }

  refuses(ticket: Ticket): boolean {
    return ticket.order > this.#refusedFrom;
  }

  check(ticket: Ticket): void {
    if (this.refuses(ticket)) throw behindFailed(this.#retryAfterMs);
  }

  isNext(ticket: Ticket): boolean {
    return this.#tickets.find((one) => !one.passed) === ticket;
  }

  moved(): void {
    this.#tickets.find((one) => !one.passed)?.wake();
  }

  release(): void {
    while (this.#tickets[0]?.answer !== undefined) this.#tickets.shift()?.answer?.();
    this.moved();
    if (this.#tickets.length === 0)
      this.lanes.emptied(this.key, this.#refusedFrom < Infinity ? this.#retryAfterMs : 0);
  }
}

export class Ticket {
  /** Its write is with the store, or it ended without one. */
  passed = false;
  answer: (() => void) | undefined;
  #wake: (() => void) | undefined;

  constructor(
    private readonly lane: Lane,
    readonly order: number,
  ) {}

  /** Hands the write to the store when its place has come. */
  write<A, R>(write: Write<A, R>, submit: (write: Write<A, R>) => Promise<R>): Promise<R> {
    const isFree = (this.passed || this.lane.isNext(this)) && !this.lane.refuses(this);
    // Nearly always: what waits for the commit holds no function of this one (docs/adr/0056).
    return isFree ? this.#submit(write, submit) : this.#submitInTurn(write, submit);
  }

  async #submitInTurn<A, R>(
    write: Write<A, R>,
    submit: (write: Write<A, R>) => Promise<R>,
  ): Promise<R> {
    if (!this.passed && !this.lane.isNext(this))
      await new Promise<void>((wake) => (this.#wake = wake));
    this.lane.check(this);
    return this.#submit(write, submit);
  }

  #submit<A, R>(write: Write<A, R>, submit: (write: Write<A, R>) => Promise<R>): Promise<R> {
    const result = submit(new Guarded(write, this.lane, this));
    if (!this.passed) {
      this.passed = true;
      this.lane.moved();
    }
    return result;
  }

  /** Throws BEHIND_FAILED when one before it was refused; for refusals in front of the store. */
  check(): void {
    this.lane.check(this);
  }

  /** The call has ended: `answer` runs when all before it in the lane have answered. */
  end(error: unknown, answer: () => void): void {
    if (error !== undefined) this.lane.note(this, error);
    this.passed = true;
    this.answer = answer;
    this.lane.release();
  }

  wake(): void {
    const wake = this.#wake;
    this.#wake = undefined;
    wake?.();
  }
}

/** Inside the batch: one that failed earlier in the same batch, or in the batch before, refuses this one. */
class Guarded<A, R> implements Write<A, R> {
  readonly name: string;
  readonly events?: NonNullable<Write<A, R>['events']>;

  constructor(
    private readonly write: Write<A, R>,
    private readonly lane: Lane,
    private readonly ticket: Ticket,
  ) {
    this.name = write.name;
    if (write.events !== undefined) this.events = write.events;
  }

  locks(args: A): ReturnType<Write<A, R>['locks']> {
    return this.write.locks(args);
  }

  run(tx: Transaction, args: A): Steps<R> {
    this.lane.check(this.ticket);
    return this.write.run(tx, args);
  }

  /** Those behind it run in this very batch, before dispatch hears of the failure. */
  failed(error: unknown): void {
    this.lane.note(this.ticket, error);
  }
}

function behindFailed(retryAfterMs: number): OperationError {
  return new OperationError('BEHIND_FAILED', undefined, retryAfterMs > 0 ? { retryAfterMs } : {});
}
