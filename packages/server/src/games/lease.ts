// Until when this process owns the games that its rows name. One that slept finds its time over before it does anything else, by
// the clock that never goes back; where the whole machine slept, by the other one.
import type { Clock } from '../ports/clock.ts';

/** Others count by clocks of their own, and look when it is over: so much earlier nothing is done any more. */
const safePart = 0.9;
const mostRenewals = 1_000_000;

export class Lease {
  readonly #clock: Clock;
  readonly #safeMs: number;
  readonly #tell: (count: number) => void;
  #heldUntil: number;
  #heldUntilTime: number;
  #renewals = 1;
  #cancel: () => void = () => undefined;

  /**
   * @param ms 0: it never ends
   * @param tell how often it was renewed; 0 once it has ended
   */
  constructor(clock: Clock, ms: number, tell: (count: number) => void) {
    this.#clock = clock;
    this.#safeMs = ms === 0 ? Infinity : ms * safePart;
    this.#tell = tell;
    this.#heldUntil = clock.elapsed() + this.#safeMs;
    this.#heldUntilTime = clock.now() + this.#safeMs;
  }

  get isHeld(): boolean {
    const { elapsed, now } = this.#times();
    return elapsed < this.#heldUntil && now < this.#heldUntilTime;
  }

  /** For a thread that begins now. */
  get count(): number {
    return this.isHeld ? this.#renewals : 0;
  }

  /** Before it is written. @returns to be called when that is done */
  renewing(): () => void {
    const from = this.#times();
    return () => {
      if (this.#safeMs === Infinity) return;
      this.#heldUntil = from.elapsed + this.#safeMs;
      this.#heldUntilTime = from.now + this.#safeMs;
      this.#renewals = (this.#renewals % mostRenewals) + 1;
      this.#tell(this.count);
      this.#cancel();
      this.#cancel = this.#clock.after(this.#heldUntil - this.#clock.elapsed(), () => {
        if (!this.isHeld) this.#tell(0);
      });
    };
  }

  stop(): void {
    this.#cancel();
  }

  #times() {
    return { elapsed: this.#clock.elapsed(), now: this.#clock.now() };
  }
}
