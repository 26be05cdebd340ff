// The randomness of one game: seeded, so that the same seed and inputs play the same game again, and its state can be
// kept in a checkpoint. sfc32; nothing secret may hang on it being hard to guess from outside, since nobody is told the seed.
export type RandomState = readonly [number, number, number, number];

export class Random {
  #state: [number, number, number, number];

  constructor(seed: number | RandomState) {
    this.#state =
      typeof seed === 'number'
        ? [seed >>> 0, Math.floor(seed / 2 ** 32) >>> 0, 0x9e3779b9, 1]
        : [...seed];
    if (typeof seed === 'number') for (let i = 0; i < 12; i += 1) this.next();
  }

  /** Where it stands, for a checkpoint. */
  get state(): RandomState {
    return [...this.#state];
  }

  /** From 0 up to, not including, 1. */
  next(): number {
    const state = this.#state;
    const [a, b, c, d] = state;
    const sum = (((a + b) | 0) + d) | 0;
    state[3] = (d + 1) | 0;
    state[0] = b ^ (b >>> 9);
    state[1] = (c + (c << 3)) | 0;
    state[2] = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  }

  /** A whole number from 0 up to, not including, `below`. */
  integer(below: number): number {
    return Math.floor(this.next() * below);
  }

  /** In place. */
  shuffle<T>(list: T[]): T[] {
    for (let i = list.length - 1; i > 0; i -= 1) {
      const j = this.integer(i + 1);
      [list[i], list[j]] = [list[j] as T, list[i] as T];
    }
    return list;
  }
}
