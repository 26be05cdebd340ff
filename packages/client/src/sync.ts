// Keeps the holdings whole: pulls after connecting, closes gaps, answers bare changes. What is right is decided in the
// protocol package (replica/), which the sync model tests; here are only the clock and the wire.
import {
  OperationError,
  type Ask,
  type Change,
  type Library,
  type OperationOutput,
  type PullAnswer,
  type Want,
} from '@hubbub/protocol';
import type { Timings } from './options.ts';
import { lostMessage } from './requests.ts';

export interface SyncOwner {
  pull(args: Ask['args']): Promise<OperationOutput<'sync.pull'>>;
  /** A pull failed for good: only a new connection helps. */
  readonly failed: () => void;
}

export interface SyncOptions {
  readonly holdings: Library;
  readonly owner: SyncOwner;
  readonly timings: Timings;
  readonly random: () => number;
}

const manyMembers = 200;

export class Sync {
  readonly #timers = new Map<Want, ReturnType<typeof setTimeout>>();
  #asks: Ask[] = [];
  #running: Promise<void> | undefined;
  /** Counts connections; undefined between them. */
  #connection: number | undefined;
  #connections = 0;

  constructor(readonly options: SyncOptions) {}

  /** A new connection: everything that was missed. Rejects when the connection is lost on the way. */
  async open(epoch: string): Promise<void> {
    const { holdings } = this.options;
    holdings.adoptEpoch(epoch);
    this.#connections += 1;
    this.#connection = this.#connections;
    this.#asks = holdings.askAll();
    await this.#run();
  }

  /** The connection is gone; so are its answers. */
  close(): void {
    this.#connection = undefined;
    this.#running = undefined;
    this.#asks = [];
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }

  receive(change: Change): void {
    this.options.holdings.receive(change);
    this.#plan();
  }

  /** Members and the newest 50 of conversations. */
  async askWhole(conversations: readonly string[]): Promise<void> {
    if (this.#connection === undefined || conversations.length === 0) return;
    this.#asks.push(...this.options.holdings.askWhole(conversations));
    await this.#run();
  }

  /** One pull at a time: their answers come in the order of their snapshots. */
  #run(): Promise<void> {
    const connection = this.#connection;
    this.#running ??= this.#askOneByOne().finally(() => {
      if (this.#connection !== connection) return;
      this.#running = undefined;
      this.#plan();
    });
    return this.#running;
  }

  async #askOneByOne(): Promise<void> {
    const connection = this.#connection;
    for (let ask = this.#asks.shift(); ask !== undefined; ask = this.#asks.shift()) {
      const answer: PullAnswer = await this.#pull(ask);
      if (this.#connection !== connection) return;
      this.#asks.unshift(...this.options.holdings.answer(ask, answer));
    }
  }

  /** Again while the server says that it may go later. */
  async #pull(ask: Ask): Promise<PullAnswer> {
    const { owner, timings } = this.options;
    const connection = this.#connection;
    for (;;) {
      try {
        return await owner.pull(ask.args);
      } catch (error) {
        if (!(error instanceof OperationError) || !error.retryable) throw error;
        if (error.code === 'TIMEOUT') throw error;
        const pause = Math.max(error.retryAfterMs ?? 0, timings.holdMs);
        await new Promise((resolve) => setTimeout(resolve, pause));
        // Nobody's failure: there may be another connection by now, and it is not to be reset for this one.
        if (this.#connection !== connection) throw new OperationError('DEADLINE', lostMessage);
      }
    }
  }

  /** What waits for a pull gets one when its time has come: one for all with the same reason. */
  #plan(): void {
    if (this.#connection === undefined) return;
    for (const want of new Set(this.options.holdings.wanted.values())) {
      if (this.#timers.has(want)) continue;
      this.#timers.set(
        want,
        setTimeout(() => this.#askWanted(want), this.#delay(want)),
      );
    }
  }

  #askWanted(want: Want): void {
    this.#timers.delete(want);
    this.#asks.push(...this.options.holdings.askWanted([want]));
    const connection = this.#connection;
    this.#run().catch(() => {
      // Lost: the next connection begins by pulling everything.
      if (this.#connection === connection) this.options.owner.failed();
    });
  }

  #delay(want: Want): number {
    const { holdings, timings, random } = this.options;
    if (want === 'gap') return timings.holdMs;
    if (want === 'now') return 0;
    const isCrowded = [...holdings.wanted].some(
      ([id, reason]) =>
        reason === want && (holdings.replicas.get(id)?.head.memberCount ?? 0) > manyMembers,
    );
    return isCrowded ? random() * timings.bareJitterMs : 0;
  }
}
