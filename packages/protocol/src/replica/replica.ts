// One conversation as a client holds it, and the one rule by which it takes a Change (docs/sync.md 12, 15). Pure: a
// replica and a Change give a new replica and what to do next. The SDK and the sync model run exactly this code.
import type {
  Change,
  Conversation,
  Item,
  Member,
  Message,
  Notice,
  Own,
} from '../gen/hubbub/v1/stream_pb.ts';
import { countedIn, type Counted } from './own.ts';
import { isNewer, mergeNamed, mergeSorted, position } from './rows.ts';

export interface Replica {
  readonly conversation: string;
  readonly version: number;
  /** Version of the reset that this state began with: what was read before it does not belong to it. */
  readonly since: number;
  /** With `own` as the last pull said; `seq` and `version` move with every Change. */
  readonly head: Conversation;
  /**
   * Messages from this seq to the head's are all held. Those before it are held one by one, because they changed: they
   * are shown when history has brought what lies between.
   */
  readonly from: number;
  readonly messages: readonly Message[];
  readonly notices: readonly Notice[];
  /** By user; tombstones too, so that an older row cannot bring back who left. */
  readonly members: ReadonlyMap<string, Member>;
  /** SELF: by kind and key. */
  readonly items: ReadonlyMap<string, Item>;
  /** What the last pull counted. */
  readonly counted: Counted;
  /** It began with a reset of its own (`only`), not with an entry of the list: members and the newest 50 were in it. */
  readonly whole: boolean;
}

export type Step =
  /** Nothing new in it. */
  | { readonly kind: 'dropped' }
  | { readonly kind: 'applied'; readonly replica: Replica }
  /** Something before it is missing. */
  | { readonly kind: 'held' }
  /** It says that there is something, but not what. */
  | { readonly kind: 'bare' }
  /** What was asked is no answer to the state that is held by now. */
  | { readonly kind: 'again' }
  | { readonly kind: 'removed'; readonly version: number };

/** Where a Change comes from. */
export interface Source {
  readonly user: string;
  /** Answer to a pull: the version held when it was asked. */
  readonly asked?: { readonly version: number | undefined; readonly whole: boolean };
}

const dropped: Step = { kind: 'dropped' };

export function takeChange(replica: Replica | undefined, change: Change, source: Source): Step {
  const version = change.version ?? 0;
  if (change.gone !== 0) return takeGone(replica, change, source);
  if (change.reset) return takeReset(replica, change, source);
  if (replica !== undefined && version <= replica.version) return dropped;
  // Nothing that is missing before a removal matters any more.
  if (endsMembership(change, source.user)) return { kind: 'removed', version };
  if (replica === undefined || (change.base ?? 0) > replica.version) return { kind: 'held' };
  const isAnswer = source.asked !== undefined;
  if (change.bare || (!isAnswer && touchesOwn(replica, change, source.user)))
    return { kind: 'bare' };
  return { kind: 'applied', replica: applyDelta(replica, change, source.user) };
}

function takeGone(replica: Replica | undefined, change: Change, { asked }: Source): Step {
  const mine = replica?.version;
  if (asked !== undefined && asked.version !== mine) return { kind: 'again' };
  const version = change.version ?? 0;
  // Live: obeys the order of versions, like all else.
  if (asked === undefined && version > 0 && mine !== undefined && version <= mine) return dropped;
  return { kind: 'removed', version: Math.max(version, mine ?? 0) };
}

function takeReset(replica: Replica | undefined, change: Change, source: Source): Step {
  const version = change.version ?? 0;
  if (change.head === undefined || endsMembership(change, source.user))
    return takeGone(replica, change, source);
  const fresh: Replica = beginReplica(change, source);
  const { asked } = source;
  if (replica === undefined || version > replica.version)
    return { kind: 'applied', replica: fresh };
  if (asked === undefined) return dropped;
  // The server knows less than it did: its word counts.
  if (asked.version === replica.version && version < replica.version)
    return { kind: 'applied', replica: fresh };
  const isWanted = asked.whole && !replica.whole;
  // It may speak of an earlier membership.
  if (version < replica.since) return isWanted ? { kind: 'again' } : dropped;
  // Counts may be new at the same version: marks have none.
  if (!isWanted) return { kind: 'applied', replica: adoptCounts(replica, change) };
  // Live changes came while this was on its way. What is held is newer, so both together are the state. (To drop the
  // answer and ask again would never end in a busy room.)
  return { kind: 'applied', replica: adoptCounts(addWhole(replica, change), change) };
}

function beginReplica(change: Change, source: Source): Replica {
  const version = change.version ?? 0;
  const head = change.head as Conversation;
  const empty: Replica = {
    conversation: change.conversation,
    version: 0,
    since: version,
    head: { ...head, seq: head.seq ?? 0, version },
    from: (head.seq ?? 0) + 1,
    messages: [],
    notices: [],
    members: new Map(),
    items: new Map(),
    counted: countedIn(head.own, { version, seq: head.seq ?? 0 }),
    whole: source.asked?.whole ?? true,
  };
  const filled = { ...mergeRows(empty, change), version };
  return { ...filled, from: firstOfRun(filled.messages, head.seq ?? 0) };
}

/** Members and the newest 50 of a state that is older than what is held. */
function addWhole(replica: Replica, change: Change): Replica {
  return { ...mergeRows(replica, change), from: reach(replica, change.messages), whole: true };
}

/** What the server counted may be newer than what is known, also when its rows are not. */
function adoptCounts(replica: Replica, { head, version = 0 }: Change): Replica {
  if (head?.own === undefined || version < replica.counted.version) return replica;
  const { lastSentSeq = 0 } = replica.head.own ?? {};
  const own = { ...head.own, lastSentSeq: Math.max(lastSentSeq, head.own.lastSentSeq ?? 0) };
  const counted = countedIn(head.own, { version, seq: head.seq ?? 0 });
  return { ...replica, head: { ...replica.head, own }, counted };
}

function applyDelta(replica: Replica, change: Change, user: string): Replica {
  const merged = mergeRows(replica, change);
  const version = change.version ?? 0;
  const last = change.messages.reduce((seq, row) => Math.max(seq, row.seq ?? 0), 0);
  const base =
    change.head !== undefined && isNewer(change.head, replica.head) ? change.head : replica.head;
  const seq = Math.max(base.seq ?? 0, replica.head.seq ?? 0, last);
  const pulled = change.head?.own;
  const own = noteSent(pulled ?? replica.head.own, change.messages, user);
  const head = { ...base, seq, version, ...(own === undefined ? {} : { own }) };
  // A run that was whole stays whole: seqs are dense. Should a row be missing all the same, no gap is shown.
  const isWhole =
    merged.messages.length - position(merged.messages, replica.from, seqOf) ===
    seq - replica.from + 1;
  return {
    ...merged,
    version,
    head,
    counted: pulled === undefined ? replica.counted : countedIn(pulled, { version, seq }),
    from: isWhole ? replica.from : firstOfRun(merged.messages, seq),
  };
}

type Rows = Pick<Change, 'messages' | 'notices' | 'members' | 'items'>;

function mergeRows(replica: Replica, rows: Rows): Replica {
  return {
    ...replica,
    messages: mergeSorted(replica.messages, rows.messages, seqOf),
    notices: mergeSorted(replica.notices, rows.notices, versionOf),
    members: mergeNamed(replica.members, rows.members, (row) => row.user),
    items: mergeNamed(replica.items, rows.items, itemName),
  };
}

/** A page of history, asked for when the replica's `since` was `since`. It never moves the version. */
export function addHistory(
  replica: Replica,
  page: Pick<Change, 'messages' | 'notices'>,
  since: number,
): Replica {
  // Rows read before a reset may have changed before it, and nobody would tell.
  if (replica.since !== since) return replica;
  const merged = mergeRows(replica, { ...page, members: [], items: [] });
  return { ...merged, from: reach(replica, page.messages) };
}

/** Single messages, likewise: they are held one by one, and history joins them. */
export function addMessages(
  replica: Replica,
  messages: readonly Message[],
  since: number,
): Replica {
  if (replica.since !== since || messages.length === 0) return replica;
  return { ...replica, messages: mergeSorted(replica.messages, messages, seqOf) };
}

/** Where the run of messages begins when these, which have no gap among them, are added. */
function reach({ from }: Replica, messages: readonly Message[]): number {
  const last = messages.at(-1)?.seq ?? 0;
  return last >= from - 1 ? Math.min(messages[0]?.seq ?? from, from) : from;
}

/** The messages to show: in order, without a gap, up to the newest. */
export function shownMessages(replica: Replica): readonly Message[] {
  return replica.messages.slice(position(replica.messages, replica.from, seqOf));
}

export function itemName(item: Pick<Item, 'kind' | 'key'>): string {
  return `${item.kind}:${item.key}`;
}

function firstOfRun(messages: readonly Message[], seq: number): number {
  let first = seq + 1;
  for (let i = messages.length - 1; i >= 0 && messages[i]?.seq === first - 1; i -= 1) first -= 1;
  return first;
}

/** Is it the last Change that this user gets of the stream? */
function endsMembership(change: Change, user: string): boolean {
  if (change.head?.deleted === true) return true;
  return change.members.some((row) => row.user === user && row.left !== 0);
}

/**
 * One's own membership has changed: it may have ended and begun again within this Change, and of the new one `own` and
 * what is held say nothing. Live Changes carry no `own`, so a new role is found by the same pull.
 */
function touchesOwn(replica: Replica, change: Change, user: string): boolean {
  return change.members.some((row) => row.user === user && (row.version ?? 0) > replica.version);
}

function noteSent(
  own: Own | undefined,
  messages: readonly Message[],
  user: string,
): Own | undefined {
  if (own === undefined) return undefined;
  let lastSentSeq = own.lastSentSeq ?? 0;
  for (const row of messages)
    if (row.sender === user) lastSentSeq = Math.max(lastSentSeq, row.seq ?? 0);
  return lastSentSeq === (own.lastSentSeq ?? 0) ? own : { ...own, lastSentSeq };
}

function seqOf(row: Message): number {
  return row.seq ?? 0;
}
function versionOf(row: Notice): number {
  return row.version ?? 0;
}
