// Messages: appended, one seq each. The write on the message path: it checks the membership and what the message speaks of, and
// appends it, or finds what an earlier attempt with the same key made. It must not know sockets or who is online. It keeps the
// promise that a key makes one message for ever (docs/sync.md 21) and that seq and version have no holes.
import { create } from '@bufbuild/protobuf';
import {
  formatId,
  MessageSchema,
  OperationError,
  type ConversationId,
  type Message,
  type UserId,
} from '@hubbub/protocol';
import { requireMember } from '../rules/conversation.ts';
import { isVisible, requireQuotable, requireRight, type MessageContent } from '../rules/message.ts';
import { append, checkDraft, type AppendedMessage, type Checked } from './append-store.ts';
import { completeContent } from './attachment-store.ts';
import { lockPlace, readPlace, type Place } from './conversation-store.ts';
import { isSameDigest } from './idempotency-store.ts';
import { messageColumns, toMessage, type MessageBody, type MessageRow } from './message-row.ts';
import { first, statement, type Read, type Steps, type Write } from './statement.ts';
import { conversationKey, userKey } from './stream.ts';

export interface NewMessage {
  readonly conversation: ConversationId;
  readonly sender: UserId;
  readonly clientMsgId: string;
  readonly digest: Uint8Array;
  readonly content: MessageContent;
  /** None: it answers none. */
  readonly replyTo?: number;
  readonly mentions?: readonly UserId[];
  readonly mentionsAll?: boolean;
  /** Sent by a system account: into a room or group it need not be a member. */
  readonly bySystem?: true;
}

export interface Sent extends AppendedMessage {
  /** A retry: nothing was changed and there is nothing to tell. */
  readonly repeated: boolean;
}

type Named = Pick<NewMessage, 'conversation' | 'sender' | 'clientMsgId'>;

export interface MessageKey {
  conversation: number;
  sender: number;
  clientMsgId: string;
}

type Earlier = MessageRow & { readonly digest: Uint8Array };

const selectByKey = statement<MessageKey, Earlier>((db, p) =>
  db
    .selectFrom('message')
    .where('app', '=', p.app)
    .where('conversation', '=', p.conversation)
    .where('sender', '=', p.sender)
    .where('client_msg_id', '=', p.clientMsgId)
    .select([...messageColumns, 'digest']),
);

/** Appends a message. A retry answers with the message's present state, or with its seq alone when the sender may not see it. */
export const sendMessage: Write<NewMessage, Sent> = {
  name: 'sendMessage',
  locks: ({ conversation }) => ({ conversations: [conversation] }),
  *run(tx, args) {
    // The head is locked first, so that the row below meets every earlier attempt.
    const place = yield* lockPlace(args.conversation, args.sender);
    const checked = yield* check(place, args, tx.now);
    const isRefused = checked instanceof OperationError;
    const appended = isRefused ? undefined : yield* append(checked);
    if (appended !== undefined) return { ...appended, repeated: false };
    // A retry is answered with what it made, whatever would refuse it by now.
    const earlier = yield* findByKey(keyOf(args), { digest: args.digest, place });
    if (earlier !== undefined) return earlier;
    throw isRefused ? checked : new Error('a message is neither new nor there already');
  },
};

/** Everything that can refuse a message, before anything is written. */
function* check(place: Place, args: NewMessage, now: number): Steps<Checked | OperationError> {
  const { content: said, sender, clientMsgId, digest, bySystem } = args;
  try {
    const content = said.case === 'media' ? yield* completeContent(said, sender) : said;
    const body = bodyOf(content, args, place);
    return yield* checkDraft(place, { sender, clientMsgId, digest, body, now, bySystem });
  } catch (error) {
    if (error instanceof OperationError) return error;
    throw error;
  }
}

function keyOf({ conversation, sender, clientMsgId }: Named): MessageKey {
  return { conversation: conversationKey(conversation), sender: userKey(sender), clientMsgId };
}

/** A plain message has nothing but its content, and costs no more. */
function bodyOf(
  content: MessageContent,
  { replyTo = 0, mentions = [], mentionsAll = false }: NewMessage,
  place: Place,
): MessageBody {
  if (replyTo > 0 || mentionsAll) requireMember(place);
  if (replyTo > 0) requireQuotable(replyTo, place);
  if (mentionsAll) requireRight('mentionAll', place);
  return {
    content,
    ...(replyTo > 0 && { replyTo }),
    ...(mentions.length > 0 && { mentions: [...mentions] }),
    ...(mentionsAll && { mentionsAll }),
  };
}

/** What an earlier attempt with this key made, without writing; undefined when there was none. */
export const findSent: Read<Named & Pick<NewMessage, 'digest'>, Sent | undefined> = {
  name: 'findSent',
  *run(_tx, { digest, ...named }) {
    const earlier = yield* first(selectByKey, keyOf(named));
    return earlier && repeat(earlier, digest, yield* readPlace(named.conversation, named.sender));
  },
};

/** What an earlier attempt with this key made; KEY_REUSED when that one said something else. */
export function* findByKey(
  key: MessageKey,
  { digest, place }: { digest: Uint8Array; place: Place },
): Steps<Sent | undefined> {
  const earlier = yield* first(selectByKey, key);
  return earlier && repeat(earlier, digest, place);
}

function repeat(earlier: Earlier, digest: Uint8Array, place: Place): Sent {
  if (!isSameDigest(earlier.digest, digest)) throw new OperationError('KEY_REUSED');
  return { message: asSeenBy(earlier, place), repeated: true, streams: [] };
}

/** The message in its present state, or its seq alone for who may not see it any more. */
export function asSeenBy(row: MessageRow, place: Place): Message {
  if (isVisible(row.seq, place)) return toMessage(row);
  return create(MessageSchema, { conversation: formatId('cnv', row.conversation), seq: row.seq });
}
