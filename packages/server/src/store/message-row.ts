// The row of a message as the store reads it and as the wire shows it.
import { create } from '@bufbuild/protobuf';
import {
  formatId,
  messageBytes,
  MessageSchema,
  oneofReader,
  timestampOf,
  type Message,
} from '@hubbub/protocol';
import type { Selectable } from 'kysely';
import { checked, DamagedRow, withSum, type SummedRow } from './message-sum.ts';
import type { Database } from './schema.ts';
import type { Steps } from './statement.ts';

export const messageColumns = [
  'conversation',
  'seq',
  'version',
  'sender',
  'client_msg_id',
  'content',
  'created_at',
  'edited_at',
  'recalled',
  'anchor',
] as const;

export type MessageRow = Pick<Selectable<Database['message']>, (typeof messageColumns)[number]>;

const bytes = messageBytes(MessageSchema);

/**
 * A row that is not what was written is no message: it becomes a stub, `damaged`, in its place. The stub has what stands in columns,
 * which the server itself counts and orders by.
 */
export function toMessage(row: MessageRow): Message {
  const message = readBody(row);
  message.conversation = formatId('cnv', row.conversation);
  message.seq = row.seq;
  message.version = row.version;
  message.sender = formatId('usr', row.sender);
  message.clientMsgId = row.client_msg_id;
  message.createdAt = timestampOf(row.created_at);
  if (row.edited_at !== null) message.editedAt = timestampOf(row.edited_at);
  message.recalled = row.recalled === 1;
  message.anchor = row.anchor;
  return message;
}

function readBody(row: MessageRow): Message {
  try {
    return bytes.read(checked(row.content, row));
  } catch {
    // Bytes that are no message at all are from before there was a sum in each row.
    return create(MessageSchema, { damaged: true });
  }
}

const readContent = oneofReader(MessageSchema, 'content');

/** What the message says, without all else; undefined where the row is not what was written. */
export function contentIn(
  row: SummedRow & Pick<MessageRow, 'content'>,
): Message['content'] | undefined {
  try {
    return readContent(checked(row.content, row));
  } catch {
    return undefined;
  }
}

/** Rows as messages; those that are damaged are told of. */
export function* toMessages(rows: readonly MessageRow[]): Steps<Message[]> {
  const messages = rows.map(toMessage);
  for (const [at, row] of rows.entries())
    if (messages[at]?.damaged) yield { damage: new DamagedRow(row) };
  return messages;
}

/** What stands in a message besides the columns of its row. */
export type MessageBody = Pick<Message, 'content'> &
  Partial<Pick<Message, (typeof inBody)[number]>>;

const inBody = [
  'replyTo',
  'mentions',
  'mentionsAll',
  'recalledBy',
  'reactions',
  'pinned',
  'origin',
  'hidden',
] as const;

/** Of a whole message, or of what somebody has just written, for the row that it is to stand in. */
export function contentOf(message: MessageBody, row: SummedRow): Uint8Array {
  const body: Record<string, unknown> = { content: message.content };
  for (const field of inBody) {
    const value = message[field];
    if (value !== undefined) body[field] = value;
  }
  return withSum(bytes.write(body), row);
}
