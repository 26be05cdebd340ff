// Time. Adapters: the system's clock below; in tests one that stands still until it is told to move
// (test/support/clock.ts).
export interface Clock {
  /** Milliseconds since 1970; may jump when the machine's clock is set. */
  now(): number;
  /** Milliseconds since some moment; never goes back. For durations. */
  elapsed(): number;
  /** Calls once after `ms`. Never keeps the process alive. @returns a function that calls it off */
  after(ms: number, task: () => void): () => void;
  /** Calls every `ms` until called off. Never keeps the process alive. */
  every(ms: number, task: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  after(ms, task) {
    const timer = setTimeout(task, ms);
    timer.unref();
    return () => clearTimeout(timer);
  },
  every(ms, task) {
    const timer = setInterval(task, ms);
    timer.unref();
    return () => clearInterval(timer);
  },
};
