// What happens beside the messages: who is writing where (docs/sync.md 13, volatile), and how far the others have got
// (latest). An entry of its own, `@hubbub/client/live`: `new Live(client)`. Both are asked for when somebody looks, and again on every connection and on `stale`.
import type { Mark, OperationInput, OperationName, Typing } from '@hubbub/protocol';
import { tellArrivals, type ArrivedOwner } from './arrived.ts';
import type { ClientEvents } from './events.ts';

export interface LiveOwner extends ArrivedOwner {
  post<N extends OperationName>(op: N, args: OperationInput<N>): void;
  on<E extends keyof ClientEvents>(event: E, handler: (event: ClientEvents[E]) => void): unknown;
}

/** How far another member has got; `read` is 0 where it is kept to oneself. */
export interface Reached {
  readonly read: number;
  readonly delivered: number;
}

export type LiveKey = `typing:${string}` | `marks:${string}`;

/** How often it is said that one goes on writing, and when others count as having stopped. */
const sayMs = 3000;
const endMs = 6000;

const nobody: readonly string[] = [];
const none: ReadonlyMap<string, Reached> = new Map();

export class Live {
  readonly #listeners = new Map<LiveKey, Set<() => void>>();
  /** When it was last said that the user is writing there. */
  readonly #said = new Map<string, number>();
  readonly #typing = new Map<string, readonly string[]>();
  readonly #ends = new Map<string, ReturnType<typeof setTimeout>>();
  readonly #marks = new Map<string, ReadonlyMap<string, Reached>>();
  /** Those this connection was asked for. */
  readonly #asked = new Set<string>();

  constructor(readonly owner: LiveOwner) {
    tellArrivals(owner);
    owner.on('typing', (typing) => this.#hear(typing));
    owner.on('mark', (mark) => this.#reach([mark]));
    owner.on('change', ({ conversation, messages }) => {
      for (const { sender } of messages) this.#stop(conversation, sender);
    });
    owner.on('stale', () => this.#askAgain());
    owner.on('status', (status) => {
      this.#said.clear();
      for (const [conversation, users] of this.#typing)
        for (const user of users) this.#stop(conversation, user);
      // Whoever is logged in now may be somebody else.
      if (status !== 'online') this.#marks.clear();
      else this.#askAgain();
    });
  }

  /** @returns ends it */
  subscribe = (key: LiveKey, listener: () => void): (() => void) => {
    const listeners = this.#listeners.get(key) ?? new Set();
    this.#listeners.set(key, listeners.add(listener));
    return () => {
      if (listeners.delete(listener) && listeners.size === 0) this.#listeners.delete(key);
    };
  };

  /** The user is writing: to be called with every key; it is said now and then. */
  write(conversation: string): void {
    const now = Date.now();
    if (now - (this.#said.get(conversation) ?? -Infinity) < sayMs) return;
    this.#said.set(conversation, now);
    this.owner.post('presence.typing', { conversation, stopped: false });
  }

  /** The user writes no more, or has sent it. */
  rest(conversation: string): void {
    if (this.#said.delete(conversation))
      this.owner.post('presence.typing', { conversation, stopped: true });
  }

  /** Ids of those who are writing there, first come first. Told by `typing:`. */
  typing(conversation: string): readonly string[] {
    return this.#typing.get(conversation) ?? nobody;
  }

  /** Others, by id; empty until it is known, and in very large conversations. Told by `marks:`. */
  marks(conversation: string): ReadonlyMap<string, Reached> {
    if (!this.#asked.has(conversation)) this.#ask(conversation);
    return this.#marks.get(conversation) ?? none;
  }

  #hear({ conversation, user, stopped }: Typing): void {
    this.#stop(conversation, user, !stopped);
    if (stopped) return;
    const name = `${conversation} ${user}`;
    this.#ends.set(
      name,
      setTimeout(() => this.#stop(conversation, user), endMs),
    );
    const before = this.typing(conversation);
    if (before.includes(user)) return;
    this.#typing.set(conversation, [...before, user]);
    this.#tell(`typing:${conversation}`);
  }

  #stop(conversation: string, user: string, goesOn = false): void {
    const name = `${conversation} ${user}`;
    clearTimeout(this.#ends.get(name));
    if (!this.#ends.delete(name) || goesOn) return;
    const rest = this.typing(conversation).filter((one) => one !== user);
    if (rest.length > 0) this.#typing.set(conversation, rest);
    else this.#typing.delete(conversation);
    this.#tell(`typing:${conversation}`);
  }

  #ask(conversation: string): void {
    this.#asked.add(conversation);
    this.owner.call('mark.list', { conversation }, { once: true }).then(
      ({ marks }) => this.#reach(marks),
      // With the connection, and then it is asked again; or no member any more.
      () => undefined,
    );
  }

  #askAgain(): void {
    this.#asked.clear();
    for (const key of this.#listeners.keys()) if (key.startsWith('marks:')) this.#tell(key);
  }

  /** They only go forward. */
  #reach(marks: readonly Mark[]): void {
    for (const { conversation, user, read = 0, delivered = 0 } of marks) {
      const all = new Map(this.#marks.get(conversation));
      const before = all.get(user) ?? { read: 0, delivered: 0 };
      all.set(user, {
        read: Math.max(before.read, read),
        delivered: Math.max(before.delivered, delivered, read),
      });
      this.#marks.set(conversation, all);
    }
    for (const one of new Set(marks.map(({ conversation }) => conversation)))
      this.#tell(`marks:${one}`);
  }

  #tell(key: LiveKey): void {
    this.#listeners.get(key)?.forEach((listener) => listener());
  }
}
