// The model's server: streams, what each operation commits, and what pull answers (docs/sync.md 3-10, 14-20). Everything
// happens at once and in one place; that nothing of it is lost on the way is what the clients have to see to.
import { create } from '@bufbuild/protobuf';
import { TimestampSchema } from '@bufbuild/protobuf/wkt';
import {
  ChangeSchema,
  Conversation_Kind,
  Item_Kind,
  Member_Role,
  Reason_Code,
  selfOf,
  ReactionSchema,
  type Change,
  type Conversation,
  type Message,
  type UserId,
} from '../index.ts';
import type { Ask } from '../replica/ask.ts';
import type { PullAnswer } from '../replica/library.ts';
import { callsUser } from '../replica/own.ts';
import { changeOf, Stream, type Calling, type StreamRow } from './stream.ts';

export interface Emitted {
  readonly change: Change;
  readonly audience: readonly string[];
}

/** What a caller gets: the Change of the conversation it named, and the rest for everybody (docs/sync.md 9). */
export interface Committed {
  readonly reply: Change | undefined;
  readonly emitted: readonly Emitted[];
}

/** Small, so that a few steps reach them. */
export interface ModelSizes {
  readonly newest: number;
  readonly pageRows: number;
  readonly mostDifference: number;
}

/** A rule that this server breaks, to see that somebody notices. */
export type ServerFault =
  | 'no reset after rejoining'
  | 'no tombstones in deltas'
  | 'rows below the floor'
  | 'notices of before in a repair'
  | 'delivers after removal'
  | 'version ahead of the rows'
  | 'no gone in pulls'
  | 'page ends within a version'
  | 'keeps the epoch when restored'
  | 'changes what was recalled'
  | 'counts what was read';

const nothing: Committed = { reply: undefined, emitted: [] };

export class ModelServer {
  epoch = 'e0';
  readonly streams = new Map<string, Stream>();
  readonly #exMembers = new Map<string, Set<string>>();

  constructor(
    readonly users: readonly UserId[],
    readonly sizes: ModelSizes,
    readonly fault?: ServerFault,
  ) {
    for (const user of users) {
      const self = new Stream(selfOf(user), Conversation_Kind.SELF, true);
      this.streams.set(self.id, self);
      self.join(user);
    }
  }

  /** @param id of the new room */
  create(user: UserId, id: string, showsPast: boolean): Committed {
    if (this.streams.has(id)) return nothing;
    const stream = new Stream(id, Conversation_Kind.ROOM, showsPast);
    this.streams.set(id, stream);
    return this.#joining(stream, user, Member_Role.OWNER);
  }

  join(user: UserId, id: string): Committed {
    const stream = this.streams.get(id);
    if (stream === undefined || stream.deleted || stream.isMember(user)) return nothing;
    return this.#joining(stream, user, Member_Role.MEMBER);
  }

  leave(user: UserId, id: string, reason = Reason_Code.LEFT): Committed {
    return this.inRoom(user, id, (stream) => {
      stream.leave(user, reason);
      const gone = this.#exMembers.get(id) ?? new Set();
      this.#exMembers.set(id, gone.add(user));
    });
  }

  send(user: UserId, id: string, clientMsgId: string): Committed {
    return this.call(user, id, { clientMsgId, called: '' });
  }

  /** @param said with the user whom it calls by name; '*' for everybody */
  call(user: UserId, id: string, said: { clientMsgId: string; called: string }): Committed {
    const { clientMsgId, called } = said;
    return this.inRoom(user, id, (stream) => stream.say(user, clientMsgId, callingOf(called)));
  }

  recall(user: UserId, id: string, back: number): Committed {
    return this.#onMessage({ user, id, back }, (stream, row) => stream.recall(row, user));
  }

  edit(user: UserId, id: string, said: { back: number; called: string }): Committed {
    const { back, called } = said;
    return this.#onMessage({ user, id, back }, (stream, row) => {
      const editedAt = create(TimestampSchema);
      const content = { case: 'text', value: `edit ${stream.version}` } as const;
      const edited = { content, editedAt, mentions: [], mentionsAll: false };
      stream.change(row, { ...edited, ...callingOf(called) });
    });
  }

  pin(user: UserId, id: string, back: number): Committed {
    return this.#onMessage({ user, id, back }, (stream, row) => stream.pin(row, user));
  }

  /** The count is everybody's, that it was this user is its own. */
  react(user: UserId, id: string, back: number): Committed {
    let key = '';
    const committed = this.#onMessage({ user, id, back }, (stream, row) => {
      const [held] = row.reactions;
      const count = (held?.count ?? 0) + 1;
      stream.change(row, { reactions: [create(ReactionSchema, { emoji: '!', count })] });
      key = `${id}/${row.seq ?? 0}`;
    });
    if (key === '') return committed;
    const own = this.#putOwn(user, { kind: Item_Kind.MESSAGE, key, reactions: ['!'] });
    return { ...committed, emitted: [...committed.emitted, ...own] };
  }

  hide(user: UserId, id: string, back: number): Committed {
    const stream = this.streams.get(id);
    if (stream === undefined || !stream.isMember(user)) return nothing;
    const seq = stream.seq - back;
    if (seq < stream.firstSeen(user)) return nothing;
    const item = { kind: Item_Kind.MESSAGE, key: `${id}/${seq}`, hidden: true };
    return { reply: undefined, emitted: this.#putOwn(user, item) };
  }

  clear(user: UserId, id: string, back: number): Committed {
    const stream = this.streams.get(id);
    if (stream === undefined || !stream.isMember(user)) return nothing;
    const cleared = Math.max(stream.cleared.get(user) ?? 0, stream.seq - back);
    stream.cleared.set(user, cleared);
    const item = { kind: Item_Kind.CLEARED, key: id, cleared };
    return { reply: undefined, emitted: this.#putOwn(user, item) };
  }

  rename(user: UserId, id: string, title: string): Committed {
    return this.inRoom(user, id, (stream) => stream.rename(user, title));
  }

  delete(user: UserId, id: string): Committed {
    return this.inRoom(user, id, (stream) => stream.delete());
  }

  /** @param back how many before the newest are left unread */
  mark(user: UserId, id: string, back = 0): Committed {
    const stream = this.streams.get(id);
    if (stream === undefined || !stream.isMember(user)) return nothing;
    const read = Math.max(this.readSeq(user, id), stream.seq - back);
    const item = { kind: Item_Kind.MARK, key: id, read };
    return { reply: undefined, emitted: this.#putOwn(user, item) };
  }

  /** The database was exchanged for an older copy: the newest changes never happened. */
  restore(rooms: readonly string[]): void {
    if (this.fault !== 'keeps the epoch when restored')
      this.epoch = `e${Number(this.epoch.slice(1)) + 1}`;
    for (const id of rooms) this.streams.delete(id);
    for (const user of this.users) {
      const self = new Stream(selfOf(user), Conversation_Kind.SELF, true);
      self.join(user);
      this.streams.set(self.id, self);
    }
  }

  readSeq(user: UserId, id: string): number {
    return this.#self(user).items.get(`${Item_Kind.MARK}:${id}`)?.read ?? 0;
  }

  pull(user: UserId, { args }: Ask): PullAnswer {
    const known = new Map(args.known.map((entry) => [entry.conversation, entry.version]));
    const ids = args.only ?? this.#range(user, args, known);
    const sameEpoch = args.epoch === this.epoch;
    const changes: Change[] = [];
    let rows = 0;
    for (const id of ids) {
      const change = this.#entry(user, id, {
        known: sameEpoch ? known.get(id) : undefined,
        wasKnown: known.has(id),
        newest: args.only === undefined ? 1 : this.sizes.newest,
        room: this.sizes.pageRows - rows,
      });
      if (change === undefined) continue;
      changes.push(change);
      rows +=
        change.messages.length +
        change.notices.length +
        change.members.length +
        change.items.length;
      if (rows >= this.sizes.pageRows && args.only === undefined)
        return { epoch: this.epoch, changes, next: id === ids.at(-1) ? '' : id };
    }
    return { epoch: this.epoch, changes, next: '' };
  }

  /** A page before `before`, as history answers it: messages, and the notices anchored in their range. */
  history(user: UserId, id: string, before: number): Change | undefined {
    const stream = this.streams.get(id);
    if (stream === undefined || !stream.isMember(user)) return undefined;
    const end = Math.min(before, stream.seq + 1);
    const first = Math.max(stream.firstSeen(user), end - this.sizes.newest);
    const rows = stream.rowsSince(0, user).filter((row) => {
      const at = placeOf(row);
      return at !== undefined && at >= first && at < end;
    });
    return changeOf(rows, { conversation: id, version: stream.version });
  }

  /** What a hub publishes that has missed something: all from `base` to the head as one Change (docs/sync.md 7, 11). */
  repair(user: UserId, id: string, base: number): Change | undefined {
    const stream = this.streams.get(id);
    // Who is gone by now gets the removal alone, and after a deletion there is nothing to read.
    if (stream === undefined || !stream.isMember(user) || base >= stream.version) return undefined;
    return this.#changeSince(stream, base, true);
  }

  #range(user: UserId, args: Ask['args'], known: ReadonlyMap<string, number>): string[] {
    const mine = [...this.streams.values()]
      .filter((stream) => stream.isMember(user))
      .map(({ id }) => id);
    const until = args.until ?? '';
    return [...new Set([...mine, ...known.keys()])]
      .sort()
      .filter((id) => id > (args.after ?? '') && (until === '' || id <= until));
  }

  #entry(
    user: UserId,
    id: string,
    ask: { known: number | undefined; wasKnown: boolean; newest: number; room: number },
  ): Change | undefined {
    const stream = this.streams.get(id);
    if (stream === undefined || !stream.isMember(user)) {
      const gone = create(ChangeSchema, { conversation: id, gone: Reason_Code.NOT_FOUND });
      return this.fault === 'no gone in pulls' ? undefined : gone;
    }
    const { known } = ask;
    const began =
      this.fault === 'no reset after rejoining' ? 0 : (stream.joinVersions.get(user) ?? 0);
    const isReset =
      known === undefined ||
      known > stream.version ||
      // A paged reset of SELF would begin again at each page.
      (stream.kind !== Conversation_Kind.SELF &&
        (stream.version - known > this.sizes.mostDifference || began > known));
    if (isReset) return this.#reset(stream, user, ask);
    if (known === stream.version) return undefined;
    const rows = stream
      .rowsSince(known, user)
      .filter(
        ({ row }) => this.fault !== 'no tombstones in deltas' || !('left' in row) || row.left === 0,
      );
    const change = this.#page(stream, rows, ask.room);
    const head = this.#ownHead(stream, user);
    return { ...change, base: known, head: { ...head, version: change.version ?? 0 } };
  }

  #reset(stream: Stream, user: UserId, { newest, room }: { newest: number; room: number }): Change {
    const first = stream.seq - newest + 1;
    const rows = stream.rowsSince(0, user).filter((one) => {
      const { table, row } = one;
      const at = placeOf(one);
      if (at !== undefined) return at >= first && (table === 'messages' || newest > 1);
      return (
        table === 'items' || ('left' in row && row.left === 0 && (newest > 1 || row.user === user))
      );
    });
    // Rows of a reset are few, except for SELF, whose items are paged.
    const change = this.#page(
      stream,
      rows,
      stream.kind === Conversation_Kind.SELF ? room : rows.length,
    );
    return { ...change, reset: true, head: this.#ownHead(stream, user) };
  }

  #ownHead(stream: Stream, user: UserId): Conversation {
    const head = stream.ownHead(user, this.readSeq(user, stream.id));
    if (head.own === undefined || this.fault !== 'counts what was read') return head;
    const rows = [...stream.messages.values()];
    const mentions = rows.filter((row) => callsUser(row, user)).length;
    return { ...head, own: { ...head.own, mentions } };
  }

  /** As many rows as there is room for, at least one version; `more` when that is not all. */
  #page(stream: Stream, rows: ReturnType<Stream['rowsSince']>, room: number): Change {
    const { id: conversation, version } = stream;
    const last = rows[Math.max(0, room - 1)];
    const until = last === undefined || room >= rows.length ? version : last.version;
    const taken = rows.filter((row) => row.version <= until);
    const shown = this.fault === 'page ends within a version' ? taken.slice(0, -1) : taken;
    return { ...changeOf(shown, { conversation, version: until }), more: until < version };
  }

  #joining(stream: Stream, user: UserId, role: Member_Role): Committed {
    const emitted = this.#commit(stream, () => stream.join(user, role));
    const self = this.#commit(this.#self(user), (own) =>
      own.putItem({ kind: Item_Kind.JOINED, key: stream.id }),
    );
    this.#exMembers.get(stream.id)?.delete(user);
    const room = { newest: this.sizes.newest, room: this.sizes.pageRows };
    const reply = this.#reset(stream, user, room);
    return { reply, emitted: [self, emitted].filter((one) => one !== undefined) };
  }

  inRoom(user: UserId, id: string, change: (stream: Stream) => void): Committed {
    const stream = this.streams.get(id);
    if (stream === undefined || !stream.isMember(user)) return nothing;
    const emitted = this.#commit(stream, change);
    return emitted === undefined ? nothing : { reply: emitted.change, emitted: [emitted] };
  }

  #commit(stream: Stream, run: (stream: Stream) => void): Emitted | undefined {
    const base = stream.version;
    const before = stream.present();
    run(stream);
    if (stream.version === base) return undefined;
    const change = this.#changeSince(stream, base, false);
    const late =
      this.fault === 'delivers after removal' ? (this.#exMembers.get(stream.id) ?? []) : [];
    const audience = [...new Set([...before, ...stream.present(), ...late])];
    return { change, audience };
  }

  /** All that changed after `base`, without rows if not every member may see them. */
  #changeSince(stream: Stream, base: number, isRepair: boolean): Change {
    const rows = stream.rowsSince(base, '');
    const floor = stream.floor();
    const isBelow =
      this.fault !== 'rows below the floor' &&
      rows.some((row) => row.table === 'messages' && (placeOf(row) ?? 0) < floor);
    const newestJoin = Math.max(
      0,
      ...rows.map(({ row }) => ('joinSeq' in row && row.left === 0 ? (row.version ?? 0) : 0)),
    );
    const isBefore =
      isRepair &&
      this.fault !== 'notices of before in a repair' &&
      rows.some(({ table, version }) => table === 'notices' && version < newestJoin);
    const bare = isBelow || isBefore;
    const version =
      stream.version + (this.fault === 'version ahead of the rows' && stream.seq % 3 === 2 ? 1 : 0);
    const fields = { conversation: stream.id, base, version };
    return { ...changeOf(bare ? [] : rows, fields), bare, head: stream.head() };
  }

  #putOwn(user: UserId, item: Parameters<Stream['putItem']>[0]): Emitted[] {
    const emitted = this.#commit(this.#self(user), (self) => self.putItem(item));
    return emitted === undefined ? [] : [emitted];
  }

  /** What may be done to a message, by whoever sees it, as long as it stands. */
  #onMessage(
    { user, id, back }: { user: UserId; id: string; back: number },
    change: (stream: Stream, row: Message) => void,
  ): Committed {
    return this.inRoom(user, id, (stream) => {
      const row = stream.standing(user, stream.seq - back);
      const isFinal = this.fault !== 'changes what was recalled';
      const found = isFinal ? row : (row ?? stream.messages.get(stream.seq - back));
      if (found !== undefined) change(stream, found);
    });
  }

  #self(user: UserId): Stream {
    const self = this.streams.get(selfOf(user));
    if (self === undefined) throw new Error('every user has a SELF stream');
    return self;
  }
}

/** Where a row stands in the order of messages; members and items do not. */
function placeOf({ table, row }: StreamRow): number | undefined {
  if (table === 'messages') return 'seq' in row ? row.seq : undefined;
  return table === 'notices' && 'anchor' in row ? row.anchor : undefined;
}

function callingOf(called: string): Calling {
  if (called === '*') return { mentionsAll: true };
  return called === '' ? {} : { mentions: [called] };
}
