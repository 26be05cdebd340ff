// Says to the other one of a direct conversation that its messages have arrived: the furthest only, a little later, and not
// at all when they were read by then.
import type { Call } from './options.ts';
import type { InboxEntry } from './views.ts';

export interface ArrivedOwner {
  readonly call: Call;
  readonly user: { readonly id: string } | undefined;
  readonly state: {
    subscribe(key: 'inbox', listener: () => void): unknown;
    inbox(): readonly InboxEntry[];
  };
}

const directKind = 1;
const waitMs = 300;
/** Somebody who comes back after long says it bit by bit. */
const mostAtOnce = 20;

class Arrived {
  readonly #said = new Map<string, number>();
  #isPlanned = false;

  constructor(readonly owner: ArrivedOwner) {}

  plan(): void {
    if (this.#isPlanned) return;
    this.#isPlanned = true;
    setTimeout(() => this.#say(), waitMs);
  }

  /** Of the other one, not read, and not said yet. */
  #isDue({ conversation: { kind, id }, last, unread }: InboxEntry): boolean {
    const isNews = kind === directKind && unread > 0 && last?.sender !== this.owner.user?.id;
    return isNews && (last?.seq ?? 0) > (this.#said.get(id) ?? 0);
  }

  #say(): void {
    this.#isPlanned = false;
    const due = this.owner.state.inbox().filter((entry) => this.#isDue(entry));
    for (const { conversation: head, last } of due.slice(0, mostAtOnce)) {
      const { id: conversation } = head;
      const delivered = last?.seq ?? 0;
      this.#said.set(conversation, delivered);
      // Lost with the connection: what comes next says it too.
      this.owner.call('mark.set', { conversation, delivered }, { once: true }).catch(() => {
        this.#said.delete(conversation);
      });
    }
    if (due.length > mostAtOnce) this.plan();
  }
}

export function tellArrivals(owner: ArrivedOwner): void {
  const arrived = new Arrived(owner);
  owner.state.subscribe('inbox', () => arrived.plan());
}
