// All that one user's client holds, and what it has to ask for. Deterministic, without clock or socket: changes and
// answers go in, asks come out; the SDK and the sync model drive it, each with its own time.
import type { Change, Message } from '../gen/hubbub/v1/stream_pb.ts';
import type { User } from '../gen/hubbub/v1/user_pb.ts';
import { selfOf, type UserId } from '../ids.ts';
import { effectiveRead } from '../unread.ts';
import { askAll, askNext, askOnly, type Ask, type Known } from './ask.ts';
import { countAfter, ownItems, ownPlace } from './own.ts';
import type { Kept } from './kept.ts';
import { addHistory, addMessages, takeChange, type Replica, type Source } from './replica.ts';

/**
 * Why a conversation waits for a pull: a gap may close by itself, a bare change is answered with jitter, and what is the
 * user's own may be counted in rows that are not held.
 */
export type Want = 'gap' | 'bare' | 'now' | 'own';

export interface PullAnswer {
  readonly epoch: string;
  readonly changes: readonly Change[];
  readonly next: string;
}

export interface LibraryListener {
  /** The conversation changed, appeared or went. */
  changed(conversation: string): void;
  usersChanged(): void;
}

const mostHeld = 200;

export class Library {
  epoch = '';
  readonly replicas = new Map<string, Replica>();
  readonly users = new Map<string, User>();
  /** Users that were kept across a restart and not heard of since. */
  readonly oldUsers = new Set<string>();
  /** What waits for a pull, and why. */
  readonly wanted = new Map<string, Want>();
  readonly #held = new Map<string, Change[]>();
  /** Pages of one Change, shown when the last is in. */
  readonly #pages = new Map<string, Change>();
  /** Version at which the user was removed: what is older must not bring the conversation back. */
  readonly #goneAt = new Map<string, number>();
  /** Held conversations that a `joined` item spoke of since. */
  readonly #rejoined = new Set<string>();

  /** @param take the rule; only the sync model's tests give another one, to see that it is missed */
  constructor(
    readonly user: string,
    readonly listener: LibraryListener,
    readonly take: typeof takeChange = takeChange,
  ) {}

  /** What was held before a restart; to be called before anything else. */
  restore({ epoch, replicas, users }: Kept): void {
    this.epoch = epoch;
    for (const user of users) {
      this.users.set(user.id, user);
      this.oldUsers.add(user.id);
    }
    for (const replica of replicas) this.replicas.set(replica.conversation, replica);
    for (const { conversation } of replicas) {
      this.#wantCountsOf(conversation);
      this.listener.changed(conversation);
    }
    this.listener.usersChanged();
  }

  /** Another epoch is another history: nothing that is held means anything in it. */
  adoptEpoch(epoch: string): void {
    if (epoch === this.epoch) return;
    const hadOne = this.epoch !== '';
    this.epoch = epoch;
    if (!hadOne) return;
    const dropped = [...this.replicas.keys()];
    for (const part of [
      this.replicas,
      this.wanted,
      this.#held,
      this.#pages,
      this.#goneAt,
      this.#rejoined,
    ])
      part.clear();
    for (const conversation of dropped) this.listener.changed(conversation);
  }

  /** An event, or the Change in a reply. */
  receive(change: Change): void {
    this.learnUsers(change.users);
    const { conversation } = change;
    const isOld = (change.version ?? 0) <= (this.#goneAt.get(conversation) ?? -1);
    if (!isOld) this.#take(change, { user: this.user });
    this.#releaseHeld(conversation);
  }

  askAll(): Ask[] {
    return askAll(this.epoch, this.#known());
  }

  /** Asks for everything that waits with one of these reasons. */
  askWanted(reasons: readonly Want[]): Ask[] {
    const due = [...this.wanted].filter(([, want]) => reasons.includes(want)).map(([id]) => id);
    const whole = due.filter((id) => this.wanted.get(id) === 'own');
    const rest = due.filter((id) => !whole.includes(id));
    for (const conversation of due) this.wanted.delete(conversation);
    const known = this.#known();
    return [
      ...askOnly(this.epoch, rest, { known, whole: false }),
      // Counts come with a reset: of what has no new version a delta says nothing.
      ...askOnly(this.epoch, whole, { known, whole: true }),
    ];
  }

  /** Asks for the newest 50 messages and the members of conversations that came with a list. */
  askWhole(conversations: readonly string[]): Ask[] {
    return askOnly(this.epoch, conversations, { known: this.#known(), whole: true });
  }

  /** Takes the answer; what comes back is to be asked next, in order, before anything else. */
  answer(ask: Ask, answer: PullAnswer): Ask[] {
    if (ask.args.epoch !== this.epoch) return [];
    if (answer.epoch !== this.epoch) {
      const hadOne = this.epoch !== '';
      this.adoptEpoch(answer.epoch);
      if (hadOne) return this.askAll();
    }
    // Spoken of since it was asked: that may be newer than the answer, so it is asked once more.
    const spokenOf = new Set(this.wanted.keys());
    const more: string[] = [];
    const again: string[] = [];
    for (const change of answer.changes) {
      this.learnUsers(change.users);
      const outcome = this.#takeAnswer(ask, change);
      if (outcome === 'more') more.push(change.conversation);
      if (outcome === 'again') again.push(change.conversation);
    }
    for (const id of ask.args.only ?? []) {
      if (!this.replicas.has(id) && !more.includes(id) && !spokenOf.has(id)) this.#forget(id);
      this.#wantCountsOf(id);
    }
    const next = answer.next === '' ? [] : [askNext(ask, answer.next)];
    return [...this.#askMore(more, ask), ...this.#askAgain(again, ask), ...next];
  }

  /** A page of message.history that was asked for when the replica's `since` was `since`. */
  addHistory(
    conversation: string,
    page: Pick<Change, 'messages' | 'notices' | 'users'>,
    since: number,
  ): void {
    this.learnUsers(page.users);
    const replica = this.replicas.get(conversation);
    if (replica !== undefined) this.put(addHistory(replica, page, since));
  }

  /** Single messages that were asked for when the replica's `since` was `since`. */
  addMessages(conversation: string, messages: readonly Message[], since: number): void {
    const replica = this.replicas.get(conversation);
    if (replica !== undefined) this.put(addMessages(replica, messages, since));
  }

  learnUsers(users: readonly User[]): void {
    let isNew = false;
    for (const user of users) {
      const held = this.users.get(user.id);
      this.oldUsers.delete(user.id);
      // Rows of streams do not say what somebody tells of themselves; an answer of user.get may only add that.
      const isSame = held !== undefined && (held.counter ?? 0) === (user.counter ?? 0);
      const adds = isSame && held.about === undefined && user.about !== undefined;
      if (held !== undefined && !adds && (held.counter ?? 0) >= (user.counter ?? 0)) continue;
      this.users.set(user.id, user);
      isNew = true;
    }
    if (isNew) this.listener.usersChanged();
  }

  #known(): Known[] {
    return [...this.replicas.values()].map(({ conversation, version }) => ({
      conversation,
      version,
    }));
  }

  #take(change: Change, source: Source): 'again' | undefined {
    const { conversation } = change;
    const before = this.replicas.get(conversation);
    const step = this.take(before, change, source);
    if (step.kind === 'applied') {
      this.put(step.replica);
      if (!change.reset) this.#followJoined(change);
      this.#wantCounts(change);
    } else if (step.kind === 'removed') this.#remove(conversation, step.version);
    else if (step.kind === 'bare') this.#want(conversation, 'bare');
    else if (step.kind === 'held') this.#hold(change, before === undefined ? 'now' : 'gap');
    return step.kind === 'again' ? 'again' : undefined;
  }

  #takeAnswer(ask: Ask, change: Change): 'again' | 'more' | undefined {
    const { conversation } = change;
    const whole = this.#joinPages(change);
    if (change.more) return 'more';
    const isOld = whole.reset && (whole.version ?? 0) <= (this.#goneAt.get(conversation) ?? -1);
    if (isOld) return undefined;
    const asked = { version: ask.held.get(conversation), whole: ask.whole };
    const outcome = this.#take(whole, { user: this.user, asked });
    this.#releaseHeld(conversation);
    return outcome;
  }

  /** This page with those before it as one Change; kept while there are more. */
  #joinPages(page: Change): Change {
    const { conversation } = page;
    const before = this.#pages.get(conversation);
    // One that was left in the middle, by a lost connection or a membership that ended, has no next page.
    const isNext = before !== undefined && (page.base ?? 0) === (before.version ?? 0);
    const fits = isNext && !page.reset && page.gone === 0;
    const joined = fits ? joinPages(before, page) : page;
    if (page.more) this.#pages.set(conversation, joined);
    else this.#pages.delete(conversation);
    return joined;
  }

  #askMore(conversations: readonly string[], ask: Ask): Ask[] {
    const known = conversations.map((conversation) => ({
      conversation,
      version: this.#pages.get(conversation)?.version ?? 0,
    }));
    // What counts when the last page is in is what was held when the first was asked for.
    return askOnly(this.epoch, conversations, { known, whole: false }).map((rest) => ({
      ...rest,
      held: ask.held,
      whole: ask.whole,
    }));
  }

  #askAgain(conversations: readonly string[], ask: Ask): Ask[] {
    if (conversations.length === 0) return [];
    const whole = ask.whole && ask.args.known.length === 0;
    return askOnly(this.epoch, conversations, { known: this.#known(), whole });
  }

  #hold(change: Change, want: Want): void {
    const held = this.#held.get(change.conversation) ?? [];
    if (held.some((other) => other.version === change.version)) return;
    held.push(change);
    held.sort((a, b) => (a.version ?? 0) - (b.version ?? 0));
    // Whatever is left out comes with the pull.
    if (held.length > mostHeld) held.pop();
    this.#held.set(change.conversation, held);
    this.#want(change.conversation, want);
  }

  #releaseHeld(conversation: string): void {
    const held = this.#held.get(conversation);
    if (held === undefined || !this.replicas.has(conversation)) return;
    this.#held.delete(conversation);
    if (this.wanted.get(conversation) === 'gap') this.wanted.delete(conversation);
    for (const change of held) this.#take(change, { user: this.user });
  }

  /** A `joined` item names a conversation that this client may not have heard of. */
  #followJoined(change: Change): void {
    for (const item of change.items) {
      if (item.kind !== ownItems.joined || item.removed) continue;
      if (this.replicas.has(item.key)) this.#rejoined.add(item.key);
      else this.#want(item.key, 'now');
    }
  }

  /** Own marks that moved, or rows that changed, may have left what was counted behind (docs/sync.md 27). */
  #wantCounts({ conversation, items, reset }: Change): void {
    const self = selfOf(this.user as UserId);
    if (conversation !== self) return this.#wantCountsOf(conversation);
    const moved = items.filter(({ kind }) => kind === ownItems.mark || kind === ownItems.cleared);
    const touched = reset ? this.replicas.keys() : moved.map(({ key }) => key);
    for (const id of touched) this.#wantCountsOf(id);
  }

  #wantCountsOf(conversation: string): void {
    const replica = this.replicas.get(conversation);
    if (replica === undefined) return;
    const self = this.replicas.get(selfOf(this.user as UserId));
    const after = effectiveRead(ownPlace(replica, self));
    if (!countAfter(replica, after, this.user).isSure) this.#want(conversation, 'own');
  }

  #want(conversation: string, want: Want): void {
    const held = this.wanted.get(conversation);
    // Any other reason brings the counts with it.
    const isStronger = want === 'now' || (held === 'own' && want !== 'own');
    if (held === undefined || isStronger) this.wanted.set(conversation, want);
  }

  /** In place of what is held of the conversation. */
  put(replica: Replica): void {
    const before = this.replicas.get(replica.conversation);
    if (before === replica) return;
    if (before === undefined) this.wanted.delete(replica.conversation);
    this.replicas.set(replica.conversation, replica);
    this.#goneAt.delete(replica.conversation);
    this.listener.changed(replica.conversation);
  }

  /**
   * What is later than the removal speaks of a membership that began after it. So does a `joined` item that came while
   * the old one was still held: streams have no order among each other.
   */
  #remove(conversation: string, version: number): void {
    this.#goneAt.set(conversation, Math.max(version, this.#goneAt.get(conversation) ?? 0));
    const had = this.replicas.delete(conversation);
    const later =
      this.#held.get(conversation)?.filter((change) => (change.version ?? 0) > version) ?? [];
    const isBack =
      later.length > 0 ||
      this.#rejoined.has(conversation) ||
      this.wanted.get(conversation) === 'now';
    this.#forget(conversation);
    if (later.length > 0) this.#held.set(conversation, later);
    if (isBack) this.#want(conversation, 'now');
    if (had) this.listener.changed(conversation);
  }

  #forget(conversation: string): void {
    this.#held.delete(conversation);
    this.#pages.delete(conversation);
    this.#rejoined.delete(conversation);
    this.wanted.delete(conversation);
  }
}

function joinPages(first: Change, next: Change): Change {
  return {
    ...next,
    reset: first.reset,
    ...(first.base === undefined ? {} : { base: first.base }),
    ...(next.head === undefined && first.head !== undefined ? { head: first.head } : {}),
    messages: [...first.messages, ...next.messages],
    notices: [...first.notices, ...next.notices],
    members: [...first.members, ...next.members],
    items: [...first.items, ...next.items],
    noticesCut: first.noticesCut || next.noticesCut,
  };
}
