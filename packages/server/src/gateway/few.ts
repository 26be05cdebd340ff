// A set that nearly always holds one thing or none: a Set of one takes 300 bytes, a field eight (bench idle). More of them stand in
// no order.
import { DenseSet, type Numbered } from './dense-set.ts';

export class Few<T extends Numbered> implements Iterable<T> {
  #only: T | undefined;
  #many: DenseSet<T> | undefined;

  get size(): number {
    return this.#many?.size ?? (this.#only === undefined ? 0 : 1);
  }

  has(one: T): boolean {
    return this.#many?.has(one) ?? this.#only === one;
  }

  add(one: T): void {
    if (this.#many !== undefined) this.#many.add(one);
    else if (this.#only === undefined) this.#only = one;
    else if (this.#only !== one) {
      this.#many = new DenseSet();
      this.#many.add(this.#only);
      this.#many.add(one);
      this.#only = undefined;
    }
  }

  /** @returns whether it was there */
  delete(one: T): boolean {
    if (this.#many === undefined) {
      if (this.#only === undefined || this.#only !== one) return false;
      this.#only = undefined;
      return true;
    }
    const had = this.#many.delete(one);
    if (this.#many.size === 1) {
      [this.#only] = this.#many;
      this.#many = undefined;
    }
    return had;
  }

  [Symbol.iterator](): Iterator<T> {
    const all = this.#many ?? (this.#only === undefined ? [] : [this.#only]);
    return all[Symbol.iterator]();
  }
}
