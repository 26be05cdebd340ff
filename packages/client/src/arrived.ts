// Says to the other one of a direct conversation that its messages have arrived: the furthest only, a little later, and not
// at all when they were read by then.
import { itemName, ownItems, selfOf, type Library, type UserId } from '@hubbub/protocol';
import type { Call } from './options.ts';

export interface ArrivedParts {
  readonly holdings: Library;
  readonly call: Call;
  readonly waitMs: number;
  /** Up to here counts as read. */
  readonly readSeq: (conversation: string) => number;
}

const directKind = 1;
/** Somebody who comes back after long says it bit by bit. */
const mostAtOnce = 20;

export class Arrived {
  readonly #due = new Set<string>();
  readonly #said = new Map<string, number>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(readonly parts: ArrivedParts) {}

  changed(conversation: string): void {
    if (this.#newest(conversation) === undefined) return;
    this.#due.add(conversation);
    this.#timer ??= setTimeout(() => this.#say(), this.parts.waitMs);
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#due.clear();
  }

  /** Of the other one, and not said yet. */
  #newest(conversation: string): number | undefined {
    const { holdings, readSeq } = this.parts;
    const replica = holdings.replicas.get(conversation);
    if (replica?.head.kind !== directKind) return undefined;
    const last = replica.messages.at(-1);
    if (last === undefined || last.sender === holdings.user) return undefined;
    const self = holdings.replicas.get(selfOf(holdings.user as UserId));
    const mark = self?.items.get(itemName({ kind: ownItems.mark, key: conversation }));
    const said = Math.max(mark?.delivered ?? 0, this.#said.get(conversation) ?? 0);
    const seq = last.seq ?? 0;
    return seq > Math.max(said, readSeq(conversation)) ? seq : undefined;
  }

  #say(): void {
    this.#timer = undefined;
    for (const conversation of [...this.#due].slice(0, mostAtOnce)) {
      this.#due.delete(conversation);
      const delivered = this.#newest(conversation);
      if (delivered === undefined) continue;
      this.#said.set(conversation, delivered);
      // Lost with the connection: the next message says it too.
      this.parts.call('mark.set', { conversation, delivered }, { once: true }).catch(() => {
        this.#said.delete(conversation);
      });
    }
    if (this.#due.size > 0) this.#timer = setTimeout(() => this.#say(), this.parts.waitMs * 10);
  }
}
