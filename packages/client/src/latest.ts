// Events of the latest class: the newest counter wins, and marks only go forward (docs/sync.md 13). Counters belong to
// one server process, so a new connection begins anew.
import type { Count, Mark, Presence, User } from '@hubbub/protocol';

type LatestEvent =
  | { readonly case: 'mark'; readonly value: Mark }
  | { readonly case: 'presence'; readonly value: Presence }
  | { readonly case: 'count'; readonly value: Count }
  | { readonly case: 'profile'; readonly value: User };

export class Latest {
  readonly #newest = new Map<string, number>();

  clear(): void {
    this.#newest.clear();
  }

  /** False for an event that is older than one that was seen. */
  isNew(event: LatestEvent): boolean {
    if (event.case === 'mark') {
      const { conversation, user, read = 0, delivered = 0 } = event.value;
      const isRead = this.#advance(`r${conversation}${user}`, read);
      return this.#advance(`d${conversation}${user}`, delivered) || isRead;
    }
    // Counted in the database: what is held of the user already tells what is newer.
    if (event.case === 'profile') return true;
    const { conversation, counter } = event.value;
    const who = event.case === 'presence' ? event.value.user : '';
    return counter === undefined || this.#advance(`${event.case}${conversation}${who}`, counter);
  }

  #advance(name: string, value: number): boolean {
    if (value <= (this.#newest.get(name) ?? 0)) return false;
    this.#newest.set(name, value);
    return true;
  }
}
