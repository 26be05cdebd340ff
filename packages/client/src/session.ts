// What belongs to one logged-in user on this client: the holdings, how it stays whole, marks and unknown users. It ends
// when somebody else logs in.
import {
  firstSeen,
  Library,
  ownPlace,
  selfOf,
  shownMessages,
  type Change,
  type Replica,
  type UserId,
} from '@hubbub/protocol';
import type { Following } from './archive/archive.ts';
import type { Call, Timings } from './options.ts';
import { Quotes } from './quotes.ts';
import { optionsOf, type SendingOwner } from './sending.ts';
import { Sync } from './sync.ts';
import type { State } from './state.ts';

export interface SessionOptions {
  readonly user: string;
  readonly state: State;
  readonly call: Call;
  readonly timings: Timings;
  readonly random: () => number;
  /** Only a new connection helps. */
  readonly failed: () => void;
}

const page = 50;
const mostUsers = 100;

export class Session {
  /** Keeps what is held across restarts, where there is an archive. */
  following: Following | undefined;
  readonly holdings: Library;
  readonly sync: Sync;
  readonly #unknownUsers = new Set<string>();
  readonly #askedUsers = new Set<string>();
  readonly #marks = new Map<string, number>();
  readonly #quotes: Quotes;
  #usersTimer: ReturnType<typeof setTimeout> | undefined;
  #marksTimer: ReturnType<typeof setTimeout> | undefined;

  /** Somebody else is logged in by now, or nobody. */
  isClosed = false;

  constructor(readonly options: SessionOptions) {
    const { user, state, call, timings, random } = options;
    this.holdings = new Library(user, {
      changed: (conversation) => {
        state.changed(conversation);
        this.following?.changed(conversation);
      },
      usersChanged: () => {
        state.usersChanged();
        this.following?.usersChanged();
      },
    });
    const pull = (args: object) => call('sync.pull', args, { once: true });
    const owner = { pull, failed: options.failed };
    this.#quotes = new Quotes({
      holdings: this.holdings,
      waitMs: timings.usersMs,
      get: (conversation, seqs) => call('message.get', { conversation, seqs }),
    });
    this.sync = new Sync({ holdings: this.holdings, owner, timings, random });
  }

  receive(change: Change): void {
    this.sync.receive(change);
  }

  close(): void {
    this.isClosed = true;
    this.following?.stop();
    this.sync.close();
    this.#quotes.close();
    clearTimeout(this.#usersTimer);
    clearTimeout(this.#marksTimer);
  }

  /** Has the newest messages and the members, and the whispers among those messages. */
  async open(conversation: string): Promise<void> {
    const { replicas } = this.holdings;
    const closed = [conversation, ...this.#whispersOf(conversation)].filter(
      (id) => replicas.get(id)?.whole !== true,
    );
    if (closed.length === 0) return;
    await this.#loading(conversation, async () => {
      await this.sync.askWhole(closed);
      await this.#reachBack(conversation);
    });
  }

  /** The page before the oldest that is held; false at the beginning. */
  async loadOlder(conversation: string): Promise<boolean> {
    const replica = this.holdings.replicas.get(conversation);
    if (replica === undefined || replica.from <= this.#firstSeen(replica)) return false;
    return await this.#loading(conversation, async () => {
      const isMore = await this.#loadPage(replica);
      await this.#reachBack(conversation);
      return isMore;
    });
  }

  async #loadPage({ conversation, from: value, since }: Replica): Promise<boolean> {
    const from = { case: 'before', value } as const;
    const asked = { conversation, from, limit: page };
    const history = await this.options.call('message.history', asked);
    this.holdings.addHistory(conversation, history, since);
    return history.more;
  }

  #firstSeen(replica: Replica): number {
    const self = this.holdings.replicas.get(selfOf(this.options.user as UserId));
    return firstSeen(ownPlace(replica, self));
  }

  #whispersOf(room: string): string[] {
    return [...this.holdings.replicas.values()]
      .filter(({ head }) => head.parent === room)
      .map(({ conversation }) => conversation);
  }

  /** Whispers are drawn among the room's messages: they have to reach back as far as those that are held. */
  async #reachBack(room: string): Promise<void> {
    const { replicas } = this.holdings;
    for (const id of this.#whispersOf(room))
      for (;;) {
        const whisper = replicas.get(id);
        const oldest = whisper && shownMessages(whisper)[0];
        if (whisper === undefined || oldest === undefined) break;
        if (whisper.from <= this.#firstSeen(whisper)) break;
        if (oldest.anchor < (replicas.get(room)?.from ?? 0) - 1) break;
        await this.#loadPage(whisper);
      }
  }

  /** Only the furthest mark is sent, a little later. */
  mark(conversation: string, seq: number): void {
    const last = this.holdings.replicas.get(conversation)?.head.seq ?? 0;
    const read = Math.min(seq, last);
    if (!this.options.state.mark(conversation, read)) return;
    this.#marks.set(conversation, read);
    this.#marksTimer ??= setTimeout(() => this.#sendMarks(), this.options.timings.markMs);
  }

  /** What was posted while this client was away; asked only where somebody looks at the red dots. */
  lookForMoments(): void {
    const { call, state } = this.options;
    if (!state.isHeard('moments')) return;
    call('moment.unread', {}, { once: true }).then(
      (newest) => state.hinted(newest),
      () => undefined,
    );
  }

  /** Users that are shown and not known are asked for together. */
  askUser(id: string): void {
    if (this.#askedUsers.has(id)) return;
    this.#askedUsers.add(id);
    this.#unknownUsers.add(id);
    this.#usersTimer ??= setTimeout(() => this.#askUsers(), this.options.timings.usersMs);
  }

  /** Single messages that are shown and not held, likewise. */
  askMessage(conversation: string, seq: number): void {
    this.#quotes.ask(conversation, seq);
  }

  #sendMarks(): void {
    this.#marksTimer = undefined;
    for (const [conversation, read] of this.#marks) {
      const args = { conversation, read };
      // Refused: no member any more, so nobody counts.
      this.options.call('mark.set', args, { timeoutMs: Infinity }).catch(() => undefined);
    }
    this.#marks.clear();
  }

  #askUsers(): void {
    this.#usersTimer = undefined;
    const all = [...this.#unknownUsers];
    this.#unknownUsers.clear();
    for (let from = 0; from < all.length; from += mostUsers) {
      const users = all.slice(from, from + mostUsers);
      this.options.call('user.get', { users }).then(
        (answer) => this.holdings.learnUsers(answer.users),
        () => {
          for (const id of users) this.#askedUsers.delete(id);
        },
      );
    }
  }

  async #loading<T>(conversation: string, load: () => Promise<T>): Promise<T> {
    this.options.state.setLoading(conversation, true);
    try {
      return await load();
    } finally {
      this.options.state.setLoading(conversation, false);
    }
  }
}

/** As `message.send`, however long it takes. */
export function deliverBy(call: Call): SendingOwner['deliver'] {
  return async (message) => {
    const { conversation, clientMsgId, text } = message;
    const { mentions = [], media, ...rest } = optionsOf(message);
    const content = media?.[0]
      ? ({
          case: 'media',
          value: {
            items: media.map(({ id, alt = '', voice }) => ({ media: { id }, alt, voice })),
            text,
          },
        } as const)
      : ({ case: 'text', value: text } as const);
    const args = { conversation, clientMsgId, content, mentions: [...mentions], ...rest };
    await call('message.send', args, { timeoutMs: Infinity });
  };
}
