// What the message list draws, row by row, from one conversation's state. Pure: the list only measures and places.
// What has not changed stays the same object, so that it need not be drawn again, and what comes before the first change is
// not looked at: a message that arrives costs the same in a conversation of ten and of ten thousand.
// Order: (anchor, message, notice, arrival, whisper, conversation, seq or version), docs/sync.md 25; pending messages come
// last.
import type { ConversationView, PendingMessage, WhisperView } from '@hubbub/client';
import {
  drawRanks,
  inDrawOrder,
  type DrawPlace,
  type Message,
  type Notice,
} from '@hubbub/protocol';
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
export interface WhisperRow extends Placed {
  readonly kind: 'whisper';
  readonly message: Message;
  readonly own: boolean;
  readonly whisper: WhisperView;
}
export interface PendingRow extends Placed {
  readonly kind: 'pending';
  /** Set when it goes to a whisper and not to everybody. */
  readonly whisper?: WhisperView;
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
export type Row = MessageRow | WhisperRow | PendingRow | NoticeRow | ArrivalRow | StartRow;

interface Sources {
  readonly view: ConversationView;
  readonly arrivals: readonly Arrival[];
  readonly me: string;
  /** The unread line stands after this seq. */
  readonly unreadAfter: number | undefined;
}

const groupMs = 5 * 60_000;

const start: StartRow = { kind: 'start', key: 'start' };

interface Built {
  readonly sources: Sources;
  readonly lines: readonly PlacedLine[];
  /** Without what is on its way. */
  readonly rows: readonly Row[];
  /** Place of the row with the unread line, -1 without one. */
  readonly unreadAt: number;
}

/** Makes the rows of one conversation, each time out of what was made before. */
export function createRows(): (sources: Sources) => readonly Row[] {
  const made = new WeakMap<Message, MessageRow>();
  let built: Built | undefined;
  return (sources) => {
    built = build(sources, built, made);
    return [...built.rows, ...pendingRows(sources, built.rows.at(-1))];
  };
}

function build(
  sources: Sources,
  before: Built | undefined,
  made: WeakMap<Message, MessageRow>,
): Built {
  const { view, me, unreadAfter } = sources;
  const { messages } = view;
  const lines = linesIn(sources);
  const kept = before ? countKept(before, sources, lines) : 0;
  const rows = keptRows(before, messages[kept - 1]) ?? (view.atStart ? [start] : []);
  let unreadAt = before && before.unreadAt < rows.length ? before.unreadAt : -1;
  // A line anchored before the oldest message held belongs to a page that is not here yet.
  const oldest = view.atStart ? 0 : seqOf(messages[0]);
  let next = lines.findIndex(({ anchor }) => anchor >= (seqOf(messages[kept - 1]) || oldest));
  if (next < 0) next = lines.length;
  let last = messages[kept - 1];
  let isGroupOver = false;
  for (const message of messages.slice(kept)) {
    for (let line = lines[next]; line && line.anchor < seqOf(message); line = lines[next]) {
      rows.push(rowOf(line.entry, me));
      isGroupOver = true;
      next += 1;
    }
    const own = message.sender === me;
    const unread =
      unreadAfter !== undefined && unreadAt < 0 && !own && seqOf(message) > unreadAfter;
    if (unread) unreadAt = rows.length;
    const newDay = !last || dayKey(timeOf(last)) !== dayKey(timeOf(message));
    const first = unread || newDay || isGroupOver || !last || !isGroup(last, message);
    rows.push(madeRow(made, { message, own, first, unread, newDay }));
    last = message;
    isGroupOver = false;
  }
  for (const { entry } of lines.slice(next)) rows.push(rowOf(entry, me));
  return { sources, lines, rows, unreadAt };
}

/** How many messages stand, with all that is drawn before them, where and as they stood. */
function countKept(before: Built, sources: Sources, lines: readonly PlacedLine[]): number {
  const { view, me, unreadAfter } = before.sources;
  const isOther = view.atStart !== sources.view.atStart || me !== sources.me;
  if (isOther || unreadAfter !== sources.unreadAfter) return 0;
  const { messages } = sources.view;
  const line = countSame(before.lines, lines, isSameLine);
  const upTo = Math.min(before.lines[line]?.anchor ?? Infinity, lines[line]?.anchor ?? Infinity);
  let kept = countSame(view.messages, messages, Object.is);
  while (kept > 0 && seqOf(messages[kept - 1]) > upTo) kept -= 1;
  return kept;
}

function countSame<T>(a: readonly T[], b: readonly T[], isSame: (a: T, b: T) => boolean): number {
  const most = Math.min(a.length, b.length);
  let count = 0;
  while (count < most && isSame(a[count] as T, b[count] as T)) count += 1;
  return count;
}

/** A view is new with every change; what is drawn of a whisper is its message and between whom it is. */
function isSameLine({ entry: a }: PlacedLine, { entry: b }: PlacedLine): boolean {
  if (a.kind === 'notice') return b.kind === 'notice' && a.notice === b.notice;
  if (a.kind === 'arrival') return b.kind === 'arrival' && a.arrival === b.arrival;
  if (b.kind !== 'whisper' || a.message !== b.message) return false;
  return a.whisper.conversation === b.whisper.conversation;
}

/** Up to the row of this message. */
function keptRows(before: Built | undefined, last: Message | undefined): Row[] | undefined {
  if (!before || !last) return undefined;
  const at = before.rows.findLastIndex((row) => row.kind === 'message' && row.message === last);
  return before.rows.slice(0, at + 1);
}

type MessagePart = Pick<MessageRow, 'message' | 'own' | 'first'> & {
  readonly unread: boolean;
  readonly newDay: boolean;
};

function madeRow(made: WeakMap<Message, MessageRow>, part: MessagePart): MessageRow {
  const { newDay, ...shown } = part;
  const { message } = shown;
  const old = made.get(message);
  const isSame = old?.own === shown.own && old.first === shown.first;
  if (isSame && old.unread === shown.unread && Boolean(old.day) === newDay) return old;
  const key = keyOf(message.sender, message.clientMsgId);
  const day = newDay ? { day: timeOf(message) } : {};
  const row: MessageRow = { kind: 'message', key, ...shown, ...day };
  made.set(message, row);
  return row;
}

function rowOf(entry: Entry, me: string): Row {
  return entry.kind === 'whisper' ? { ...entry, own: entry.message.sender === me } : entry;
}

function isGroup(before: Message, message: Message): boolean {
  const apart = timeOf(message).getTime() - timeOf(before).getTime();
  return before.sender === message.sender && apart <= groupMs;
}

function pendingRows({ view, me }: Sources, before: Row | undefined): readonly PendingRow[] {
  const isMine = before?.kind === 'message' && before.own;
  const rows = view.pending.map((pending, at): PendingRow => {
    // A refused one may have the key of a message that is there.
    const key = `${pending.status === 'failed' ? 'f' : ''}${keyOf(me, pending.clientMsgId)}`;
    return { kind: 'pending', key, pending, first: at === 0 && !isMine };
  });
  const whispered = view.whispers.flatMap((whisper) =>
    whisper.pending.map((pending): PendingRow => {
      const key = keyOf(me, pending.clientMsgId);
      return { kind: 'pending', key, pending, first: true, whisper };
    }),
  );
  return [...rows, ...whispered];
}

/** Index of the row with the unread line, -1 without one. */
export function unreadIndex(rows: readonly Row[]): number {
  return rows.findIndex((row) => row.unread);
}

type Entry = Omit<WhisperRow, 'day' | 'own'> | Omit<NoticeRow, 'day'> | Omit<ArrivalRow, 'day'>;

interface PlacedLine extends DrawPlace {
  readonly entry: Entry;
}

/** Arrivals are no state: they stand behind the notices of their place. */
const arrivalRank = (drawRanks.notice + drawRanks.whisper) / 2;

/** All that stands among the messages, in order. */
function linesIn({ view, arrivals }: Sources): readonly PlacedLine[] {
  const conversation = view.conversation.id;
  const lines: PlacedLine[] = [];
  for (const notice of view.notices) {
    const number = notice.version ?? 0;
    const entry: Entry = { kind: 'notice', key: `n${number}`, notice };
    const anchor = notice.anchor ?? 0;
    lines.push({ anchor, rank: drawRanks.notice, conversation, number, entry });
  }
  for (const arrival of arrivals) {
    const { anchor, version: number, user } = arrival;
    const entry: Entry = { kind: 'arrival', key: `a${number}${user}`, arrival };
    lines.push({ anchor, rank: arrivalRank, conversation, number, entry });
  }
  for (const whisper of view.whispers) lines.push(...linesOf(whisper));
  return lines.sort(inDrawOrder);
}

function linesOf(whisper: WhisperView): PlacedLine[] {
  return whisper.messages.map((message) => ({
    anchor: message.anchor,
    rank: drawRanks.whisper,
    conversation: message.conversation,
    number: message.seq ?? 0,
    entry: {
      kind: 'whisper',
      key: keyOf(message.sender, message.clientMsgId),
      message,
      whisper,
    },
  }));
}

function keyOf(sender: string, clientMsgId: string): string {
  return `m${sender}/${clientMsgId}`;
}

function seqOf(message: Message | undefined): number {
  return message?.seq ?? 0;
}

function timeOf({ createdAt }: Message): Date {
  return createdAt ? toDate(createdAt) : new Date(0);
}
