// The keys of several messages of one conversation, together, as they go into the search index.
export class GatheredKeys {
  /** How often a message stands under a key. */
  entries = 0;
  // Numbers and not objects: those of a hundred thousand messages may be held for some seconds (features/message/held-keys.ts).
  readonly #seqsOf = new Map<string, number[]>();
  readonly #sentAt = new Map<number, number>();
  #seq = 0;

  /** Different ones. */
  get keys(): number {
    return this.#seqsOf.size;
  }

  /** The message whose keys follow; a higher seq than any before. */
  begin(seq: number, sentAt: number): void {
    this.#seq = seq;
    this.#sentAt.set(seq, sentAt);
  }

  /** What a message says twice counts once. */
  add(key: string): void {
    const seqs = this.#seqsOf.get(key);
    if (seqs === undefined) this.#seqsOf.set(key, [this.#seq]);
    else if (seqs.at(-1) === this.#seq) return;
    else seqs.push(this.#seq);
    this.entries += 1;
  }

  sentAt(seq: number): number {
    return this.#sentAt.get(seq) ?? 0;
  }

  /** In the table's order, so that one page after the other is filled. @param say with seqs from the lowest on */
  each(say: (key: string, seqs: readonly number[]) => void): void {
    for (const key of [...this.#seqsOf.keys()].toSorted()) say(key, this.#seqsOf.get(key) ?? []);
  }
}
