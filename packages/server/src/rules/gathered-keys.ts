// The keys of several messages of one conversation, together, as they go into the search index.
export class GatheredKeys {
  /** Rows of the index. */
  rows = 0;
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
    this.rows += 1;
  }

  /** As they stand in the table, so that one page after the other is filled. */
  each(say: (key: string, sentAt: number, seq: number) => void): void {
    for (const [key, seqs] of [...this.#seqsOf].toSorted(([a], [b]) => (a < b ? -1 : 1)))
      for (const seq of seqs) say(key, this.#sentAt.get(seq) ?? 0, seq);
  }
}
