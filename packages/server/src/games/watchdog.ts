// Tells a thread that is stuck in one game's code from one that is busy or asleep: a call that has not come back, or a heart
// that has stood still, at as many looks in a row as make up the patience. Looks are counted instead of time, so that a main
// thread that was itself held up judges nobody.
import { cell } from './orders.ts';

export interface Stuck {
  /** The game's number in the thread; 0 when it could not be told. */
  readonly game: number;
}

export class Watchdog {
  #calls = 0;
  #beats = 0;
  #sameCall = 0;
  #sameBeat = 0;

  constructor(readonly patientLooks: number) {}

  look(cells: Int32Array): Stuck | undefined {
    const game = Atomics.load(cells, cell.game);
    const calls = Atomics.load(cells, cell.calls);
    const beats = Atomics.load(cells, cell.beats);
    this.#sameCall = game !== 0 && calls === this.#calls ? this.#sameCall + 1 : 0;
    this.#sameBeat = beats === this.#beats ? this.#sameBeat + 1 : 0;
    this.#calls = calls;
    this.#beats = beats;
    if (this.#sameCall >= this.patientLooks) return { game };
    // A loop of promises leaves the call and never lets the timers in.
    if (this.#sameBeat >= this.patientLooks) return { game: Atomics.load(cells, cell.last) };
    return undefined;
  }
}
