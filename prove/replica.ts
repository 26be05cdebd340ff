// What one device holds of one conversation, by the client rule (docs/sync.md 12 and 15), and what it shows of it.
import type { Change, Head, Message } from './wire.ts';

export interface Shown {
  readonly seqs: readonly number[];
  readonly reset?: true;
}

export class Replica {
  version = 0;
  kind = '';
  role = '';
  /** Counts resets: a page of history that was asked for before one is not taken. */
  generation = 0;
  /** Every message from here on is held. */
  low = 1;
  /** The first one that the user may see. */
  first = 1;
  /** The version of the user's own member row. */
  ownVersion = 0;
  readonly rows = new Map<number, Message>();
  private top = 0;
  private began = 0;

  /** The whole state anew, unless what is held is newer. False: it is too old to be of use, and has to be asked for again. */
  reset(change: Change, asked: number): Shown | boolean {
    if (change.version < this.version && this.version !== asked) {
      if (change.version < this.began) return false;
      this.merge(change.messages);
      return true;
    }
    this.generation += 1;
    this.rows.clear();
    this.version = this.began = change.version;
    this.read(change.head);
    const seqs = this.merge(change.messages).toSorted((a, b) => a - b);
    this.top = change.head?.seq ?? 0;
    this.low = seqs[0] ?? this.top + 1;
    return { seqs, reset: true };
  }

  apply(change: Change): Shown {
    const seqs = this.merge(change.messages)
      .filter((seq) => seq > this.top)
      .toSorted((a, b) => a - b);
    this.top = seqs.at(-1) ?? this.top;
    this.version = change.version;
    this.read(change.head);
    return { seqs };
  }

  /** A page of history below `low`. */
  extend(messages: readonly Message[], more: boolean): void {
    this.merge(messages);
    const lowest = Math.min(...messages.map(({ seq }) => seq));
    this.low = more && messages.length > 0 ? lowest : this.first;
  }

  get isWhole(): boolean {
    return this.low <= this.first;
  }

  get newest(): number {
    return this.top;
  }

  held(): readonly Message[] {
    return [...this.rows.values()]
      .filter(({ seq }) => seq >= this.low)
      .toSorted((a, b) => a.seq - b.seq);
  }

  private read(head: Head | undefined): void {
    if (!head) return;
    this.kind = head.kind;
    const { joinSeq = 1, cleared = 0, role } = head.own ?? {};
    if (!head.own) return;
    this.role = role ?? '';
    this.first = Math.max(1, joinSeq, cleared + 1);
  }

  /** An older row never replaces a newer one. */
  private merge(messages: readonly Message[] = []): number[] {
    for (const row of messages) {
      const held = this.rows.get(row.seq);
      if (!held || held.version <= row.version) this.rows.set(row.seq, row);
    }
    // What was edited between two pages is on both of them.
    return [...new Set(messages.map(({ seq }) => seq))];
  }
}
