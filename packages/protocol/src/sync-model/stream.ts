// One stream of the model's server: rows, each with the version of its last change (docs/sync.md 2-4).
import { create } from '@bufbuild/protobuf';
import { TimestampSchema } from '@bufbuild/protobuf/wkt';
import {
  ChangeSchema,
  ConversationSchema,
  ItemSchema,
  Member_Role,
  MemberSchema,
  MessageSchema,
  Notice_Kind,
  NoticeSchema,
  OwnSchema,
  Reason_Code,
  type Change,
  type Conversation,
  type Conversation_Kind,
  type Item,
  type Member,
  type Message,
  type Notice,
} from '../index.ts';
import { callsUser } from '../replica/own.ts';

export interface StreamRow {
  readonly version: number;
  readonly table: 'messages' | 'notices' | 'members' | 'items';
  readonly row: Message | Notice | Member | Item;
}

export interface Calling {
  readonly mentions?: string[];
  readonly mentionsAll?: boolean;
}

export class Stream {
  seq = 0;
  version = 0;
  title = '';
  deleted = false;
  readonly messages = new Map<number, Message>();
  readonly notices = new Map<number, Notice>();
  readonly members = new Map<string, Member>();
  /** When the present membership of a user began. */
  readonly joinVersions = new Map<string, number>();
  readonly items = new Map<string, Item>();
  /** Up to where each user has cleared it for itself: no row, and no version. */
  readonly cleared = new Map<string, number>();

  constructor(
    readonly id: string,
    readonly kind: Conversation_Kind,
    /** Who joins sees what was said before. */
    readonly showsPast: boolean,
  ) {}

  isMember(user: string): boolean {
    return !this.deleted && this.members.get(user)?.left === Reason_Code.UNSPECIFIED;
  }

  present(): string[] {
    return [...this.members.keys()].filter((user) => this.isMember(user));
  }

  /** Largest joinSeq of a present member. */
  floor(): number {
    return Math.max(0, ...this.present().map((user) => this.joinSeq(user)));
  }

  joinSeq(user: string): number {
    return this.members.get(user)?.joinSeq ?? 0;
  }

  /** The first seq this user sees. */
  firstSeen(user: string): number {
    return Math.max(1, this.joinSeq(user), (this.cleared.get(user) ?? 0) + 1);
  }

  /** The message, for whoever may do something to it. */
  standing(user: string, seq: number): Message | undefined {
    const row = seq >= this.firstSeen(user) ? this.messages.get(seq) : undefined;
    return row?.recalled === true ? undefined : row;
  }

  role(user: string): Member_Role {
    return this.members.get(user)?.role ?? Member_Role.UNSPECIFIED;
  }

  head(): Conversation {
    const { id, kind, title, seq, version, deleted } = this;
    const memberCount = this.present().length;
    return create(ConversationSchema, { id, kind, title, seq, version, deleted, memberCount });
  }

  ownHead(user: string, readSeq: number): Conversation {
    const joinSeq = this.joinSeq(user);
    const rows = [...this.messages.values()];
    const lastSentSeq = Math.max(
      0,
      ...rows.filter((row) => row.sender === user).map((row) => row.seq ?? 0),
    );
    const cleared = this.cleared.get(user) ?? 0;
    const effective = Math.max(joinSeq - 1, cleared, readSeq, lastSentSeq);
    const after = rows.filter((row) => (row.seq ?? 0) > effective);
    const own = create(OwnSchema, {
      joinSeq,
      cleared,
      readSeq,
      lastSentSeq,
      recalled: after.filter((row) => row.recalled).length,
      mentions: after.filter((row) => callsUser(row, user)).length,
      role: this.role(user),
    });
    return { ...this.head(), own };
  }

  /** Rows changed after `known`, oldest change first; only what `user` may see. */
  rowsSince(known: number, user: string): StreamRow[] {
    const first = user === '' ? 1 : this.firstSeen(user);
    const rows: StreamRow[] = [];
    const add = (table: StreamRow['table'], of: Iterable<Message | Notice | Member | Item>) => {
      for (const row of of)
        if ((row.version ?? 0) > known) rows.push({ version: row.version ?? 0, table, row });
    };
    add(
      'messages',
      [...this.messages.values()].filter((row) => (row.seq ?? 0) >= first),
    );
    add(
      'notices',
      [...this.notices.values()].filter((row) => this.showsNotice(row, user)),
    );
    add('members', this.members.values());
    add('items', this.items.values());
    return rows.sort((a, b) => a.version - b.version);
  }

  /** Notices from before one came in are not shown, like messages. */
  showsNotice(row: Notice, user: string): boolean {
    return this.showsPast || (row.version ?? 0) > (this.joinVersions.get(user) ?? 0);
  }

  // Each of these is one version; the change that it makes is the difference.
  say(sender: string, clientMsgId: string, calling: Calling = {}): Message {
    this.seq += 1;
    const { id: conversation, seq } = this;
    const content = { case: 'text', value: `${clientMsgId}` } as const;
    const version = this.#next();
    const named = { conversation, seq, version, sender, clientMsgId, content };
    const row = create(MessageSchema, { ...named, ...calling });
    this.messages.set(seq, row);
    return row;
  }

  /** Nothing changes a row after this. By another than its sender it is hidden. */
  recall({ conversation, seq, sender, clientMsgId, version }: Message, actor: string): void {
    const stub = { conversation, sender, clientMsgId, recalled: true, hidden: actor !== sender };
    this.change({ ...create(MessageSchema, stub), seq, version }, {});
  }

  change(row: Message, changed: Partial<Message>): void {
    this.messages.set(row.seq ?? 0, { ...row, ...changed, version: this.#next() });
  }

  /** The row and the line that tells of it are one version. */
  pin(row: Message, actor: string): void {
    this.change(row, { pinned: true });
    const { id: conversation, version, seq: anchor } = this;
    const line = { conversation, version, anchor, kind: Notice_Kind.PINNED, actor };
    this.notices.set(version, create(NoticeSchema, { ...line, seq: row.seq ?? 0 }));
  }

  rename(actor: string, text: string): void {
    this.title = text;
    const version = this.#next();
    const row = create(NoticeSchema, {
      conversation: this.id,
      version,
      anchor: this.seq,
      kind: 1,
      actor,
      text,
    });
    this.notices.set(version, row);
  }

  /** Its row says until when; that the time is over is told by nobody. */
  mute(user: string): void {
    const row = this.members.get(user);
    if (row === undefined || !this.isMember(user)) return;
    const version = this.#next();
    const mutedUntil = create(TimestampSchema, { seconds: BigInt(version) });
    this.members.set(user, { ...row, version, mutedUntil });
  }

  join(user: string, role = Member_Role.MEMBER): void {
    const version = this.#next();
    const joinSeq = this.showsPast ? 1 : this.seq + 1;
    const row = create(MemberSchema, {
      conversation: this.id,
      user,
      role,
      joinSeq,
      version,
    });
    this.members.set(user, row);
    this.joinVersions.set(user, version);
  }

  leave(user: string, left: Reason_Code): void {
    const row = this.members.get(user);
    if (row === undefined) return;
    const version = this.#next();
    this.members.set(user, { ...row, left, version });
    const heir = this.members.get(this.present()[0] ?? '');
    if (row.role === Member_Role.OWNER && heir !== undefined)
      this.members.set(heir.user, { ...heir, role: Member_Role.OWNER, version });
  }

  putItem(item: Partial<Omit<Item, '$typeName' | '$unknown'>> & Pick<Item, 'kind' | 'key'>): void {
    const name = `${item.kind}:${item.key}`;
    const before = this.items.get(name) ?? create(ItemSchema);
    this.items.set(name, { ...before, ...item, version: this.#next() });
  }

  delete(): void {
    this.deleted = true;
    this.#next();
  }

  #next(): number {
    this.version += 1;
    return this.version;
  }
}

/** The rows as a Change that covers (base, version]. */
export function changeOf(
  rows: readonly StreamRow[],
  fields: { conversation: string; base?: number; version: number },
): Change {
  const change = create(ChangeSchema, fields);
  for (const { table, row } of rows) (change[table] as unknown[]).push(row);
  return change;
}
