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
}

export class Beats {
  readonly #watch: Watch;
  readonly #cells: Int32Array;
  #last = 0;
  #same = 0;

  constructor(watch: Watch) {
    this.#watch = watch;
    this.#cells = new Int32Array(watch.cells);
  }

  /** To be called every `lookMs`. @returns what is to be said now */
  look(): Still | undefined {
    const { lookMs, silenceMs, hangMs } = this.#watch;
    const beats = Atomics.load(this.#cells, cell.beats);
    this.#same = beats === this.#last ? this.#same + 1 : 0;
    this.#last = beats;
    const ms = this.#same * lookMs;
    const reaches = (limit: number) => ms >= limit && ms - lookMs < limit;
    if (reaches(hangMs)) return this.#said('hangs', ms);
    return reaches(silenceMs) ? this.#said('still', ms) : undefined;
  }

  #said(what: Still['what'], ms: number): Still {
    return { what, ms, op: this.#watch.ops[Atomics.load(this.#cells, cell.op) - 1] };
  }
}
