// Whispers: a conversation between some members of a room, nested in it. Found or made by the room and its sorted members;
// an empty one is in the pull of its creator only; a message makes the others members (peer-store.ts). Whatever changes a
// whisper's members holds the lock of its room.
import {
  Conversation_Kind as Kind,
  formatId,
  Member_Role as Role,
  OperationError,
  type ConversationId,
  type UserId,
} from '@hubbub/protocol';
import { requireAct } from '../rules/conversation.ts';
import { lockPlace, openKeyedHead } from './conversation-store.ts';
import { partyKey } from './head.ts';
import { findKey, keepKey } from './idempotency-store.ts';
import { writeJoined } from './item-store.ts';
import { enterMember, readPresent, readPresentAmong, requireRoomForUser } from './member-store.ts';
import { repeatOpening, type Opened } from './opening-store.ts';
import { admissionChange, admit } from './peer-store.ts';
import {
  first,
  statement,
  type Read,
  type Steps,
  type Transaction,
  type Write,
} from './statement.ts';
import { conversationKey, userKey, type StreamChange } from './stream.ts';
import { readReset } from './sync-store.ts';

const selectByKey = statement<{ key: string }, { id: number }>((db, p) =>
  db
    .selectFrom('conversation')
    .where('app', '=', p.app)
    .where('direct_key', '=', p.key)
    .where('deleted', '=', 0)
    .select('id'),
);

interface Between {
  readonly room: ConversationId;
  /** The caller included, each once. */
  readonly users: readonly UserId[];
}

/** The whisper that is there, to be named among the locks of `openWhisper`. */
export const findWhisper: Read<Between, ConversationId | undefined> = {
  name: 'findWhisper',
  run: (_tx, between) => find(keyOf(between)),
};

interface Opening extends Between {
  /** For the whisper, if it has to be made. */
  readonly id: ConversationId;
  readonly user: UserId;
  readonly found: ConversationId | undefined;
  /** May be empty: the room and its members are a key by themselves. */
  readonly clientKey: string;
  readonly digest: Uint8Array;
}

/** UNKNOWN when one of the users is not in the room. Who is back in the room sees what is said from now on. */
export const openWhisper: Write<Opening, Opened> = {
  name: 'openWhisper',
  locks: ({ room, found, user }) => ({
    conversations: found === undefined ? [room] : [room, found],
    users: [user],
  }),
  *run(tx, args) {
    const { room, users, user, clientKey, digest } = args;
    const key = { user, operation: 'conversation.whisper', clientKey, digest };
    const earlier = clientKey === '' ? undefined : yield* findKey(key);
    if (earlier !== undefined) return yield* repeatOpening(earlier, user);
    requireAct('whisper', yield* lockPlace(room, user));
    const present = yield* readPresentAmong(conversationKey(room), users);
    if (present.length < users.length) throw new OperationError('UNKNOWN');
    const found = yield* find(keyOf(args));
    const conversation = found ?? args.id;
    const streams =
      found === undefined ? yield* make(tx, args) : yield* enter(tx, { conversation, user });
    if (clientKey !== '') yield* keepKey(key, conversation);
    const reset = yield* readReset(tx, { conversation, user });
    return { ...reset, repeated: false, streams };
  },
};

function* make({ now }: Transaction, args: Opening): Steps<readonly StreamChange[]> {
  const { id, room, user } = args;
  yield* requireRoomForUser(user);
  const parent = conversationKey(room);
  const head = yield* openKeyedHead({ id, kind: Kind.WHISPER, parent, key: keyOf(args), now });
  // The room is locked: nobody else makes one of its whispers at this moment.
  if (head === undefined) throw new Error('a new whisper was there already');
  yield* enterMember(head, { user, role: Role.MEMBER, joinSeq: 1, now });
  return [yield* writeJoined(user, head)];
}

function* enter(
  { now }: Transaction,
  { conversation, user }: { conversation: ConversationId; user: UserId },
): Steps<readonly StreamChange[]> {
  const { head, role } = yield* lockPlace(conversation, user);
  if (role !== undefined) return [];
  yield* requireRoomForUser(user);
  const entry = { users: [user], messages: 0, joinSeq: head.seq + 1, now };
  const admission = yield* admit(head, entry);
  const audience = yield* readPresent(head.id);
  return [...admission.streams, admissionChange(admission, audience)];
}

function* find(key: string): Steps<ConversationId | undefined> {
  const row = yield* first(selectByKey, { key });
  return row && formatId('cnv', row.id);
}

function keyOf({ room, users }: Between): string {
  return partyKey(users.map(userKey), conversationKey(room));
}
