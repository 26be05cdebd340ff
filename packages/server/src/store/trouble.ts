// Trouble told without flooding the log: a full disk refuses hundreds of batches a second, and the log may well be on it.
// The first of a kind is told at once, what comes after it is counted and told once a minute for as long as it lasts.

export type Tell = (what: string, cause: unknown) => void;

export interface Trouble {
  readonly tell: Tell;
  /** Says what was counted and not yet told. */
  close(): void;
}

interface Streak {
  cause: unknown;
  untold: number;
  readonly stop: () => void;
}

const minuteMs = 60_000;
/** More kinds at a time are told as one: a kind may have an id in its words. */
const mostKinds = 200;

/** @param after runs something later and returns how to call it off; tests bring their own */
export function sparingly(tell: Tell, after: (ms: number, run: () => void) => () => void = later) {
  const streaks = new Map<string, Streak>();
  return { tell: note, close } satisfies Trouble;

  function note(told: string, cause: unknown): void {
    const what = streaks.has(told) || streaks.size < mostKinds ? told : 'trouble of many kinds';
    const streak = streaks.get(what);
    if (streak === undefined) {
      tell(what, cause);
      begin(what);
      return;
    }
    streak.cause = cause;
    streak.untold += 1;
  }

  function begin(what: string): void {
    const stop = after(minuteMs, () => {
      // A minute without any: the next one is the first of its kind again.
      if (end(what)) begin(what);
    });
    streaks.set(what, { cause: undefined, untold: 0, stop });
  }

  /** @returns whether there was anything to say */
  function end(what: string): boolean {
    const { untold = 0, cause } = streaks.get(what) ?? {};
    streaks.delete(what);
    if (untold > 0) tell(`${what}, ${untold} more within a minute; the last`, cause);
    return untold > 0;
  }

  function close(): void {
    for (const [what, { stop }] of streaks) {
      stop();
      end(what);
    }
  }
}

function later(ms: number, run: () => void): () => void {
  const timer = setTimeout(run, ms);
  timer.unref();
  return () => clearTimeout(timer);
}
