// The model's client: the SDK's Library driven step by step. What is under way to it lies in `inbox`, where the test
// may lose, repeat and reorder it.
import type { Change } from '../index.ts';
import type { Ask } from '../replica/ask.ts';
import { cutReplica } from '../replica/kept.ts';
import { keepNewest } from '../replica/newest.ts';
import { Library, type PullAnswer } from '../replica/library.ts';
import { shownMessages, type takeChange } from '../replica/replica.ts';
import type { Committed, ModelServer } from './server.ts';
import { selfOf, type UserId } from '../ids.ts';

/** A rule that this client breaks. */
export type ClientFault =
  | 'no pull after reconnecting'
  | 'shows pages early'
  | 'forgets what to pull'
  | 'never counts anew'
  | 'cuts without counting';

type Delivery =
  | { readonly kind: 'event' | 'reply'; readonly change: Change }
  | { readonly kind: 'answer'; readonly ask: Ask; readonly answer: PullAnswer }
  | { readonly kind: 'history'; readonly page: Change; readonly since: number };

const mostKept = 2;

export class ModelClient {
  holdings: Library;
  isOnline = false;
  inbox: Delivery[] = [];
  #asks: Ask[] = [];
  #isAsking = false;

  constructor(
    readonly user: UserId,
    readonly server: ModelServer,
    readonly faults: {
      readonly take?: typeof takeChange;
      readonly fault?: ClientFault | undefined;
    } = {},
  ) {
    this.holdings = this.#empty();
  }

  connect(): void {
    if (this.isOnline) return;
    this.isOnline = true;
    this.holdings.adoptEpoch(this.server.epoch);
    const isFirst = this.holdings.replicas.size === 0;
    if (isFirst || this.faults.fault !== 'no pull after reconnecting')
      this.#asks = this.holdings.askAll();
    this.#askNext();
  }

  /** What was under way is lost. */
  disconnect(): void {
    this.isOnline = false;
    this.inbox = [];
    this.#asks = [];
    this.#isAsking = false;
  }

  /** The program ends and begins again with the newest of what it held. */
  restart(): void {
    this.disconnect();
    const { epoch, replicas } = this.holdings;
    const self = replicas.get(selfOf(this.user));
    const kept = [...replicas.values()].map((replica) => {
      const cut = cutReplica(replica, self, { user: this.user, most: mostKept });
      const isWrong = this.faults.fault === 'cuts without counting';
      return isWrong ? { ...cut, counted: replica.counted } : cut;
    });
    this.holdings = this.#empty();
    this.holdings.restore({ epoch, replicas: kept, users: [] });
  }

  /** Nobody looks at what is old. */
  shorten(): void {
    const { replicas } = this.holdings;
    for (const [id, { counted }] of replicas) {
      keepNewest(this.holdings, id, mostKept);
      const cut = replicas.get(id);
      if (cut && this.faults.fault === 'cuts without counting')
        replicas.set(id, { ...cut, counted });
    }
  }

  /** The reply to an operation of this client, while its events go to everybody. */
  receiveReply({ reply }: Committed): void {
    if (reply !== undefined && this.isOnline) this.inbox.push({ kind: 'reply', change: reply });
  }

  receiveEvent(change: Change): void {
    if (this.isOnline) this.inbox.push({ kind: 'event', change });
  }

  askHistory(conversation: string): void {
    const replica = this.holdings.replicas.get(conversation);
    if (replica === undefined || !this.isOnline) return;
    const page = this.server.history(this.user, conversation, replica.from);
    if (page !== undefined) this.inbox.push({ kind: 'history', page, since: replica.since });
  }

  askWhole(conversation: string): void {
    if (!this.holdings.replicas.has(conversation) || !this.isOnline) return;
    this.#asks.push(...this.holdings.askWhole([conversation]));
    this.#askNext();
  }

  /** Time has passed: gaps have not closed, jitter is over. */
  tick(): void {
    if (!this.isOnline) return;
    if (this.faults.fault === 'forgets what to pull') this.holdings.wanted.clear();
    if (this.faults.fault === 'never counts anew')
      for (const [id, want] of this.holdings.wanted)
        if (want === 'own') this.holdings.wanted.delete(id);
    this.#asks.push(...this.holdings.askWanted(['gap', 'bare', 'now', 'own']));
    this.#askNext();
  }

  deliver(at: number): void {
    const [delivery] = this.inbox.splice(at, 1);
    if (delivery === undefined) return;
    if (delivery.kind === 'answer') this.#takeAnswer(delivery);
    else if (delivery.kind === 'history') {
      const { conversation } = delivery.page;
      this.holdings.addHistory(conversation, delivery.page, delivery.since);
    } else this.holdings.receive(delivery.change);
  }

  /** Nothing is under way and nothing waits. */
  get isQuiet(): boolean {
    return this.inbox.length === 0 && !this.#isAsking && this.holdings.wanted.size === 0;
  }

  shown(conversation: string): number[] {
    const replica = this.holdings.replicas.get(conversation);
    return replica === undefined ? [] : shownMessages(replica).map((row) => row.seq ?? 0);
  }

  #empty(): Library {
    const listener = { changed: () => undefined, usersChanged: () => undefined };
    return new Library(this.user, listener, this.faults.take);
  }

  #takeAnswer({ ask, answer }: { ask: Ask; answer: PullAnswer }): void {
    this.#isAsking = false;
    const early = {
      ...answer,
      changes: answer.changes.map((change) => ({ ...change, more: false })),
    };
    const taken = this.faults.fault === 'shows pages early' ? early : answer;
    this.#asks.unshift(...this.holdings.answer(ask, taken));
    this.#askNext();
  }

  /** One pull at a time; the server answers from what is committed now, the answer takes its time. */
  #askNext(): void {
    if (this.#isAsking || !this.isOnline) return;
    const ask = this.#asks.shift();
    if (ask === undefined) return;
    this.#isAsking = true;
    this.inbox.push({ kind: 'answer', ask, answer: this.server.pull(this.user, ask) });
  }
}
