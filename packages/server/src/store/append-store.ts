// Appending a message to a conversation that this transaction holds: seq and version from the head, members for those who
// do not see the conversation yet, and what has to be told. Sending and forwarding both end here.
import {
  ChangeSchema,
  Conversation_Kind as Kind,
  formatId,
  makerOf,
  MessageSchema,
  timestampOf,
  type Message,
  type UserId,
} from '@hubbub/protocol';
import { requirePost } from '../rules/message.ts';
import { requireAccepting } from './accept-store.ts';
import { holdMedia } from './attachment-store.ts';
import { bump, type Place } from './conversation-store.ts';
import { audienceOf } from './head.ts';
import { keepSentFloor } from './member-store.ts';
import { readCallable, writeMentions } from './mention-store.ts';
import { contentOf, type MessageBody } from './message-row.ts';
import {
  admitMissing,
  admitPeer,
  placeInRoom,
  type Admission,
  type WhisperPlace,
} from './peer-store.ts';
import { run, statement, type Steps } from './statement.ts';
import { userKey, type StreamChange } from './stream.ts';

// A fifth of the time of `create`, which looks at every field of the type (docs/adr/0043).
const makeMessage = makerOf(MessageSchema);
const makeChange = makerOf(ChangeSchema);

interface Appended {
  conversation: number;
  sender: number;
  clientMsgId: string;
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

export interface Draft {
  readonly sender: UserId;
  readonly clientMsgId: string;
  readonly digest: Uint8Array;
  /** Of `mentions`, those who are no members are left out. */
  readonly body: MessageBody;
  readonly now: number;
  /** Sent by a system account: into a room or group it need not be a member. */
  readonly bySystem?: true | undefined;
}

export interface AppendedMessage {
  readonly message: Message;
  /** The conversation's change comes first. */
  readonly streams: readonly StreamChange[];
}

/**
 * Whoever may not write here is refused, however the message comes about.
 *
 * @param place of the sender, under the head's lock. The first message of a direct conversation, and any of a
 *   whisper, also makes members of those who are not yet.
 */
export function* append(place: Place, draft: Draft): Steps<AppendedMessage> {
  const { sender, clientMsgId, digest, now } = draft;
  const audience = audienceOf(place.head);
  requireWritable(place, draft);
  if (place.kind === Kind.DIRECT)
    yield* requireAccepting(
      sender,
      audience.filter((user) => user !== sender),
    );
  const room =
    place.kind === Kind.WHISPER ? yield* placeInRoom(place.head, { sender, now }) : undefined;
  const isWhole = room === undefined && !isAlone(place);
  const admission = isWhole ? undefined : yield* admitOthers(place, { room, sender, now });
  const head = admission?.head ?? (yield* bump(place.head, { messages: 1 }));
  const { id, seq, version } = head;
  const anchor = room?.anchor ?? 0;
  const isCalling = draft.body.mentions !== undefined || draft.body.mentionsAll === true;
  const body = isCalling ? yield* calling(id, draft.body) : draft.body;
  const key = { conversation: id, sender: userKey(sender), clientMsgId };
  yield* run(insertMessage, {
    ...key,
    seq,
    version,
    digest,
    content: contentOf(body, { ...key, client_msg_id: clientMsgId, seq, recalled: 0 }),
    anchor,
    now,
  });
  if (isCalling) yield* writeMentions({ conversation: id, seq }, body);
  if (body.content.case === 'media') yield* holdMedia({ conversation: id, seq }, body.content);
  yield* keepSentFloor({ conversation: id, user: key.sender, seq }, place.sentFloor);
  const conversation = formatId('cnv', id);
  const message = makeMessage({
    ...body,
    conversation,
    seq,
    version,
    anchor,
    sender,
    clientMsgId,
    createdAt: timestampOf(now),
  });
  const stream: StreamChange = {
    conversation,
    kind: head.kind,
    change: makeChange({
      conversation,
      base: version - 1,
      version,
      messages: [message],
      ...admission?.rows,
    }),
    audience: room?.audience ?? audience,
    joined: [],
    left: [],
  };
  return { message, streams: [stream, ...(admission?.streams ?? [])] };
}

function requireWritable(place: Place, { bySystem, now }: Draft): void {
  const isOpenToSystem = place.kind === Kind.ROOM || place.kind === Kind.GROUP;
  if (bySystem !== true || !isOpenToSystem) requirePost(place, now);
}

function* calling(conversation: number, body: MessageBody): Steps<MessageBody> {
  const mentions = yield* readCallable(conversation, (body.mentions ?? []) as UserId[]);
  return { ...body, mentions: [...mentions] };
}

interface Company {
  readonly room: WhisperPlace | undefined;
  readonly sender: UserId;
  readonly now: number;
}

/** The first message of a pair brings the other one in. */
function isAlone({ head, kind }: Place): boolean {
  return kind === Kind.DIRECT && head.member_count < 2;
}

function* admitOthers(place: Place, { room, sender, now }: Company): Steps<Admission | undefined> {
  if (room !== undefined) return yield* admitMissing(place.head, { missing: room.missing, now });
  return isAlone(place) ? yield* admitPeer(place.head, { sender, now }) : undefined;
}
