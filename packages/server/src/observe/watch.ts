// Looks at the beats of a loop and knows how long it has been still. Looks are counted instead of time: while the whole process
// sleeps nobody looks, and nobody is to blame.

/** Where in the shared memory things stand. */
export const cell = { beats: 0, op: 1, count: 2 } as const;

/** What the thread is told. */
export interface Watch {
  readonly cells: ArrayBufferLike;
  readonly ops: readonly string[];
  readonly lookMs: number;
  /** After so long it is told, */
  readonly silenceMs: number;
  /** and after so long it is the end. */
  readonly hangMs: number;
  readonly logFile: string;
}

export interface Still {
  readonly what: 'still' | 'hangs';
  readonly ms: number;
  /** The operation that was begun last. */
  readonly op: string | undefined;
  /** What the loop did most of that time; undefined where the system does not say. */
  readonly state: string | undefined;
}

export class Beats {
  readonly #watch: Watch;
  readonly #cells: Int32Array;
  readonly #stateNow: () => string | undefined;
  /** One for each look since the last beat. */
  #states: (string | undefined)[] = [];
  #last = 0;

  constructor(watch: Watch, stateNow: () => string | undefined) {
    this.#watch = watch;
    this.#cells = new Int32Array(watch.cells);
    this.#stateNow = stateNow;
  }

  /** To be called every `lookMs`. @returns what is to be said now */
  look(): Still | undefined {
    const { lookMs, silenceMs, hangMs } = this.#watch;
    const beats = Atomics.load(this.#cells, cell.beats);
    if (beats === this.#last) this.#states.push(this.#stateNow());
    else this.#states = [];
    this.#last = beats;
    const ms = this.#states.length * lookMs;
    const reaches = (limit: number) => ms >= limit && ms - lookMs < limit;
    if (reaches(hangMs)) return this.#said('hangs', ms);
    return reaches(silenceMs) ? this.#said('still', ms) : undefined;
  }

  #said(what: Still['what'], ms: number): Still {
    const op = this.#watch.ops[Atomics.load(this.#cells, cell.op) - 1];
    return { what, ms, op, state: mostFrequent(this.#states) };
  }
}

function mostFrequent<T>(values: readonly T[]): T | undefined {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].toSorted(([, a], [, b]) => b - a)[0]?.[0];
}
