// Does something with streams some moments after something new came into them, so that those who write pay nothing for it.
// Which streams those are is told by the changes that this node publishes or hears, and is only a hint: what was missed (a
// node that died, too much at once) whoever follows looks for by itself.
import type { AppId, ConversationId } from '@hubbub/protocol';
import type { Clock } from '../ports/clock.ts';

export interface Stirred {
  readonly app: AppId;
  readonly conversation: ConversationId;
}

export interface FollowerParts {
  readonly clock: Clock;
  /** What comes within this time of each other is done together. */
  readonly gatherMs: number;
  /** For one part of work so many parts of rest: those who write come first. */
  readonly restPerWork: number;
  /** One step with a stream, one of so many at once. @returns whether it was the last */
  readonly step: (stirred: Stirred, ofMany: number) => Promise<boolean>;
  readonly report: (cause: unknown) => void;
}

/** Streams whose steps share a commit: one each cost more than the sending did (bench direct, `put off`). */
const mostAtOnce = 32;

/** Streams that are remembered. */
export const mostRemembered = 10_000;

export class Follower {
  readonly #parts: FollowerParts;
  readonly #stirred = new Map<string, Stirred>();
  readonly #stops: (() => void)[] = [];
  #working: Promise<void> | undefined;
  #wake: () => void = () => undefined;
  #isClosed = false;

  constructor(parts: FollowerParts) {
    this.#parts = parts;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  start(): void {
    this.every(this.#parts.gatherMs, () => this.work());
  }

  /** Until it is closed. */
  every(ms: number, task: () => Promise<void>): void {
    this.#stops.push(this.#parts.clock.every(ms, () => this.watch(task)));
  }

  /** What fails is reported, unless it is closed. */
  watch(task: () => Promise<void>): void {
    task().catch((cause: unknown) => {
      if (!this.#isClosed) this.#parts.report(cause);
    });
  }

  note({ app, conversation }: Stirred): void {
    if (this.#stirred.size < mostRemembered)
      this.#stirred.set(`${app}/${conversation}`, { app, conversation });
  }

  /** Does all that it was told of. */
  work(): Promise<void> {
    this.#working ??= this.#workAll().finally(() => (this.#working = undefined));
    return this.#working;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    for (const stop of this.#stops.splice(0)) stop();
    this.#wake();
    await this.#working?.catch(() => undefined);
  }

  async #workAll(): Promise<void> {
    const { clock, restPerWork } = this.#parts;
    while (this.#stirred.size > 0 && !this.#isClosed) {
      const from = clock.elapsed();
      await this.#stepAll(this.#take());
      await this.#rest((clock.elapsed() - from) * restPerWork);
    }
  }

  #take(): readonly Stirred[] {
    const taken: Stirred[] = [];
    for (const [key, stirred] of this.#stirred) {
      if (taken.length === mostAtOnce) break;
      this.#stirred.delete(key);
      taken.push(stirred);
    }
    return taken;
  }

  /** Throws what the first that failed threw, when all have ended. */
  async #stepAll(streams: readonly Stirred[]): Promise<void> {
    const { step } = this.#parts;
    const steps = streams.map((stirred) => step(stirred, streams.length));
    const ends = await Promise.allSettled(steps);
    for (const [i, stirred] of streams.entries()) {
      const end = ends[i];
      if (end?.status === 'fulfilled' && !end.value) this.note(stirred);
    }
    const failed = ends.find((end) => end.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  }

  #rest(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const callOff = this.#parts.clock.after(ms, resolve);
      this.#wake = () => {
        callOff();
        resolve();
      };
    });
  }
}
