// What a user interface renders from: snapshots that never change and stay the same reference until what they show has
// changed, with subscriptions by key. Made for React's useSyncExternalStore, useful without it.
import {
  effectiveRead,
  itemName,
  selfOf,
  shownMessages,
  unread,
  type Contact,
  type Conversation,
  type Library,
  type Member,
  type Message,
  type Notice,
  type Replica,
  type Settings,
  type User,
  type UserId,
} from '@hubbub/protocol';
import { contactsIn, dotsIn, settingsIn, type MomentDots, type NewestMoment } from './self.ts';
import type { PendingMessage, Sending } from './sending.ts';

export type StateKey =
  'inbox' | 'self' | 'users' | 'contacts' | 'settings' | 'moments' | `conversation:${string}`;

export interface InboxEntry {
  readonly conversation: Conversation;
  readonly last: Message | undefined;
  readonly unread: number;
  readonly markedUnread: boolean;
  /** Messages that wait to be sent. */
  readonly pending: number;
  /** Unread messages of the user's whispers in this room; they do not count in `unread`. */
  readonly whispersUnread: number;
}

/** One of the user's whispers in a room. Its messages stand among the room's by their `anchor` (inDrawOrder). */
export interface WhisperView {
  readonly conversation: Conversation;
  /** Those anchored among the room's messages that are held. */
  readonly messages: readonly Message[];
  readonly pending: readonly PendingMessage[];
  readonly unread: number;
  readonly readSeq: number;
}

export interface ConversationView {
  readonly conversation: Conversation;
  /** Ascending and without a gap, up to the newest. */
  readonly messages: readonly Message[];
  readonly notices: readonly Notice[];
  /** Those who are members now; in large rooms only some. */
  readonly members: readonly Member[];
  readonly pending: readonly PendingMessage[];
  /** The user's whispers in this room, in order of id. */
  readonly whispers: readonly WhisperView[];
  readonly unread: number;
  /** Up to here counts as read. */
  readonly readSeq: number;
  /** Nothing that the user may see lies before `messages`. */
  readonly atStart: boolean;
  readonly loading: boolean;
}

const markItem = 2;
const selfKind = 5;
const whisperKind = 4;

export class State {
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
  #isFlushing = false;

  constructor(
    readonly sending: Sending,
    readonly askUser: (id: string) => void,
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
    return (this.#contacts ??= contactsIn(this.#self(), Date.now()));
  }

  /** Undefined until the user has chosen something. Told by `settings`. */
  settings(): Settings | undefined {
    return settingsIn(this.#self());
  }

  /** The red dots of Moments, alike on all devices. Told by `moments`. */
  moments(): MomentDots {
    return (this.#dots ??= dotsIn(this.#self(), this.#hint));
  }

  /** Undefined until it is known; then `users` is told. */
  user(id: string): User | undefined {
    const user = this.#holdings?.users.get(id);
    if (user === undefined) this.askUser(id);
    return user;
  }

  // What follows is for the SDK itself.

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
    return {
      conversation: replica.head,
      last: replica.from <= (replica.head.seq ?? 0) ? replica.messages.at(-1) : undefined,
      unread: this.#unread(replica),
      markedUnread:
        this.#ownMark(replica.conversation)?.markedUnread ??
        replica.head.own?.markedUnread ??
        false,
      pending: this.#pending(replica).length,
      whispersUnread: this.#whispersOf(replica).reduce((sum, one) => sum + this.#unread(one), 0),
    };
  }

  #whispersOf({ conversation: room }: Replica): Replica[] {
    return [...this.#rooms]
      .filter(([, parent]) => parent === room)
      .flatMap(([id]) => this.#holdings?.replicas.get(id) ?? [])
      .sort((a, b) => (a.conversation < b.conversation ? -1 : 1));
  }

  #whisper(replica: Replica, { from, head }: Replica): WhisperView {
    // What is anchored before the oldest message held belongs to a page that is not here yet.
    const first = from <= Math.max(1, head.own?.joinSeq ?? 1) ? from - 1 : from;
    return {
      conversation: replica.head,
      messages: shownMessages(replica).filter(({ anchor }) => anchor >= first),
      pending: this.#pending(replica),
      unread: this.#unread(replica),
      readSeq: effectiveRead(this.#readInput(replica)),
    };
  }

  #view(replica: Replica): ConversationView {
    const firstSeen = Math.max(1, replica.head.own?.joinSeq ?? 1);
    return {
      conversation: replica.head,
      messages: shownMessages(replica),
      notices: replica.notices.filter((row) => (row.anchor ?? 0) >= replica.from - 1),
      members: [...replica.members.values()].filter((row) => row.left === 0),
      pending: this.#pending(replica),
      whispers: this.#whispersOf(replica).map((whisper) => this.#whisper(whisper, replica)),
      unread: this.#unread(replica),
      readSeq: effectiveRead(this.#readInput(replica)),
      atStart: replica.from <= firstSeen,
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

  #self(): Replica | undefined {
    return this.#holdings?.replicas.get(selfOf(this.#holdings.user as UserId));
  }

  #forgetSelf(): void {
    this.#contacts = undefined;
    this.#dots = undefined;
  }

  #ownMark(conversation: string) {
    return this.#self()?.items.get(itemName({ kind: markItem, key: conversation }));
  }

  #readInput({ conversation, head: { own } }: Replica) {
    const mark = this.#ownMark(conversation);
    return {
      joinSeq: own?.joinSeq ?? 0,
      cleared: own?.cleared,
      readSeq: Math.max(own?.readSeq ?? 0, mark?.read ?? 0, this.#marks.get(conversation) ?? 0),
      lastSentSeq: own?.lastSentSeq,
    };
  }

  #unread(replica: Replica): number {
    const input = this.#readInput(replica);
    const after = effectiveRead(input);
    // Recalled ones can be counted among the rows that are held; before those only the server's count is known.
    const held = replica.messages.filter((row) => row.recalled && (row.seq ?? 0) > after).length;
    const recalled =
      after >= replica.from - 1 ? held : Math.max(held, replica.head.own?.recalled ?? 0);
    return unread({ ...input, seq: replica.head.seq ?? 0, recalled });
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
