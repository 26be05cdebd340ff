// Editing: another text under the same seq. What the message said before is kept, with when it said so.
import { create, fromBinary } from '@bufbuild/protobuf';
import { timestampFromMs } from '@bufbuild/protobuf/wkt';
import {
  formatId,
  MessageSchema,
  OperationError,
  WordingSchema,
  type Message,
  type UserId,
  type Wording,
} from '@hubbub/protocol';
import { sql } from 'kysely';
import {
  isVisible,
  mostEdits,
  requireInTime,
  requirePost,
  requireRight,
  type MessageContent,
} from '../rules/message.ts';
import { lockPlace, readPlace, requireVoiceAt, type Place } from './conversation-store.ts';
import { findResult, keepResult, type Key } from './idempotency-store.ts';
import { readCallable, removeMentions, writeMentions } from './mention-store.ts';
import {
  findMessage,
  keepMessage,
  messageAt,
  requireStanding,
  unchangedMessage,
  type ChangedMessage,
  type HeldMessage,
  type MessageName,
} from './message-change-store.ts';
import type { MessageRow } from './message-row.ts';
import { all, first, run, statement, type Read, type Steps, type Write } from './statement.ts';

type RowKey = { conversation: number; seq: number };

const insertWording = statement<
  RowKey & { version: number; content: Uint8Array; since: number },
  unknown
>((db, p) =>
  db.insertInto('message_edit').values({
    app: p.app,
    conversation: p.conversation,
    seq: p.seq,
    version: p.version,
    content: p.content,
    since: p.since,
  }),
);

const selectWordings = statement<RowKey, { content: Uint8Array; since: number }>((db, p) =>
  db
    .selectFrom('message_edit')
    .where('app', '=', p.app)
    .where('conversation', '=', p.conversation)
    .where('seq', '=', p.seq)
    .select(['content', 'since'])
    .orderBy('version'),
);

const countWordings = statement<RowKey, { count: number }>((db, p) =>
  db
    .selectFrom('message_edit')
    .where('app', '=', p.app)
    .where('conversation', '=', p.conversation)
    .where('seq', '=', p.seq)
    .select(sql<number>`cast(count(*) as integer)`.as('count')),
);

const deleteWordings = statement<RowKey, unknown>((db, p) =>
  db
    .deleteFrom('message_edit')
    .where('app', '=', p.app)
    .where('conversation', '=', p.conversation)
    .where('seq', '=', p.seq),
);

export interface NewWording extends MessageName {
  readonly content: MessageContent;
  readonly mentions: readonly UserId[];
  readonly mentionsAll: boolean;
  /** How long after it was sent; 0 for ever. */
  readonly windowMs: number;
  readonly key: Key;
}

export interface Edited extends ChangedMessage {
  readonly repeated: boolean;
}

/** An edit that was made before is not made again, whatever the message says by now. */
export const editMessage: Write<NewWording, Edited> = {
  name: 'editMessage',
  locks: ({ conversation }) => ({ conversations: [conversation] }),
  *run(tx, args) {
    const place = yield* lockPlace(args.conversation, args.user);
    const earlier = yield* repeatEdit(args, place);
    if (earlier !== undefined) return earlier;
    const held = yield* messageAt(place, args.seq);
    requireEditable(held, { ...args, now: tx.now });
    yield* requireVoiceAt(place, args.user, tx.now);
    yield* keepResult(args.key, args.seq);
    const { content, mentionsAll } = args;
    const mentions = [...(yield* readCallable(place.head.id, args.mentions))];
    const message: Message = { ...held.message, content, mentions, mentionsAll };
    if (saysTheSame(message, held.message)) return { ...unchangedMessage(held), repeated: false };
    yield* requireEditsLeft(held);
    yield* keepWording(held);
    yield* removeMentions(held.row, held.message);
    yield* writeMentions(held.row, message);
    return { ...(yield* keepMessage(held, { message, editedAt: tx.now })), repeated: false };
  },
};

/** What an earlier edit with this key made, without writing; undefined when there was none. */
export const findEdited: Read<MessageName & { readonly key: Key }, Edited | undefined> = {
  name: 'findEdited',
  *run(_tx, args) {
    return yield* repeatEdit(args, yield* readPlace(args.conversation, args.user));
  },
};

/** What a message said before, oldest first, for who sees it. What is hidden is kept, and not for them. */
export const readEdits: Read<MessageName, readonly Wording[]> = {
  name: 'readEdits',
  *run(_tx, name) {
    const { row, message } = yield* findMessage(name);
    if (message.recalled) return [];
    const found = yield* all(selectWordings, { conversation: row.conversation, seq: row.seq });
    return found.map(({ content, since }) => {
      const { content: said } = fromBinary(MessageSchema, content);
      const text = said.case === 'text' ? said.value : '';
      return create(WordingSchema, { text, since: timestampFromMs(since) });
    });
  },
};

export function* removeWordings({ conversation, seq }: MessageRow): Steps<void> {
  yield* run(deleteWordings, { conversation, seq });
}

function* repeatEdit(
  { key, seq }: { readonly key: Key; readonly seq: number },
  place: Place,
): Steps<Edited | undefined> {
  if ((yield* findResult(key)) === undefined) return undefined;
  const nothing = { change: undefined, streams: [], repeated: true };
  const conversation = formatId('cnv', place.head.id);
  if (!isVisible(seq, place))
    return { message: create(MessageSchema, { conversation, seq }), ...nothing };
  return { ...nothing, message: (yield* messageAt(place, seq)).message };
}

type Wanted = Pick<NewWording, 'user' | 'content' | 'mentionsAll' | 'windowMs'>;

function requireEditable(held: HeldMessage, { now, ...wanted }: Wanted & { now: number }): void {
  const { message, place, row } = held;
  requireStanding(held);
  if (message.sender !== wanted.user) throw new OperationError('SENDER');
  // What somebody else said first stays as it was.
  if (message.origin || message.content.case !== wanted.content.case)
    throw new OperationError('CONTENT');
  requireInTime(row.created_at, now, wanted.windowMs);
  requirePost(place, now);
  if (wanted.mentionsAll) requireRight('mentionAll', place);
}

function saysTheSame(a: Message, b: Message): boolean {
  return (
    a.content.value === b.content.value &&
    a.mentionsAll === b.mentionsAll &&
    a.mentions.join() === b.mentions.join()
  );
}

function* requireEditsLeft({ row: { conversation, seq } }: HeldMessage): Steps<void> {
  const { count } = (yield* first(countWordings, { conversation, seq })) ?? { count: 0 };
  if (count >= mostEdits) throw new OperationError('FULL');
}

export function* keepWording({ row }: Pick<HeldMessage, 'row'>): Steps<void> {
  const { conversation, seq, version, content } = row;
  const since = row.edited_at ?? row.created_at;
  yield* run(insertWording, { conversation, seq, version, content, since });
}
