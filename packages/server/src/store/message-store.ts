// Messages: appended, one seq each. The write on the message path: it looks for an earlier attempt with the same key, checks
// the membership, takes seq and version from the locked head and appends. It must not know sockets or who is online. It
// keeps the promise that a key makes one message for ever (docs/sync.md 21) and that seq and version have no holes.
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { timestampFromMs } from '@bufbuild/protobuf/wkt';
import {
  Conversation_Kind as Kind,
  formatId,
  MessageSchema,
  OperationError,
  type ConversationId,
  type Message,
  type UserId,
} from '@hubbub/protocol';
import type { Selectable } from 'kysely';
import { requireMember } from '../rules/conversation.ts';
import { isVisible, type MessageContent } from '../rules/message.ts';
import { requireAccepting } from './accept-store.ts';
import { bump, lockPlace, readPlace, type Place } from './conversation-store.ts';
import { audienceOf, partiesOf } from './head.ts';
import { isSameDigest } from './idempotency-store.ts';
import { keepSentFloor } from './member-store.ts';
import {
  admitMissing,
  admitPeer,
  placeInRoom,
  type Admission,
  type WhisperPlace,
} from './peer-store.ts';
import type { Database } from './schema.ts';
import { first, run, statement, type Read, type Steps, type Write } from './statement.ts';
import { changeOf, conversationKey, userKey, type StreamChange } from './stream.ts';

export type MessageRow = Pick<
  Selectable<Database['message']>,
  | 'conversation'
  | 'seq'
  | 'version'
  | 'sender'
  | 'client_msg_id'
  | 'content'
  | 'created_at'
  | 'edited_at'
  | 'recalled'
  | 'anchor'
>;

export interface NewMessage {
  readonly conversation: ConversationId;
  readonly sender: UserId;
  readonly clientMsgId: string;
  readonly digest: Uint8Array;
  readonly content: MessageContent;
}

export interface Sent {
  readonly message: Message;
  /** A retry: nothing was changed and there is nothing to tell. */
  readonly repeated: boolean;
  /** The conversation's change comes first. */
  readonly streams: readonly StreamChange[];
}

interface Key {
  conversation: number;
  sender: number;
  clientMsgId: string;
}

type Earlier = MessageRow & { readonly digest: Uint8Array };

const selectByKey = statement<Key, Earlier>((db, p) =>
  db
    .selectFrom('message')
    .where('app', '=', p.app)
    .where('conversation', '=', p.conversation)
    .where('sender', '=', p.sender)
    .where('client_msg_id', '=', p.clientMsgId)
    .select([
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
      'digest',
    ]),
);

interface Appended extends Key {
  seq: number;
  version: number;
  digest: Uint8Array;
  content: Uint8Array;
  anchor: number;
  now: number;
}

const insertMessage = statement<Appended, unknown>((db, p) =>
  db.insertInto('message').values({
    app: p.app,
    conversation: p.conversation,
    seq: p.seq,
    version: p.version,
    version_changed: 0,
    sender: p.sender,
    client_msg_id: p.clientMsgId,
    digest: p.digest,
    content: p.content,
    anchor: p.anchor,
    created_at: p.now,
    edited_at: null,
    recalled: 0,
  }),
);

/**
 * Appends a message. A retry answers with the message's present state, or with its seq alone when the sender may not see it
 * any more. The first message of a direct conversation, and any of a whisper, also makes members of those who are not yet.
 */
export const sendMessage: Write<NewMessage, Sent> = {
  name: 'sendMessage',
  locks: ({ conversation }) => ({ conversations: [conversation] }),
  *run(tx, args) {
    // The head is locked first, so that the look-up below sees every earlier attempt.
    const place = yield* lockPlace(args.conversation, args.sender);
    const { clientMsgId, digest } = args;
    const key = { conversation: place.head.id, sender: userKey(args.sender), clientMsgId };
    const earlier = yield* first(selectByKey, key);
    if (earlier !== undefined) return repeat(earlier, digest, place);
    requireMember(place);
    if (place.kind === Kind.DIRECT)
      yield* requireAccepting(args.sender, peersOf(place, args.sender));

    const room =
      place.kind === Kind.WHISPER ? yield* placeInRoom(place.head, args.sender) : undefined;
    const admission = yield* admitOthers(place, { room, sender: args.sender, now: tx.now });
    const head = admission?.head ?? (yield* bump(place.head, { messages: 1 }));
    const anchor = room?.anchor ?? 0;
    const { seq, version } = head;
    const content = toBinary(MessageSchema, create(MessageSchema, { content: args.content }));
    yield* run(insertMessage, { ...key, seq, version, digest, content, anchor, now: tx.now });
    yield* keepSentFloor(
      { conversation: key.conversation, user: key.sender, seq },
      place.sentFloor,
    );
    const message = messageOf(args, { seq, version, anchor, now: tx.now });
    const step = { conversation: args.conversation, base: version - 1, version };
    const stream: StreamChange = {
      conversation: args.conversation,
      kind: head.kind,
      change: changeOf(step, { messages: [message], ...admission?.rows }),
      audience: room?.audience ?? audienceOf(head),
      joined: [],
      left: [],
    };
    return { message, repeated: false, streams: [stream, ...(admission?.streams ?? [])] };
  },
};

/** What an earlier attempt with this key made, without writing; undefined when there was none. */
export const findSent: Read<Omit<NewMessage, 'content'>, Sent | undefined> = {
  name: 'findSent',
  *run(_tx, { conversation, sender, clientMsgId, digest }) {
    const key = {
      conversation: conversationKey(conversation),
      sender: userKey(sender),
      clientMsgId,
    };
    const earlier = yield* first(selectByKey, key);
    return earlier && repeat(earlier, digest, yield* readPlace(conversation, sender));
  },
};

export function toMessage(row: MessageRow): Message {
  const message = fromBinary(MessageSchema, row.content);
  message.conversation = formatId('cnv', row.conversation);
  message.seq = row.seq;
  message.version = row.version;
  message.sender = formatId('usr', row.sender);
  message.clientMsgId = row.client_msg_id;
  message.createdAt = timestampFromMs(row.created_at);
  if (row.edited_at !== null) message.editedAt = timestampFromMs(row.edited_at);
  message.recalled = row.recalled === 1;
  message.anchor = row.anchor;
  return message;
}

function repeat(earlier: Earlier, digest: Uint8Array, place: Place): Sent {
  if (!isSameDigest(earlier.digest, digest)) throw new OperationError('KEY_REUSED');
  const message = isVisible(earlier.seq, place)
    ? toMessage(earlier)
    : create(MessageSchema, { conversation: formatId('cnv', place.head.id), seq: earlier.seq });
  return { message, repeated: true, streams: [] };
}

function peersOf({ head }: Place, sender: UserId): readonly UserId[] {
  return partiesOf(head).filter((user) => user !== sender);
}

interface Company {
  readonly room: WhisperPlace | undefined;
  readonly sender: UserId;
  readonly now: number;
}

function* admitOthers(
  { head, kind }: Place,
  { room, sender, now }: Company,
): Steps<Admission | undefined> {
  if (room !== undefined) return yield* admitMissing(head, { missing: room.missing, now });
  const isAlone = kind === Kind.DIRECT && head.member_count < 2;
  return isAlone ? yield* admitPeer(head, { sender, now }) : undefined;
}

function messageOf(
  { conversation, sender, clientMsgId, content }: NewMessage,
  { seq, version, anchor, now }: { seq: number; version: number; anchor: number; now: number },
): Message {
  return create(MessageSchema, {
    conversation,
    seq,
    version,
    anchor,
    sender,
    clientMsgId,
    createdAt: timestampFromMs(now),
    content,
  });
}
