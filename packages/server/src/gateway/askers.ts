// Sockets that asked for single users, by app and user (subjectOf).
import type { Recipient } from './local.ts';

const nobody: ReadonlySet<Recipient> = new Set();

export class Askers {
  readonly #of = new Map<string, Set<Recipient>>();

  has(key: string): boolean {
    return this.#of.has(key);
  }

  of(key: string): ReadonlySet<Recipient> {
    return this.#of.get(key) ?? nobody;
  }

  add(connection: Recipient, key: string): void {
    const askers = this.#of.get(key) ?? new Set();
    this.#of.set(key, askers.add(connection));
    connection.asking.add(key);
  }

  /** @returns whether nobody asks any more */
  delete(connection: Recipient, key: string): boolean {
    connection.asking.delete(key);
    const askers = this.#of.get(key);
    askers?.delete(connection);
    if (askers?.size !== 0) return false;
    return this.#of.delete(key);
  }
}
