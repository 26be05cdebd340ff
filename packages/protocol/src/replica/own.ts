// What is the user's own in a conversation: how far it is read, and how many of what follows were recalled or call the user
// (docs/sync.md 26, 27). Own marks are items of SELF; counts come with a pull and are carried on by the rows that changed since.
import type { Conversation, Item, Message, Own } from '../gen/hubbub/v1/stream_pb.ts';
import { effectiveRead } from '../unread.ts';
import { position } from './rows.ts';

export const ownItems = { joined: 1, mark: 2, message: 20, cleared: 21 } as const;

/** What a pull counted, of which state. */
export interface Counted {
  /** The conversation's version and newest seq when it was counted. */
  readonly version: number;
  readonly seq: number;
  /** Messages after this seq were counted. */
  readonly after: number;
  readonly recalled: number;
  readonly mentions: number;
}

/** What is asked of a replica here. */
interface Held {
  readonly conversation: string;
  readonly head: Conversation;
  readonly from: number;
  readonly messages: readonly Message[];
  readonly counted: Counted;
}

/** The user's SELF, if it is held. */
type Self = { readonly items: ReadonlyMap<string, Item> } | undefined;

export interface OwnPlace {
  readonly joinSeq: number;
  readonly cleared: number;
  readonly readSeq: number;
  readonly lastSentSeq: number;
}

export interface Counts {
  readonly recalled: number;
  readonly mentions: number;
  /** False: rows that are not held decide, and only a pull can tell. */
  readonly isSure: boolean;
}

export function countedIn(own: Own | undefined, at: { version: number; seq: number }): Counted {
  return {
    version: at.version,
    seq: at.seq,
    after: own === undefined ? 0 : effectiveRead({ ...own, joinSeq: own.joinSeq ?? 0 }),
    recalled: own?.recalled ?? 0,
    mentions: own?.mentions ?? 0,
  };
}

export function ownPlace({ conversation, head }: Held, self: Self): OwnPlace {
  const item = (kind: number): Item | undefined => self?.items.get(`${kind}:${conversation}`);
  const { own } = head;
  return {
    joinSeq: own?.joinSeq ?? 0,
    cleared: Math.max(own?.cleared ?? 0, item(ownItems.cleared)?.cleared ?? 0),
    readSeq: Math.max(own?.readSeq ?? 0, item(ownItems.mark)?.read ?? 0),
    lastSentSeq: own?.lastSentSeq ?? 0,
  };
}

/** The first seq the user sees. */
export function firstSeen({ joinSeq, cleared }: OwnPlace): number {
  return Math.max(1, joinSeq, cleared + 1);
}

export type OwnMessages = ReadonlyMap<string, ReadonlyMap<number, Item>>;

/** What the user did to messages that nobody else sees: by conversation, then by seq. */
export function ownMessages(self: Self): OwnMessages {
  const found = new Map<string, Map<number, Item>>();
  for (const item of self?.items.values() ?? []) {
    if (item.kind !== ownItems.message) continue;
    const end = item.key.lastIndexOf('/');
    const conversation = item.key.slice(0, end);
    const items = found.get(conversation) ?? new Map<number, Item>();
    found.set(conversation, items.set(Number(item.key.slice(end + 1)), item));
  }
  return found;
}

export function callsUser({ recalled, mentions, mentionsAll }: Message, user: string): boolean {
  return !recalled && (mentionsAll || mentions.includes(user));
}

/** What was recalled, and what calls the user, after a seq. */
export function countAfter(replica: Held, after: number, user: string): Counts {
  const { counted, from } = replica;
  const rows = replica.messages.slice(position(replica.messages, after + 1, seqOf));
  const count = (some: readonly Message[]) => ({
    recalled: some.filter((row) => row.recalled).length,
    mentions: some.filter((row) => callsUser(row, user)).length,
  });
  // Everything that is counted is held.
  if (after >= from - 1) return { ...count(rows), isSure: true };
  const fresh = rows.filter((row) => (row.version ?? 0) > counted.version);
  return {
    recalled: counted.recalled + count(fresh).recalled,
    mentions: counted.mentions + count(fresh.filter((row) => mayCallAnew(row, counted))).mentions,
    isSure: isSure(counted, after, fresh),
  };
}

/** A pin or a reaction changes a row too, but not whom it calls: a row that was there and was never edited is counted already. */
function mayCallAnew(row: Message, { seq }: Counted): boolean {
  return seqOf(row) > seq || row.editedAt !== undefined;
}

/**
 * A recall is the last change of its row, so a row recalled since was not counted as such. Whether a row that was there
 * already called the user then is not known.
 */
function isSure({ seq, ...counted }: Counted, after: number, fresh: readonly Message[]): boolean {
  const isNothing = counted.recalled === 0 && counted.mentions === 0;
  if (isNothing) return after >= counted.after;
  const mayHaveCalled = (row: Message) =>
    (row.seq ?? 0) <= seq && (row.recalled || row.editedAt !== undefined);
  return after === counted.after && !(counted.mentions > 0 && fresh.some(mayHaveCalled));
}

function seqOf(row: Message): number {
  return row.seq ?? 0;
}
