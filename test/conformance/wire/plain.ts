// What two runs of the same story have in common: ids, times and secrets are named by the order in which they came up.
import type { Answer } from './side.ts';

/** Lists whose order is that of ids, which are random. */
const unordered: ReadonlySet<string> = new Set([
  'changes',
  'conversations',
  'marks',
  'members',
  'present',
  'users',
]);
const ids = /\b[a-z]{3}_[0-9a-z]{11}\b/g;

export class Plain {
  readonly #names = new Map<string, string>();

  of(answer: Answer): string {
    return JSON.stringify(this.#plain(answer, ''));
  }

  #plain(value: unknown, key: string): unknown {
    if (typeof value === 'string') return this.#text(value);
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return this.#list(value, unordered.has(key));
    const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(entries.map(([name, held]) => [name, this.#plain(held, name)]));
  }

  #list(items: readonly unknown[], isSorted: boolean): unknown[] {
    if (!isSorted) return items.map((one) => this.#plain(one, ''));
    const bare = (one: unknown) => JSON.stringify(one).replaceAll(ids, '');
    const inOrder = items.toSorted((a, b) => (bare(a) < bare(b) ? -1 : 1));
    const named = inOrder.map((one) => this.#plain(one, ''));
    return named.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  }

  #text(text: string): string {
    return text
      .replaceAll(ids, (id) => this.#name(id.slice(0, 3), id))
      .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'then')
      .replaceAll(/(json|proto)-(alice|bob)\d+/g, '$2')
      .replaceAll(/[\w-]{20,}/g, '…');
  }

  #name(kind: string, id: string): string {
    const name = this.#names.get(id) ?? `${kind} ${this.#names.size}`;
    this.#names.set(id, name);
    return name;
  }
}
