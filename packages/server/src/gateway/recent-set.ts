// The newest so many of what was added.
export class RecentSet<T> {
  readonly #items = new Set<T>();

  constructor(private readonly most: number) {}

  add(item: T): void {
    this.#items.add(item);
    if (this.#items.size <= this.most) return;
    for (const oldest of this.#items) {
      this.#items.delete(oldest);
      return;
    }
  }

  has(item: T): boolean {
    return this.#items.has(item);
  }
}
