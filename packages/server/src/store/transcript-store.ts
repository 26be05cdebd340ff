// What was said in a conversation, page by page, for who looks after the server and is no member. Seqs have no holes, so a
// page is a range that is known before anything is read, however long the conversation is.
import { create, fromBinary } from '@bufbuild/protobuf';
import { timestampFromMs } from '@bufbuild/protobuf/wkt';
import {
  Conversation_Kind as Kind,
  MessageSchema,
  OperationError,
  TranscriptEntrySchema,
  WordingSchema,
  type Conversation,
  type ConversationId,
  type TranscriptEntry,
  type User,
  type Wording,
} from '@hubbub/protocol';
import { sql } from 'kysely';
import type { MessageContent } from '../rules/message.ts';
import { appendAudit, type NewAudit } from './audit-store.ts';
import { headColumns, toConversation, type Head } from './head.ts';
import { messageColumns, toMessages, type MessageRow } from './message-row.ts';
import { namedIn, readUsers } from './named-store.ts';
import { all, first, statement, type Read, type Steps, type Write } from './statement.ts';
import { conversationKey } from './stream.ts';

const selectHead = statement<{ id: number }, Head>((db, p) =>
  db
    .selectFrom('conversation as c')
    .where('c.app', '=', p.app)
    .where('c.id', '=', p.id)
    .where('c.deleted', '=', 0)
    .select(headColumns),
);

const selectNextWhisper = statement<{ room: number; after: number }, { id: number }>((db, p) =>
  db
    .selectFrom('conversation')
    .where('app', '=', p.app)
    .where('parent', '=', p.room)
    .where('parent', '!=', sql.lit(0))
    .where('kind', '=', Kind.WHISPER)
    .where('deleted', '=', 0)
    .where('id', '>', p.after)
    .orderBy('id')
    .select('id')
    .limit(1),
);

const selectTime = statement<{ conversation: number; seq: number }, { created_at: number }>(
  (db, p) =>
    db
      .selectFrom('message')
      .where('app', '=', p.app)
      .where('conversation', '=', p.conversation)
      .where('seq', '=', p.seq)
      .select('created_at'),
);

type Range = { conversation: number; low: number; high: number };

const selectMessages = statement<Range, MessageRow>((db, p) =>
  db
    .selectFrom('message')
    .where('app', '=', p.app)
    .where('conversation', '=', p.conversation)
    .where('seq', '>=', p.low)
    .where('seq', '<=', p.high)
    .select(messageColumns)
    .orderBy('seq'),
);

interface WordingRow {
  readonly seq: number;
  readonly content: Uint8Array;
  readonly since: number;
}

const selectWordings = statement<Range, WordingRow>((db, p) =>
  db
    .selectFrom('message_edit')
    .where('app', '=', p.app)
    .where('conversation', '=', p.conversation)
    .where('seq', '>=', p.low)
    .where('seq', '<=', p.high)
    .select(['seq', 'content', 'since'])
    .orderBy('seq')
    .orderBy('version'),
);

const selectAudit = statement<
  { id: number; after: number },
  Omit<NewAudit, 'app' | 'details'> & { details: string }
>((db, p) =>
  db
    .selectFrom('audit')
    .where('app', '=', p.app)
    .where('id', '=', p.id)
    .where('at', '>', p.after)
    .select(['actor', 'action', 'target', 'details']),
);

interface Opening {
  readonly conversation: ConversationId;
  readonly audit: NewAudit;
}

/** Says in the record that somebody reads it, before anything is read. UNKNOWN, and no entry, where there is nothing. */
export const openTranscript: Write<Opening, string> = {
  name: 'transcript.open',
  locks: () => ({}),
  *run(tx, { conversation, audit }) {
    yield* mustFind(conversationKey(conversation));
    return `${yield* appendAudit(tx, audit)}`;
  },
};

/** How long a reading may take. */
const readingMs = 24 * 60 * 60 * 1000;

interface Reading {
  readonly conversation: ConversationId;
  readonly since: number | undefined;
  readonly until: number | undefined;
  readonly whispers: boolean;
  readonly after: string;
  readonly limit: number;
  /** The entry of this very reading; UNKNOWN for any other. */
  readonly entry: { readonly id: string; readonly audit: NewAudit };
}

interface Page {
  readonly conversation: Conversation;
  readonly entries: TranscriptEntry[];
  readonly users: User[];
  readonly next: string;
}

export const readTranscript: Read<Reading, Page> = {
  name: 'transcript.read',
  *run(tx, { conversation, after, entry, limit, ...asked }) {
    yield* requireEntry(entry, tx.now - readingMs);
    const root = yield* mustFind(conversationKey(conversation));
    const from = cursorIn(after, root.id);
    const head = from.of === root.id ? root : yield* mustFind(from.of);
    const isOurs = head.id === root.id || (asked.whispers && head.parent === root.id);
    if (!isOurs) throw new OperationError('UNKNOWN');
    const span = yield* spanOf(head, asked);
    const low = Math.max(from.seq + 1, span.low);
    const high = Math.min(span.high, low + limit - 1);
    const entries = yield* readEntries({ conversation: head.id, low, high });
    const messages = entries.flatMap(({ message }) => message ?? []);
    const shown = toConversation(head);
    const next =
      high < span.high
        ? `${head.id}:${high}`
        : asked.whispers
          ? yield* nextWhisper(root.id, head.id)
          : '';
    const users = yield* readUsers(tx, namedIn([{ messages, head: shown }]));
    return { conversation: shown, entries, users, next };
  },
};

function* requireEntry({ id, audit }: Reading['entry'], after: number): Steps<void> {
  const row = /^\d{1,16}$/.test(id)
    ? yield* first(selectAudit, { id: Number(id), after })
    : undefined;
  const { actor, action, target } = audit;
  const isIt =
    row !== undefined &&
    row.actor === actor &&
    row.action === action &&
    row.target === target &&
    row.details === JSON.stringify(audit.details);
  if (!isIt)
    throw new OperationError('UNKNOWN', 'audit: there is no such reading; begin without it');
}

function* mustFind(id: number): Steps<Head> {
  const head = yield* first(selectHead, { id });
  if (head === undefined) throw new OperationError('UNKNOWN');
  return head;
}

function* nextWhisper(room: number, current: number): Steps<string> {
  const after = current === room ? -1 : current;
  const row = yield* first(selectNextWhisper, { room, after });
  return row === undefined ? '' : `${row.id}:0`;
}

function cursorIn(after: string, root: number): { of: number; seq: number } {
  if (after === '') return { of: root, seq: 0 };
  const [, of, seq] = /^(\d{1,16}):(\d{1,16})$/.exec(after) ?? [];
  if (of === undefined) throw new OperationError('FIELD', 'after: not the `next` of a page');
  return { of: Number(of), seq: Number(seq) };
}

type Times = Pick<Reading, 'since' | 'until'>;

function* spanOf(head: Head, { since, until }: Times): Steps<{ low: number; high: number }> {
  const low = since === undefined ? 1 : yield* firstFrom(head, since);
  const high = until === undefined ? head.seq : (yield* firstFrom(head, until)) - 1;
  return { low, high };
}

/** The seq of the first message from then on; messages get their seqs in the order of their times. */
function* firstFrom({ id: conversation, seq: last }: Head, time: number): Steps<number> {
  let [low, high] = [1, last + 1];
  while (low < high) {
    const seq = Math.floor((low + high) / 2);
    const row = yield* first(selectTime, { conversation, seq });
    if ((row?.created_at ?? 0) < time) low = seq + 1;
    else high = seq;
  }
  return low;
}

function* readEntries(range: Range): Steps<TranscriptEntry[]> {
  if (range.high < range.low) return [];
  const rows = yield* all(selectMessages, range);
  const messages = yield* toMessages(rows);
  const hasBefore = messages.some(({ editedAt, hidden }) => hidden || editedAt !== undefined);
  const edits = new Map<number, Wording[]>();
  for (const row of hasBefore ? yield* all(selectWordings, range) : [])
    edits.set(row.seq, [...(edits.get(row.seq) ?? []), wordingOf(row)]);
  return messages.map((message) =>
    create(TranscriptEntrySchema, { message, edits: edits.get(message.seq ?? 0) ?? [] }),
  );
}

function wordingOf({ content, since }: WordingRow): Wording {
  const { content: said } = fromBinary(MessageSchema, content);
  const text = said.case === 'text' ? said.value : besideMedia(said);
  return create(WordingSchema, { text, since: timestampFromMs(since) });
}

/** Of what is hidden and was no text, the words that were in it. */
function besideMedia(said: MessageContent): string {
  if (said.case === 'media') return said.value.text;
  return said.case === 'card' && said.value.kind.case === 'poll'
    ? said.value.kind.value.question
    : '';
}
