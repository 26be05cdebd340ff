// What a user interface renders from: snapshots that never change and stay the same reference until what they show has
// changed, with subscriptions by key. Made for React's useSyncExternalStore, useful without it.
import {
  countAfter,
  effectiveRead,
  firstSeen,
  itemName,
  ownItems,
  ownMessages,
  ownPlace,
  selfOf,
  shownMessages,
  unread,
  type Contact,
  type Item,
  type Library,
  type Message,
  type OwnMessages,
  type Replica,
  type SessionOpenResponse,
  type Settings,
  type User,
  type UserId,
} from '@hubbub/protocol';
import { ownOf } from './own.ts';
import {
  contactsIn,
  dotsIn,
  itemsIn,
  settingsIn,
  waitingIn,
  type MomentDots,
  type NewestMoment,
} from './self.ts';
import type { PendingMessage, Sending } from './sending.ts';
import type {
  ConversationView,
  InboxEntry,
  MessageWindows,
  OwnMessage,
  WhisperView,
} from './views.ts';

export type StateKey =
  'inbox' | 'self' | 'users' | 'contacts' | 'settings' | 'moments' | `conversation:${string}`;

/** What is shown and not known is asked for. */
export interface StateAsk {
  readonly user: (id: string) => void;
  readonly message: (conversation: string, seq: number) => void;
}

const selfKind = 5;
const whisperKind = 4;

export class State {
  /** As the server said when the socket was opened last. */
  windows: MessageWindows = { editMs: 0, recallMs: 0 };
  #holdings: Library | undefined;
  readonly #listeners = new Map<StateKey, Set<() => void>>();
  readonly #dirty = new Set<StateKey>();
  readonly #views = new Map<string, ConversationView>();
  /** Whispers and their rooms; also those that have just ended. */
  readonly #rooms = new Map<string, string>();
  readonly #loading = new Set<string>();
  /** Marks that were set here and are not confirmed yet. */
  readonly #marks = new Map<string, number>();
  #inbox: readonly InboxEntry[] | undefined;
  #contacts: readonly Contact[] | undefined;
  #dots: MomentDots | undefined;
  #hint: NewestMoment | undefined;
  #mine: { readonly of: Replica['items'] | undefined; readonly all: OwnMessages } | undefined;
  #isFlushing = false;

  constructor(
    readonly sending: Sending,
    readonly ask: StateAsk,
  ) {}

  subscribe = (key: StateKey, listener: () => void): (() => void) => {
    const listeners = this.#listeners.get(key) ?? new Set();
    this.#listeners.set(key, listeners.add(listener));
    return () => {
      listeners.delete(listener);
    };
  };

  /** Joined conversations, newest activity first; whispers are part of their room. */
  inbox(): readonly InboxEntry[] {
    this.#inbox ??= [...(this.#holdings?.replicas.values() ?? [])]
      .filter(({ head }) => head.kind !== selfKind && head.kind !== whisperKind)
      .map((replica) => this.#entry(replica))
      .sort((a, b) => activity(b) - activity(a));
    return this.#inbox;
  }

  conversation(id: string): ConversationView | undefined {
    const replica = this.#holdings?.replicas.get(id);
    if (replica === undefined) return undefined;
    const held = this.#views.get(id);
    if (held !== undefined) return held;
    const view = this.#view(replica);
    this.#views.set(id, view);
    return view;
  }

  /** Everybody the user stands to in some way: friends, requests, blocks. Told by `contacts`. */
  contacts(): readonly Contact[] {
    return (this.#contacts ??= contactsIn(this.#self, Date.now()));
  }

  /** Undefined until the user has chosen something. Told by `settings`. */
  settings(): Settings | undefined {
    return settingsIn(this.#self);
  }

  /** What SELF says of this kind, without what was taken away. Told by `self`. */
  items(kind: number): readonly Item[] {
    return itemsIn(this.#self, kind);
  }

  /** How many wait to come into this group, for its owner and admins. Told by `self`. */
  waiting(conversation: string): number {
    return waitingIn(this.#self, conversation);
  }

  /** The red dots of Moments, alike on all devices. Told by `moments`. */
  moments(): MomentDots {
    return (this.#dots ??= dotsIn(this.#self, this.#hint));
  }

  /** Undefined until it is known; then `users` is told. */
  user(id: string): User | undefined {
    const user = this.#holdings?.users.get(id);
    if (user === undefined || this.#holdings?.oldUsers.has(id) === true) this.ask.user(id);
    return user;
  }

  /**
   * A single message, e.g. one that another answers: undefined until it is known, then `conversation:` of it is told; null
   * when the user may not see it.
   */
  message(conversation: string, seq: number): Message | null | undefined {
    const replica = this.#holdings?.replicas.get(conversation);
    if (replica === undefined) return undefined;
    const last = replica.head.seq ?? 0;
    if (seq < firstSeen(this.#place(replica)) || seq > last) return null;
    const held = replica.messages.find((row) => row.seq === seq);
    if (held === undefined) this.ask.message(conversation, seq);
    return held;
  }

  // What follows is for the SDK itself.

  /** @internal For the entries beside the main one. */
  get holdings(): Library | undefined {
    return this.#holdings;
  }

  /** @internal What the server said of itself. */
  opened({
    editSeconds,
    recallSeconds,
  }: Pick<SessionOpenResponse, 'editSeconds' | 'recallSeconds'>) {
    this.windows = { editMs: editSeconds * 1000, recallMs: recallSeconds * 1000 };
  }

  /** @internal */
  attach(holdings: Library | undefined): void {
    this.#holdings = holdings;
    this.#marks.clear();
    this.#views.clear();
    this.#rooms.clear();
    this.#inbox = undefined;
    this.#hint = undefined;
    this.#forgetSelf();
    for (const key of this.#listeners.keys()) this.#tell(key);
  }

  /** @internal There is something new on the timeline; without an author there is nothing. */
  hinted(hint: NewestMoment): void {
    this.#hint = hint;
    this.#dots = undefined;
    this.#tell('moments');
  }

  /** @internal */
  isHeard(key: StateKey): boolean {
    return (this.#listeners.get(key)?.size ?? 0) > 0;
  }

  /** @internal */
  changed(conversation: string): void {
    const self = this.#holdings === undefined ? '' : selfOf(this.#holdings.user as UserId);
    // Own marks stand there: any conversation may count otherwise now.
    const touched = conversation === self ? [...this.#views.keys()] : [conversation];
    const { kind, parent } = this.#holdings?.replicas.get(conversation)?.head ?? {};
    if (kind === whisperKind && parent) this.#rooms.set(conversation, parent);
    const room = this.#rooms.get(conversation);
    if (room !== undefined) touched.push(room);
    for (const id of touched) this.#touch(id);
    if (conversation === self) {
      this.#forgetSelf();
      for (const key of ['self', 'contacts', 'settings', 'moments'] as const) this.#tell(key);
    }
    this.#inbox = undefined;
    this.#tell('inbox');
  }

  /** @internal */
  usersChanged(): void {
    this.#tell('users');
  }

  /** @internal */
  setLoading(conversation: string, isLoading: boolean): void {
    if (isLoading) this.#loading.add(conversation);
    else this.#loading.delete(conversation);
    this.#touch(conversation);
  }

  /** @internal Counts as read at once, whenever the server hears of it. */
  mark(conversation: string, seq: number): boolean {
    if (seq <= this.readSeq(conversation)) return false;
    this.#marks.set(conversation, seq);
    this.changed(conversation);
    return true;
  }

  /** @internal */
  readSeq(conversation: string): number {
    const replica = this.#holdings?.replicas.get(conversation);
    return replica === undefined ? 0 : effectiveRead(this.#readInput(replica));
  }

  #touch(conversation: string): void {
    this.#views.delete(conversation);
    this.#tell(`conversation:${conversation}`);
  }

  #entry(replica: Replica): InboxEntry {
    const { unread, mentions } = this.#counts(replica);
    return {
      conversation: replica.head,
      configuration: this.#own(ownItems.configuration, replica.conversation)?.configuration,
      last: this.#last(replica),
      unread,
      mentions,
      markedUnread:
        this.#own(ownItems.mark, replica.conversation)?.markedUnread ??
        replica.head.own?.markedUnread ??
        false,
      pending: this.#pending(replica).length,
      whispersUnread: this.#whispersOf(replica).reduce(
        (sum, one) => sum + this.#counts(one).unread,
        0,
      ),
    };
  }

  #whispersOf({ conversation: room }: Replica): Replica[] {
    return [...this.#rooms]
      .filter(([, parent]) => parent === room)
      .flatMap(([id]) => this.#holdings?.replicas.get(id) ?? [])
      .sort((a, b) => (a.conversation < b.conversation ? -1 : 1));
  }

  #whisper(replica: Replica, room: Replica): WhisperView {
    // What is anchored before the oldest message held belongs to a page that is not here yet.
    const first = this.#isAtStart(room) ? room.from - 1 : room.from;
    const messages = this.#shown(replica).filter(({ anchor }) => anchor >= first);
    return {
      conversation: replica.head,
      messages,
      own: this.#ownOf(messages),
      pending: this.#pending(replica),
      ...this.#counts(replica),
      readSeq: effectiveRead(this.#readInput(replica)),
    };
  }

  #view(replica: Replica): ConversationView {
    const messages = this.#shown(replica);
    const first = Math.max(replica.from, firstSeen(this.#place(replica)));
    return {
      conversation: replica.head,
      messages,
      own: this.#ownOf(messages),
      notices: replica.notices.filter((row) => (row.anchor ?? 0) >= first - 1),
      members: [...replica.members.values()].filter((row) => row.left === 0),
      pending: this.#pending(replica),
      whispers: this.#whispersOf(replica).map((whisper) => this.#whisper(whisper, replica)),
      ...this.#counts(replica),
      readSeq: effectiveRead(this.#readInput(replica)),
      atStart: this.#isAtStart(replica),
      loading: this.#loading.has(replica.conversation),
    };
  }

  /** Without those whose message is there already, its answer still under way. */
  #pending(replica: Replica): readonly PendingMessage[] {
    const pending = this.sending.of(replica.conversation);
    if (pending.length === 0) return pending;
    const mine = replica.messages.filter((row) => row.sender === this.#holdings?.user);
    const sent = new Set(mine.map((row) => row.clientMsgId));
    // What was refused is told, also when its key is that of another message.
    return pending.filter(
      ({ status, clientMsgId }) => status === 'failed' || !sent.has(clientMsgId),
    );
  }

  get #self(): Replica | undefined {
    return this.#holdings?.replicas.get(selfOf(this.#holdings.user as UserId));
  }

  #forgetSelf(): void {
    this.#contacts = undefined;
    this.#dots = undefined;
  }

  #own(kind: number, conversation: string) {
    return this.#self?.items.get(itemName({ kind, key: conversation }));
  }

  #place(replica: Replica) {
    return ownPlace(replica, this.#self);
  }

  #isAtStart(replica: Replica): boolean {
    return replica.from <= firstSeen(this.#place(replica));
  }

  /** Without what the user has cleared or deleted. */
  #shown(replica: Replica): readonly Message[] {
    const shown = shownMessages(replica);
    const isShown = this.#isShown(replica);
    return shown.every(isShown) ? shown : shown.filter(isShown);
  }

  /** The newest of them; every conversation is asked for it at every change of one. */
  #last(replica: Replica): Message | undefined {
    const isShown = this.#isShown(replica);
    const isHeld = (row: Message) => (row.seq ?? 0) >= replica.from;
    const last = replica.messages.findLast((row) => !isHeld(row) || isShown(row));
    return last !== undefined && isHeld(last) ? last : undefined;
  }

  #isShown(replica: Replica): (row: Message) => boolean {
    const items = this.itemsOf(replica.conversation);
    const first = firstSeen(this.#place(replica));
    return (row) => (row.seq ?? 0) >= first && items?.get(row.seq ?? 0)?.hidden !== true;
  }

  #ownOf(messages: readonly Message[]): ReadonlyMap<number, OwnMessage> {
    const items = this.itemsOf(messages[0]?.conversation ?? '');
    return ownOf(messages, items, this.#holdings?.user ?? '');
  }

  /** @internal By seq. SELF is read once for each of its states, not once for each message that is shown. */
  itemsOf(conversation: string): ReadonlyMap<number, Item> | undefined {
    const { items: of } = this.#self ?? {};
    if (!this.#mine || this.#mine.of !== of) this.#mine = { of, all: ownMessages(this.#self) };
    return this.#mine.all.get(conversation);
  }

  #readInput(replica: Replica) {
    const place = this.#place(replica);
    const marked = this.#marks.get(replica.conversation) ?? 0;
    return { ...place, readSeq: Math.max(place.readSeq, marked) };
  }

  #counts(replica: Replica): { unread: number; mentions: number } {
    const input = this.#readInput(replica);
    const user = this.#holdings?.user ?? '';
    const { recalled, mentions } = countAfter(replica, effectiveRead(input), user);
    const count = unread({ ...input, seq: replica.head.seq ?? 0, recalled });
    return { unread: count, mentions: Math.min(mentions, count) };
  }

  /** Listeners are told once for all that happens in one turn. */
  #tell(key: StateKey): void {
    this.#dirty.add(key);
    if (this.#isFlushing) return;
    this.#isFlushing = true;
    queueMicrotask(() => {
      this.#isFlushing = false;
      const keys = [...this.#dirty];
      this.#dirty.clear();
      for (const dirty of keys) this.#listeners.get(dirty)?.forEach((listener) => listener());
    });
  }
}

function activity({ last, conversation }: InboxEntry): number {
  const time = last?.createdAt ?? conversation.createdAt;
  return time === undefined ? 0 : Number(time.seconds) * 1000 + time.nanos / 1e6;
}
