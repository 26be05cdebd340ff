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
import { goOnTo, nextOf, type Place } from './conversation-store.ts';
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
  db
    .insertInto('message')
    .values({
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
    })
    .onConflict((conflict) =>
      conflict.columns(['app', 'conversation', 'sender', 'client_msg_id']).doNothing(),
    ),
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

/** A draft that nobody refuses. */
export interface Checked {
  readonly place: Place;
  readonly draft: Draft;
  /** Of a whisper. */
  readonly room: WhisperPlace | undefined;
  readonly audience: readonly UserId[];
}

/**
 * Whoever may not write here is refused, however the message comes about. Writes nothing.
 *
 * @param place of the sender, under the head's lock
 */
export function* checkDraft(place: Place, draft: Draft): Steps<Checked> {
  const { sender, now } = draft;
  const { head, kind } = place;
  requireWritable(place, draft);
  const audience = audienceOf(head);
  if (kind === Kind.DIRECT)
    yield* requireAccepting(
      sender,
      audience.filter((user) => user !== sender),
    );
  const room = kind === Kind.WHISPER ? yield* placeInRoom(head, { sender, now }) : undefined;
  return { place, draft, room, audience: room?.audience ?? audience };
}

/**
 * The first message of a direct conversation, and any of a whisper, also makes members of those who are not yet.
 *
 * @returns undefined when the sender has said something under this key already; then nothing is written
 */
export function* append(checked: Checked): Steps<AppendedMessage | undefined> {
  const { place, draft, room, audience } = checked;
  const { sender, clientMsgId, digest, now } = draft;
  const next = nextOf(place.head);
  const { id, seq, version } = next;
  const anchor = room?.anchor ?? 0;
  const isCalling = draft.body.mentions !== undefined || draft.body.mentionsAll === true;
  const body = isCalling ? yield* calling(checked) : draft.body;
  const key = { conversation: id, sender: userKey(sender), clientMsgId };
  // First of all: a row that is there already says by itself that this is a retry, without being looked for.
  const inserted = yield* run(insertMessage, {
    ...key,
    seq,
    version,
    digest,
    content: contentOf(body, { ...key, client_msg_id: clientMsgId, seq, recalled: 0 }),
    anchor,
    now,
  });
  if (inserted === 0) return undefined;
  const admission = yield* admitOthers(checked);
  if (admission === undefined) yield* goOnTo(next);
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
    kind: place.kind,
    change: makeChange({
      conversation,
      base: version - 1,
      version,
      messages: [message],
      ...admission?.rows,
    }),
    audience,
    joined: [],
    left: [],
  };
  return { message, streams: [stream, ...(admission?.streams ?? [])] };
}

function requireWritable(place: Place, { bySystem, now }: Draft): void {
  const isOpenToSystem = place.kind === Kind.ROOM || place.kind === Kind.GROUP;
  if (bySystem !== true || !isOpenToSystem) requirePost(place, now);
}

function* calling({ place, draft: { body }, room, audience }: Checked): Steps<MessageBody> {
  const named = (body.mentions ?? []) as UserId[];
  const entering = room?.missing ?? (isAlone(place) ? audience : []);
  return { ...body, mentions: [...(yield* readCallable(place.head.id, named, entering))] };
}

/** Those whom the message makes members; the head goes on with them. */
function* admitOthers({ place, draft, room }: Checked): Steps<Admission | undefined> {
  const { sender, now } = draft;
  if (room !== undefined) return yield* admitMissing(place.head, { missing: room.missing, now });
  return isAlone(place) ? yield* admitPeer(place.head, { sender, now }) : undefined;
}

/** The first message of a pair brings the other one in. */
function isAlone({ head, kind }: Place): boolean {
  return kind === Kind.DIRECT && head.member_count < 2;
}
