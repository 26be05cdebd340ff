// What is written and not sent, alike on all devices of the user: an item DRAFT of SELF for each conversation. An entry of its own,
// `@hubbub/client/drafts`: `new Drafts(client)`. What is written here is kept a little later, the last of it only; what another
// device has written is taken over unless something waits here.
import type { OperationInput, OperationName, User } from '@hubbub/protocol';
import type { State } from './state.ts';

export interface DraftsOwner {
  readonly user: User | undefined;
  readonly state: Pick<State, 'items' | 'subscribe'>;
  call<N extends OperationName>(op: N, args: OperationInput<N>): Promise<unknown>;
}

export interface Written {
  /** As a message's; empty for none. */
  readonly text: string;
  /** The message it answers, 0 for none. */
  readonly replyTo: number;
}

export interface DraftsOptions {
  /** So late is it kept what goes on changing. */
  readonly pauseMs?: number;
}

const draftItem = 41;
const nothing: Written = { text: '', replyTo: 0 };

export class Drafts {
  readonly #pauseMs: number;
  /** Written here, and not confirmed yet. */
  readonly #waiting = new Map<string, Written>();
  /** What SELF says, as of the last look. */
  #kept: ReadonlyMap<string, Written> = new Map();
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();
  readonly #listeners = new Set<(conversation: string) => void>();
  readonly #stop: () => void;
  #user: string | undefined;

  constructor(
    readonly owner: DraftsOwner,
    { pauseMs = 1500 }: DraftsOptions = {},
  ) {
    this.#pauseMs = pauseMs;
    this.#stop = owner.state.subscribe('self', () => this.#look());
    this.#look();
  }

  /** @param listener is told of what another device has written, and that something was sent there. @returns ends it */
  subscribe(listener: (conversation: string) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** Of all that are kept. */
  get conversations(): Iterable<string> {
    return this.#kept.keys();
  }

  get(conversation: string): Written {
    return this.#waiting.get(conversation) ?? this.#kept.get(conversation) ?? nothing;
  }

  /** To be called with every change. That there is nothing any more is said at once; an answer without words is nothing. */
  write(conversation: string, { text, replyTo }: Written): void {
    const written = text === '' ? nothing : { text, replyTo };
    if (isSame(this.get(conversation), written)) return;
    this.#waiting.set(conversation, written);
    if (written.text === '') return this.#keep(conversation);
    if (this.#timers.has(conversation)) return;
    const timer = setTimeout(() => this.#keep(conversation), this.#pauseMs);
    this.#timers.set(conversation, timer);
  }

  /** Keeps all that waits: the page may be about to go. */
  flush(): void {
    for (const conversation of this.#timers.keys()) this.#keep(conversation);
  }

  close(): void {
    this.#stop();
    this.#forget();
    this.#listeners.clear();
  }

  #keep(conversation: string): void {
    clearTimeout(this.#timers.get(conversation));
    this.#timers.delete(conversation);
    const written = this.#waiting.get(conversation);
    if (written === undefined) return;
    this.owner
      .call('conversation.draft', { conversation, ...written })
      // No member any more: it was for nobody.
      .catch(() => undefined)
      .finally(() => {
        if (this.#waiting.get(conversation) !== written) return;
        this.#waiting.delete(conversation);
        // Another device may have written meanwhile, and was not heard.
        if (!isSame(this.get(conversation), written)) this.#tell(conversation);
      });
  }

  #look(): void {
    const { user } = this.owner;
    if (this.#user !== user?.id) this.#forget();
    this.#user = user?.id;
    const before = this.#kept;
    this.#kept = new Map(
      this.owner.state.items(draftItem).map(({ key, draft }) => [key, draft ?? nothing]),
    );
    for (const conversation of new Set([...before.keys(), ...this.#kept.keys()]))
      if (
        !this.#waiting.has(conversation) &&
        !isSame(before.get(conversation) ?? nothing, this.get(conversation))
      )
        this.#tell(conversation);
  }

  #forget(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    this.#waiting.clear();
  }

  #tell(conversation: string): void {
    for (const listener of this.#listeners) listener(conversation);
  }
}

function isSame(one: Written, other: Written): boolean {
  return one.text === other.text && one.replyTo === other.replyTo;
}
