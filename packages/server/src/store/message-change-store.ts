// Changing a message that was sent: the row is held under its conversation's lock, changed, and given the next version. Not
// everybody who hears of the change may see the message: below the head's floor it is told without rows (docs/sync.md 7).
import { timestampFromMs } from '@bufbuild/protobuf/wkt';
import {
  formatId,
  OperationError,
  type Change,
  type ConversationId,
  type Message,
  type Notice,
  type UserId,
} from '@hubbub/protocol';
import { requireMember } from '../rules/conversation.ts';
import { isVisible } from '../rules/message.ts';
import { bump, lockPlace, readPlace, type Place } from './conversation-store.ts';
import type { Head } from './head.ts';
import { readAudience } from './member-store.ts';
import {
  contentOf,
  messageColumns,
  toMessage,
  toMessages,
  type MessageRow,
} from './message-row.ts';
import { keepKeys } from './search-list-store.ts';
import { first, run, statement, type Steps } from './statement.ts';
import { changeOf, type StreamChange } from './stream.ts';

type RowKey = { conversation: number; seq: number };

const selectMessage = statement<RowKey, MessageRow>((db, p) =>
  db
    .selectFrom('message')
    .where('app', '=', p.app)
    .where('conversation', '=', p.conversation)
    .where('seq', '=', p.seq)
    .select(messageColumns),
);

type NewState = RowKey & {
  version: number;
  content: Uint8Array;
  editedAt: number | null;
  recalled: number;
};

const updateMessage = statement<NewState, unknown>((db, p) =>
  db
    .updateTable('message')
    .set({
      version: p.version,
      version_changed: 1,
      content: p.content,
      edited_at: p.editedAt,
      recalled: p.recalled,
    })
    .where('app', '=', p.app)
    .where('conversation', '=', p.conversation)
    .where('seq', '=', p.seq),
);

export interface MessageName {
  readonly conversation: ConversationId;
  readonly user: UserId;
  readonly seq: number;
}

export interface HeldMessage {
  readonly place: Place;
  readonly row: MessageRow;
  readonly message: Message;
}

export interface ChangedMessage {
  readonly message: Message;
  /** As its caller, who sees the message, may have it; undefined when it was so already. */
  readonly change: Change | undefined;
  readonly streams: readonly StreamChange[];
}

/** Locks the conversation. Throws UNKNOWN for a message that the user may not see. */
export function* holdMessage({ conversation, user, seq }: MessageName): Steps<HeldMessage> {
  return yield* messageAt(yield* lockPlace(conversation, user), seq);
}

/** Likewise, without a lock. */
export function* findMessage({ conversation, user, seq }: MessageName): Steps<HeldMessage> {
  return yield* messageAt(yield* readPlace(conversation, user), seq);
}

export function* messageAt(place: Place, seq: number): Steps<HeldMessage> {
  requireMember(place);
  if (!isVisible(seq, place)) throw new OperationError('UNKNOWN');
  return { place, ...(yield* rowAt(place.head, seq)) };
}

/** Whoever asks. */
export function* rowAt(head: Head, seq: number): Steps<Pick<HeldMessage, 'row' | 'message'>> {
  const row = yield* first(selectMessage, { conversation: head.id, seq });
  if (row === undefined) throw new OperationError('UNKNOWN');
  const [message = toMessage(row)] = yield* toMessages([row]);
  return { row, message };
}

/** Nothing changes a message that was taken back any more, or that cannot be read. */
export function requireStanding({ message }: Pick<HeldMessage, 'message'>): void {
  if (message.recalled) throw new OperationError('RECALLED');
  if (message.damaged) throw new OperationError('DAMAGED');
}

export function unchangedMessage({ message }: Pick<HeldMessage, 'message'>): ChangedMessage {
  return { message, change: undefined, streams: [] };
}

interface NextState {
  readonly message: Message;
  /** Undefined: as it was. */
  readonly editedAt?: number;
}

interface Kept extends Pick<HeldMessage, 'row' | 'message'> {
  readonly place: { readonly head: Head };
}

/** Gives the row its new state at the next version, and says what is to be told. */
export function* keepMessage(held: Kept, next: NextState): Steps<ChangedMessage> {
  const head = yield* bump(held.place.head);
  const message = yield* writeMessage(head, held, next);
  return yield* tellMessage(head, { base: held.place.head.version, message });
}

/** @param head at the version that the new state gets */
export function* writeMessage(head: Head, held: Kept, next: NextState): Steps<Message> {
  const { row } = held;
  // What is written is whole again: that may only be the stub of one that was taken back.
  if (held.message.damaged && !next.message.recalled) throw new OperationError('DAMAGED');
  yield* keepKeys(row, held.message, next.message);
  const editedAt = next.editedAt ?? row.edited_at;
  const { version } = head;
  const message = { ...next.message, version };
  if (editedAt !== null) message.editedAt = timestampFromMs(editedAt);
  const recalled = message.recalled ? 1 : 0;
  yield* run(updateMessage, {
    conversation: row.conversation,
    seq: row.seq,
    version,
    content: contentOf(message, { ...row, recalled }),
    editedAt,
    recalled,
  });
  return message;
}

interface Told {
  readonly base: number;
  readonly message: Message;
  readonly notices?: Notice[];
}

/** @param head as it stands after all that is told */
export function* tellMessage(head: Head, told: Told): Steps<ChangedMessage> {
  const { base, message, notices = [] } = told;
  const conversation = formatId('cnv', head.id);
  const step = { conversation, base, version: head.version };
  const change = changeOf(step, { messages: [message], notices });
  const isForAll = (message.seq ?? 0) >= head.floor;
  const stream: StreamChange = {
    conversation,
    kind: head.kind,
    change: isForAll ? change : changeOf(step, { bare: true }),
    audience: yield* readAudience(head),
    joined: [],
    left: [],
    amends: true,
  };
  return { message, change, streams: [stream] };
}
