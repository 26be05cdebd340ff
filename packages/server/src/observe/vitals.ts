// Does the database answer, does it keep what is written, and what does the server still owe? Asked every few seconds, so
// that /readyz and /metrics answer at once also while it does not.
import type { Clock } from '../ports/clock.ts';

export interface VitalsParts {
  readonly clock: Clock;
  /** Reads something small from the database. */
  readonly readOutbox: () => Promise<OutboxState>;
  /** Writes something that changes nothing. */
  readonly tryWrite: () => Promise<void>;
  /** The last batch was not kept. */
  readonly isFailing: () => boolean;
  readonly everyMs?: number;
}

export interface OutboxState {
  readonly entries: number;
  readonly oldestSeconds: number;
}

export class Vitals {
  readonly #parts: VitalsParts;
  readonly #everyMs: number;
  readonly #stop: () => void;
  #outbox: OutboxState = { entries: 0, oldestSeconds: 0 };
  #answeredAt: number;
  #isAsking = false;

  constructor(parts: VitalsParts) {
    this.#parts = parts;
    this.#everyMs = parts.everyMs ?? 2_500;
    this.#answeredAt = parts.clock.elapsed();
    this.#stop = parts.clock.every(this.#everyMs, () => void this.#look());
  }

  get outbox(): OutboxState {
    return this.#outbox;
  }
  /** Two answers in a row were missing. */
  get isDatabaseUp(): boolean {
    return this.#parts.clock.elapsed() - this.#answeredAt < this.#everyMs * 2.5;
  }
  get isDatabaseWritable(): boolean {
    return !this.#parts.isFailing();
  }
  /** Why nobody should be sent here, for /readyz. */
  get trouble(): string | undefined {
    if (!this.isDatabaseUp) return 'the database does not answer';
    return this.isDatabaseWritable ? undefined : 'the database keeps nothing';
  }

  stop(): void {
    this.#stop();
  }

  async #look(): Promise<void> {
    // A database that hangs is not asked again and again.
    if (this.#isAsking) return;
    this.#isAsking = true;
    try {
      // Without traffic only a write of our own shows that it keeps things again.
      if (this.#parts.isFailing()) await this.#parts.tryWrite().catch(() => undefined);
      this.#outbox = await this.#parts.readOutbox();
      this.#answeredAt = this.#parts.clock.elapsed();
    } catch {
      // No answer: the time since the last one says so, and whoever wanted something was told.
    } finally {
      this.#isAsking = false;
    }
  }
}
