// Who is here now, for as long as somebody looks. What the user interface watches is asked for together, once however
// many look at it, and again on every connection and on `stale` (docs/sync.md 13): a socket that is gone has taken its
// subscriptions with it.
import {
  OperationError,
  type Count,
  type Presence,
  type PresenceSubscribeResponse,
  type Seen,
} from '@hubbub/protocol';
import type { Call } from './options.ts';

/** The members of a conversation, or users one shares a conversation with. */
export type WatchTarget = { readonly conversation: string } | { readonly users: readonly string[] };

/** A snapshot: it never changes, the next one is another object. */
export interface Here {
  /** Ids of users; of a conversation with very many here only some. */
  readonly present: ReadonlySet<string>;
  /** How many are here in all. */
  readonly count: number;
  /** When others were here last, as far as that is shown; of users that are watched by id. */
  readonly seen?: ReadonlyMap<string, Seen['at']>;
}

type Answer = Pick<PresenceSubscribeResponse, 'present' | 'count'> & {
  readonly seen?: readonly Seen[];
};

type Question = { conversation: string } | { users: string[] };

export interface WatchingOwner {
  /** Fails with the connection. */
  subscribe(question: Question): Promise<Answer>;
  unsubscribe(question: Question): Promise<unknown>;
  /** So late, in milliseconds, that what is watched in one breath is asked for together. */
  readonly pauseMs: number;
}

export function presenceBy(call: Call, pauseMs: number): WatchingOwner {
  const once = { once: true };
  return {
    subscribe: (target) => call('presence.subscribe', target, once),
    unsubscribe: (target) => call('presence.unsubscribe', target, once),
    pauseMs,
  };
}

interface Watch {
  readonly target: WatchTarget;
  readonly listener: (here: Here) => void;
}

const mostUsers = 100;
const retryMs = 1000;

export class Watching {
  readonly #watches = new Set<Watch>();
  readonly #rooms = new Map<string, Here>();
  readonly #online = new Set<string>();
  readonly #seen = new Map<string, Seen['at']>();
  /** What this connection was asked for, conversations and users by id; true when it has answered. */
  readonly #asked = new Map<string, boolean>();
  /** Counts connections; undefined between them. */
  #connection: number | undefined;
  #connections = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(readonly owner: WatchingOwner) {}

  /** @returns ends it */
  watch(target: WatchTarget, listener: (here: Here) => void): () => void {
    const watch = { target, listener };
    this.#watches.add(watch);
    this.#plan(this.owner.pauseMs);
    if (this.#isKnown(target)) queueMicrotask(() => this.#tell(watch));
    return () => {
      if (this.#watches.delete(watch)) this.#plan(this.owner.pauseMs);
    };
  }

  /** A new connection knows of nothing. */
  opened(): void {
    this.#connections += 1;
    this.#connection = this.#connections;
    this.refresh();
  }

  lost(): void {
    this.#connection = undefined;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#asked.clear();
  }

  /** What was told may be old: read it all again. */
  refresh(): void {
    this.#asked.clear();
    this.#settle();
  }

  /** They share a conversation with this user: those who were strangers may be seen from now on. */
  met(users: Iterable<string>): void {
    for (const user of users)
      if (!this.#online.has(user) && this.#asked.delete(user)) this.#plan(this.owner.pauseMs);
  }

  /** Another user: nothing that was seen is theirs. */
  forget(): void {
    this.lost();
    this.#watches.clear();
    this.#rooms.clear();
    this.#online.clear();
    this.#seen.clear();
  }

  take(event: { case: 'presence'; value: Presence } | { case: 'count'; value: Count }): void {
    if (event.case === 'count') this.#count(event.value);
    else if (event.value.conversation) this.#move(event.value);
    else {
      const { user, online, seenAt: at } = event.value;
      this.#see([user], () => online, at && [{ user, at }]);
    }
  }

  #count({ conversation, count = 0 }: Count): void {
    const here = this.#rooms.get(conversation);
    if (here !== undefined) this.#put(conversation, { ...here, count });
  }

  #move({ conversation, user, online }: Presence): void {
    const here = this.#rooms.get(conversation);
    if (here === undefined) return;
    const present = new Set(here.present);
    if (online) present.add(user);
    else present.delete(user);
    this.#put(conversation, { ...here, present });
  }

  #put(conversation: string, here: Here): void {
    this.#rooms.set(conversation, here);
    for (const watch of this.#watches)
      if ('conversation' in watch.target && watch.target.conversation === conversation)
        this.#tell(watch);
  }

  #see(
    users: readonly string[],
    isOnline: (user: string) => boolean,
    last: readonly Pick<Seen, 'user' | 'at'>[] = [],
  ): void {
    for (const user of users) {
      this.#seen.delete(user);
      if (isOnline(user)) this.#online.add(user);
      else this.#online.delete(user);
    }
    for (const { user, at } of last) this.#seen.set(user, at);
    for (const watch of this.#watches)
      if ('users' in watch.target && watch.target.users.some((user) => users.includes(user)))
        this.#tell(watch);
  }

  #tell({ target, listener }: Watch): void {
    if ('conversation' in target) {
      const here = this.#rooms.get(target.conversation);
      if (here !== undefined) listener(here);
      return;
    }
    const present = new Set(target.users.filter((user) => this.#online.has(user)));
    const seen = new Map([...this.#seen].filter(([user]) => target.users.includes(user)));
    listener({ present, count: present.size, seen });
  }

  #isKnown(target: WatchTarget): boolean {
    return 'conversation' in target
      ? this.#rooms.has(target.conversation)
      : target.users.some((user) => this.#online.has(user) || this.#seen.has(user));
  }

  #plan(ms: number): void {
    if (this.#connection === undefined) return;
    this.#timer ??= setTimeout(() => this.#settle(), ms);
  }

  /** Brings what the server was asked for in line with what is watched. */
  #settle(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#connection === undefined) return;
    const rooms = new Set<string>();
    const users = new Set<string>();
    for (const { target } of this.#watches) {
      if ('conversation' in target) rooms.add(target.conversation);
      else for (const user of target.users) users.add(user);
    }
    this.#drop(rooms, users);
    for (const conversation of rooms)
      if (!this.#asked.has(conversation)) this.#ask([conversation], { conversation });
    const unasked = [...users].filter((user) => !this.#asked.has(user));
    for (let from = 0; from < unasked.length; from += mostUsers) {
      const page = unasked.slice(from, from + mostUsers);
      this.#ask(page, { users: page });
    }
  }

  /** Only what was answered is given back: what is under way could otherwise arrive after its end. */
  #drop(rooms: ReadonlySet<string>, users: ReadonlySet<string>): void {
    const gone: string[] = [];
    for (const [id, isAnswered] of this.#asked) {
      if (!isAnswered || rooms.has(id) || users.has(id)) continue;
      this.#asked.delete(id);
      if (this.#rooms.delete(id)) this.#quietly({ conversation: id });
      else gone.push(id);
      this.#online.delete(id);
      this.#seen.delete(id);
    }
    for (let from = 0; from < gone.length; from += mostUsers)
      this.#quietly({ users: gone.slice(from, from + mostUsers) });
  }

  #quietly(question: Question): void {
    // Lost with the connection, or no member any more: then there is nothing to end.
    this.owner.unsubscribe(question).catch(() => undefined);
  }

  #ask(ids: readonly string[], question: Question): void {
    const connection = this.#connection;
    for (const id of ids) this.#asked.set(id, false);
    this.owner.subscribe(question).then(
      (answer) => {
        if (this.#connection === connection) this.#answered(ids, question, answer);
      },
      (error: unknown) => {
        if (this.#connection !== connection) return;
        if (!(error instanceof OperationError) || !error.retryable) {
          // Who may not know is shown nobody.
          this.#answered(ids, question, { present: [] });
          return;
        }
        for (const id of ids) this.#asked.delete(id);
        this.#plan(Math.max(retryMs, error.retryAfterMs ?? 0));
      },
    );
  }

  #answered(ids: readonly string[], question: Question, answer: Answer): void {
    for (const id of ids) this.#asked.set(id, true);
    const present = new Set(answer.present);
    if ('conversation' in question)
      this.#put(question.conversation, { present, count: answer.count ?? present.size });
    else this.#see(ids, (user) => present.has(user), answer.seen);
    // Nobody may look any more by now.
    this.#plan(this.owner.pauseMs);
  }
}
