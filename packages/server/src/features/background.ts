// Work behind the operations: begun from time to time or when something stirs, one run at a time, and ended with the server. What
// fails is reported and is tried again next time; what fails because the server ends is nobody's trouble.
import type { Clock } from '../ports/clock.ts';

interface BackgroundParts {
  readonly clock: Clock;
  /** All that is due. */
  readonly work: () => Promise<void>;
  readonly report: (cause: unknown) => void;
}

export class Background {
  readonly #parts: BackgroundParts;
  readonly #stops: (() => void)[] = [];
  #working: Promise<void> | undefined;
  #isClosed = false;

  constructor(parts: BackgroundParts) {
    this.#parts = parts;
  }

  get isClosed(): boolean {
    return this.#isClosed;
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

  /** Whoever asks while it works waits for that. */
  work(): Promise<void> {
    this.#working ??= this.#parts.work().finally(() => (this.#working = undefined));
    return this.#working;
  }

  /** Begins nothing any more; @returns when what runs has ended. @param wake calls off what that waits for */
  async close(wake: () => void = () => undefined): Promise<void> {
    this.#isClosed = true;
    for (const stop of this.#stops.splice(0)) stop();
    wake();
    await this.#working?.catch(() => undefined);
  }
}
