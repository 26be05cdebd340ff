// Pull: what changed in a user's conversations since the versions its device knows (docs/sync.md 14-18). Three queries in
// one snapshot, however many conversations: memberships with heads, rows, users.
import { create } from '@bufbuild/protobuf';
import {
  ChangeSchema,
  Conversation_Kind as Kind,
  formatId,
  Reason_Code,
  type Change,
  type Conversation,
  type ConversationId,
  type UserId,
} from '@hubbub/protocol';
import { mostMembersInChanges } from '../rules/conversation.ts';
import { visibleFrom } from '../rules/message.ts';
import { countThatFit, needsReset, newestInReset } from '../rules/sync.ts';
import { readKnown, type Known, type KnownRow } from './known-store.ts';
import { readMembership, toOwnConversation, type MembershipRow } from './membership-store.ts';
import { withUsers } from './named-store.ts';
import { addRows, readRows, type Row, type Span } from './row-store.ts';
import type { Read, Steps, Transaction } from './statement.ts';
import { userKey } from './stream.ts';

export interface Pull {
  readonly user: UserId;
  readonly epoch: string;
  /** In order of id, each once. */
  readonly known: readonly Known[];
  readonly after: ConversationId | undefined;
  readonly until: ConversationId | undefined;
  readonly only: readonly ConversationId[];
  readonly limit: number;
}

export interface Pulled {
  readonly epoch: string;
  readonly changes: readonly Change[];
  /** Where the next page begins; undefined on the last. */
  readonly next: ConversationId | undefined;
}

/** What the answer must say of one conversation. */
interface Entry {
  readonly id: number;
  /** Undefined: the caller is no member. */
  readonly row: KnownRow | undefined;
  readonly isReset: boolean;
}

export const pull: Read<Pull, Pulled> = {
  name: 'pull',
  *run(tx, args) {
    const { epoch, rows, gone } = yield* readKnown(args);
    const isListed = args.only.length === 0;
    const entries = [...rows.filter(hasNews).map(toEntry), ...gone.map(toGone)];
    entries.sort((a, b) => a.id - b.id);

    const page = entries.slice(0, countAffordable(entries, { limit: args.limit, isListed }));
    const found = yield* readEntries(page, { user: args.user, isListed, limit: args.limit });
    const { changes, taken } = cutPage(page, found, args.limit);
    const last = taken < entries.length ? page[taken - 1] : undefined;
    return {
      epoch,
      changes: yield* withUsers(tx, changes),
      next: last && formatId('cnv', last.id),
    };
  },
};

/** A conversation as somebody sees it who has just become a member: the reply of create, join and direct. */
export function* readReset(
  tx: Transaction,
  { conversation, user }: { conversation: ConversationId; user: UserId },
): Steps<{ conversation: Conversation; change: Change }> {
  const row = yield* readMembership(conversation, user);
  if (row === undefined) throw new Error('read a reset for somebody who is no member');
  const rows = yield* readRows({ spans: [resetSpan(row, false)], user: userKey(user) });
  const change = resetChange(row, rows.get(row.id) ?? []);
  const [complete = change] = yield* withUsers(tx, [change]);
  return { conversation: toOwnConversation(row), change: complete };
}

function hasNews(row: KnownRow): boolean {
  return row.known !== row.version;
}

function toEntry(row: KnownRow): Entry {
  const { id, kind, version, join_version: joinVersion } = row;
  const known = row.known ?? undefined;
  return { id, row, isReset: needsReset({ kind, known, version, joinVersion }) };
}

function toGone(id: number): Entry {
  return { id, row: undefined, isReset: false };
}

/** How many entries are worth reading for a page; what is read beyond it waits for the next. */
function countAffordable(entries: readonly Entry[], { limit, isListed }: Size): number {
  let rows = 0;
  let count = 0;
  for (const entry of entries) {
    if (rows >= limit) break;
    count += 1;
    rows += guessRows(entry, isListed);
  }
  return count;
}

/** A delta has about as many rows as versions; SELF has fewer, since one item changes over and over. */
function guessRows({ row, isReset }: Entry, isListed: boolean): number {
  if (row === undefined || row.kind === Kind.SELF) return 1;
  if (!isReset) return row.version - (row.known ?? 0);
  return isListed ? 2 : Math.min(row.seq, newestInReset) + row.member_count;
}

interface Size {
  readonly limit: number;
  readonly isListed: boolean;
}

interface Reading extends Size {
  readonly user: UserId;
}

function* readEntries(
  entries: readonly Entry[],
  { user, isListed, limit }: Reading,
): Steps<ReadonlyMap<number, readonly Row[]>> {
  const spans: Span[] = [];
  let itemsAfter: number | undefined;
  for (const { row, isReset } of entries) {
    if (row === undefined) continue;
    spans.push(isReset ? resetSpan(row, isListed) : deltaSpan(row, row.known ?? 0));
    if (row.kind === Kind.SELF) itemsAfter = isReset ? 0 : (row.known ?? 0);
  }
  if (spans.length === 0) return new Map();
  return yield* readRows({ spans, user: userKey(user), itemsAfter, itemLimit: limit + 1 });
}

function firstSeen({ join_seq: joinSeq, cleared }: MembershipRow): number {
  return visibleFrom({ joinSeq, cleared }) ?? 1;
}

/** All that changed after `known`. Each new message took a version, so at most the difference of versions are new. */
export function deltaSpan(row: MembershipRow, known: number): Span {
  const visible = firstSeen(row);
  return {
    conversation: row.id,
    isDelta: true,
    after: known,
    low: Math.max(visible, row.seq - (row.version - known) + 1),
    high: row.seq,
    visible,
    lowAnchor: 0,
    noticesAfter: known,
    members: row.member_count > mostMembersInChanges ? 'own' : 'all',
  };
}

function resetSpan(row: MembershipRow, isListed: boolean): Span {
  const visible = firstSeen(row);
  const low = Math.max(visible, row.seq - (isListed ? 1 : newestInReset) + 1);
  const isSmall = row.member_count <= mostMembersInChanges;
  return {
    conversation: row.id,
    isDelta: false,
    after: 0,
    low,
    high: row.seq,
    visible,
    // Before the first message anyone here may see stand the notices of its time.
    lowAnchor: low === visible ? low - 1 : low,
    noticesAfter: row.join_version,
    members: isSmall && !isListed ? 'all' : 'own',
  };
}

/** Makes Changes of what was read, until the page is full. */
function cutPage(
  entries: readonly Entry[],
  found: ReadonlyMap<number, readonly Row[]>,
  limit: number,
): { changes: Change[]; taken: number } {
  const changes: Change[] = [];
  let left = limit;
  for (const { id, row, isReset } of entries) {
    if (left <= 0) break;
    const rows = found.get(id) ?? [];
    left -= Math.max(1, rows.length);
    if (row === undefined) changes.push(goneChange(id));
    else if (isReset && row.kind !== Kind.SELF) changes.push(resetChange(row, rows));
    else changes.push(cutChange({ row, isReset }, rows, left + rows.length));
  }
  return { changes, taken: changes.length };
}

function goneChange(id: number): Change {
  const conversation = formatId('cnv', id);
  return create(ChangeSchema, { conversation, base: 0, version: 0, gone: Reason_Code.NOT_FOUND });
}

function resetChange(row: MembershipRow, rows: readonly Row[]): Change {
  const change = create(ChangeSchema, { base: 0, version: row.version, reset: true });
  return fill(change, row, rows);
}

/** A delta, or SELF's reset, which is the delta from nothing; both go on at the version where they were cut. */
function cutChange(
  { row, isReset }: { row: KnownRow; isReset: boolean },
  rows: readonly Row[],
  limit: number,
): Change {
  const fitting = countThatFit(rows, Math.max(1, limit));
  const isCut = fitting < rows.length;
  const change = create(ChangeSchema, {
    base: isReset ? 0 : (row.known ?? 0),
    version: isCut ? (rows[fitting - 1]?.version ?? row.version) : row.version,
    reset: isReset,
    more: isCut,
  });
  return fill(change, row, rows.slice(0, fitting));
}

function fill(change: Change, row: MembershipRow, rows: readonly Row[]): Change {
  change.conversation = formatId('cnv', row.id);
  change.head = toOwnConversation(row);
  addRows(change, rows);
  return change;
}
