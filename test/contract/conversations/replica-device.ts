// A device that runs the SDK's replica against the real store: it hears what is told, loses some of it, and asks for the
// rest as the SDK does.
import {
  countAfter,
  effectiveRead,
  Library,
  ownPlace,
  unread,
  type Ask,
  type Change,
} from '@hubbub/protocol';
import type { StreamEmission } from '../../../packages/server/src/ports/bus.ts';
import type { Person } from './house.ts';

export class ReplicaDevice {
  readonly holdings: Library;

  constructor(
    readonly person: Person,
    epoch: string,
  ) {
    const listener = { changed: () => undefined, usersChanged: () => undefined };
    this.holdings = new Library(person.user, listener);
    this.holdings.adoptEpoch(epoch);
  }

  /** As a hub would: to whom it goes by name, and to whoever hears the conversation. */
  hear({ conversation, change, audience }: StreamEmission): void {
    const isMine = audience.includes(this.person.user);
    if (isMine || (audience.length === 0 && this.holdings.replicas.has(conversation)))
      this.holdings.receive(structuredClone(change));
  }

  /** Asks for what it knows to be missing; after a lost connection for everything. */
  async catchUp(isNew: boolean): Promise<void> {
    const asks: Ask[] = isNew ? this.holdings.askAll() : [];
    for (let i = 0; i < 100; i += 1) {
      const wanted = this.holdings.askWanted(['gap', 'bare', 'now', 'own']);
      asks.push(...wanted);
      const ask = asks.shift();
      if (ask === undefined) return;
      const { known, only, ...args } = ask.args;
      const answer = await this.person.pull({
        ...args,
        known: known.map((entry) => ({ ...entry })),
        only: [...(only ?? [])],
      });
      asks.unshift(...this.holdings.answer(ask, answer));
    }
    throw new Error('it never comes to rest');
  }

  /** Unread messages and calls of each conversation but SELF, as the SDK shows them. */
  counts(): Readonly<Record<string, readonly [number, number]>> {
    const { replicas, user } = this.holdings;
    const self = replicas.get(this.person.self);
    const found: Record<string, readonly [number, number]> = {};
    for (const [id, replica] of replicas) {
      if (id === this.person.self) continue;
      const place = ownPlace(replica, self);
      const { recalled, mentions } = countAfter(replica, effectiveRead(place), user);
      const seq = replica.head.seq ?? 0;
      found[id] = [unread({ ...place, seq, recalled }), mentions];
    }
    return found;
  }

  /** The messages that are shown of a conversation, by seq. */
  shown(id: string): ReadonlyMap<number, Change['messages'][number]> {
    const replica = this.holdings.replicas.get(id);
    const rows = replica?.messages.filter((row) => (row.seq ?? 0) >= replica.from) ?? [];
    return new Map(rows.map((row) => [row.seq ?? 0, row]));
  }
}
