// A client reduced to what sync.md says of pulls: it keeps the rows of each stream, applies Changes by their versions, and
// asks again from where a page ended.
import {
  Item_Kind,
  type Change,
  type Conversation,
  type Item,
  type Member,
  type Message,
  type Notice,
} from '@hubbub/protocol';
import type { Person } from './house.ts';

interface Held {
  version: number;
  head: Conversation | undefined;
  readonly messages: Map<number, Message>;
  readonly notices: Map<number, Notice>;
  readonly members: Map<string, Member>;
  readonly items: Map<string, Item>;
}

export class TestDevice {
  readonly streams = new Map<string, Held>();
  pulls = 0;

  constructor(
    readonly person: Person,
    readonly epoch: string,
  ) {}

  get known(): { conversation: string; version: number }[] {
    return [...this.streams]
      .map(([conversation, { version }]) => ({ conversation, version }))
      .toSorted((a, b) => (a.conversation < b.conversation ? -1 : 1));
  }

  /** Pulls until everything is in: page by page, and what was reset or cut by itself. */
  async catchUp(limit: number): Promise<void> {
    let after = '';
    do {
      const page = await this.#pull({ known: this.known, after, limit });
      for (const change of page.changes) {
        this.apply(change);
        if (change.reset || change.more) await this.#finish(change, limit);
      }
      after = page.next;
    } while (after !== '');
  }

  apply(change: Change): void {
    if (change.gone) {
      this.streams.delete(change.conversation);
      return;
    }
    if (change.reset) this.streams.set(change.conversation, emptyStream());
    const held = this.streams.get(change.conversation);
    if (held === undefined) throw new Error('a delta of an unknown stream');
    if ((change.base ?? 0) > held.version) throw new Error('a gap');
    held.version = Math.max(held.version, change.version ?? 0);
    if (change.head) held.head = change.head;
    merge(held.messages, change.messages, ({ seq = 0 }) => seq);
    merge(held.notices, change.notices, ({ version = 0 }) => version);
    merge(held.members, change.members, ({ user }) => user);
    merge(held.items, change.items, ({ kind, key }) => `${kind} ${key}`);
  }

  /** Opens what was reset, as a client does with the conversation it shows, and reads on where a page was cut. */
  async #finish({ conversation, more }: Change, limit: number): Promise<void> {
    const of = () => this.known.filter((entry) => entry.conversation === conversation);
    let known = more || conversation === this.person.self ? of() : [];
    let isCut = true;
    while (isCut) {
      const { changes } = await this.#pull({ known, only: [conversation], limit });
      for (const change of changes) this.apply(change);
      isCut = changes.some(({ more }) => more);
      known = of();
    }
  }

  async #pull(args: Parameters<Person['pull']>[0]) {
    this.pulls += 1;
    if (this.pulls > 10_000) throw new Error('pulls without end');
    return this.person.pull({ epoch: this.epoch, ...args });
  }
}

/** All a device holds, in a form to compare; tombstones and what SELF tells of marks are left out. */
export function pictureOf(device: TestDevice): unknown {
  return [...device.streams]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([id, { version, head, messages, notices, members, items }]) =>
        [clearedIn(device, id), { id, version, head, messages, notices, members, items }] as const,
    )
    .map(([cleared, { id, version, head, messages, notices, members, items }]) => ({
      id,
      version,
      head: head && { ...head, own: undefined },
      own: [head?.own?.role, head?.own?.joinSeq, head?.own?.lastSentSeq],
      messages: sorted(messages).filter(([seq]) => seq > cleared),
      notices: sorted(notices).filter(([, { anchor = 0 }]) => anchor > cleared),
      members: sorted(new Map([...members].filter(([, { left }]) => !left))),
      items: sorted(items).filter(([, { removed }]) => !removed),
    }));
}

/** What was cleared is not shown, whether a device holds it still or never got it. */
function clearedIn({ streams, person }: TestDevice, id: string): number {
  const items = streams.get(person.self)?.items;
  return items?.get(`${Item_Kind.CLEARED} ${id}`)?.cleared ?? 0;
}

function sorted<K extends string | number, T>(rows: ReadonlyMap<K, T>): [K, T][] {
  return [...rows].toSorted(([a], [b]) => (a < b ? -1 : 1));
}

function emptyStream(): Held {
  return {
    version: 0,
    head: undefined,
    messages: new Map(),
    notices: new Map(),
    members: new Map(),
    items: new Map(),
  };
}

function merge<K, T extends { version?: number | undefined }>(
  held: Map<K, T>,
  rows: readonly T[],
  keyOf: (row: T) => K,
): void {
  for (const row of rows) {
    const key = keyOf(row);
    if ((row.version ?? 0) >= (held.get(key)?.version ?? 0)) held.set(key, row);
  }
}
