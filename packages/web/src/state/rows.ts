// What the message list draws, row by row, from one conversation's state. Pure: the list only measures and places.
// Order: (anchor, message before notice before arrival, version), sync.md 25; pending messages come last.
import type { ConversationView, PendingMessage } from '@hubbub/client';
import type { Message, Notice } from '@hubbub/protocol';
import { dayKey, toDate } from '../format/time.ts';
import type { Arrival } from './arrivals.ts';

interface Placed {
  /** Stays with the row through sending and paging: scroll position and focus hang on it. */
  readonly key: string;
  /** Set on the first row of a day. */
  readonly day?: Date;
  /** The unread line is above this row. */
  readonly unread?: boolean;
}

export interface MessageRow extends Placed {
  readonly kind: 'message';
  readonly message: Message;
  readonly own: boolean;
  /** Starts a group: drawn with picture and name. */
  readonly first: boolean;
}
export interface PendingRow extends Placed {
  readonly kind: 'pending';
  readonly pending: PendingMessage;
  readonly first: boolean;
}
export interface NoticeRow extends Placed {
  readonly kind: 'notice';
  readonly notice: Notice;
}
export interface ArrivalRow extends Placed {
  readonly kind: 'arrival';
  readonly arrival: Arrival;
}
export interface StartRow extends Placed {
  readonly kind: 'start';
}
export type Row = MessageRow | PendingRow | NoticeRow | ArrivalRow | StartRow;

interface Sources {
  readonly view: ConversationView;
  readonly arrivals: readonly Arrival[];
  readonly me: string;
  /** The unread line stands after this seq. */
  readonly unreadAfter: number | undefined;
}

const groupMs = 5 * 60_000;

export function buildRows(sources: Sources): readonly Row[] {
  const { view, me, unreadAfter } = sources;
  const rows: Row[] = view.atStart ? [{ kind: 'start', key: 'start' }] : [];
  let before: { sender: string; at: Date } | undefined;
  let day = '';
  let lineDrawn = unreadAfter === undefined;
  for (const entry of inOrder(sources)) {
    if (entry.kind !== 'message') {
      rows.push(entry);
      before = undefined;
      continue;
    }
    const { message } = entry;
    const at = message.createdAt ? toDate(message.createdAt) : new Date(0);
    const own = message.sender === me;
    const unread = !lineDrawn && !own && (message.seq ?? 0) > (unreadAfter ?? 0);
    lineDrawn ||= unread;
    const newDay = dayKey(at) !== day;
    day = dayKey(at);
    const first =
      unread ||
      newDay ||
      before?.sender !== message.sender ||
      at.getTime() - before.at.getTime() > groupMs;
    rows.push({ ...entry, own, first, unread, ...(newDay && { day: at }) });
    before = { sender: message.sender, at };
  }
  for (const pending of view.pending) {
    const first = before?.sender !== me;
    // A refused one may have the key of a message that is there.
    const key = `${pending.status === 'failed' ? 'f' : ''}${keyOf(me, pending.clientMsgId)}`;
    rows.push({ kind: 'pending', key, pending, first });
    before = { sender: me, at: new Date() };
  }
  return rows;
}

/** Index of the row with the unread line, -1 without one. */
export function unreadIndex(rows: readonly Row[]): number {
  return rows.findIndex((row) => row.unread);
}

type Entry =
  | { kind: 'message'; key: string; message: Message }
  | Omit<NoticeRow, 'day'>
  | Omit<ArrivalRow, 'day'>;

function inOrder({ view, arrivals }: Sources): readonly Entry[] {
  const lines: { anchor: number; rank: number; version: number; entry: Entry }[] = [];
  for (const notice of view.notices) {
    const version = notice.version ?? 0;
    const entry: Entry = { kind: 'notice', key: `n${version}`, notice };
    lines.push({ anchor: notice.anchor ?? 0, rank: 1, version, entry });
  }
  for (const arrival of arrivals) {
    const { anchor, version, user } = arrival;
    const entry: Entry = { kind: 'arrival', key: `a${version}${user}`, arrival };
    lines.push({ anchor, rank: 2, version, entry });
  }
  lines.sort((a, b) => a.anchor - b.anchor || a.rank - b.rank || a.version - b.version);
  return merged(view, lines);
}

function merged(
  view: ConversationView,
  lines: readonly { anchor: number; entry: Entry }[],
): readonly Entry[] {
  // A line anchored before the oldest message held belongs to a page that is not here yet.
  const oldest = view.atStart ? 0 : (view.messages[0]?.seq ?? 0);
  const entries: Entry[] = [];
  let next = lines.findIndex((line) => line.anchor >= oldest);
  if (next < 0) next = lines.length;
  for (const message of view.messages) {
    const seq = message.seq ?? 0;
    for (let line = lines[next]; line && line.anchor < seq; line = lines[next]) {
      entries.push(line.entry);
      next += 1;
    }
    entries.push({ kind: 'message', key: keyOf(message.sender, message.clientMsgId), message });
  }
  return [...entries, ...lines.slice(next).map((line) => line.entry)];
}

function keyOf(sender: string, clientMsgId: string): string {
  return `m${sender}/${clientMsgId}`;
}
