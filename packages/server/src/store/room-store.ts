// Rooms: making, renaming, ending them, coming and going. Each write is one change of the room's stream; coming in is also
// one of the user's SELF.
import {
  Conversation_Kind as Kind,
  formatId,
  Member_Role as Role,
  Notice_Kind,
  OperationError,
  Reason_Code,
  type Change,
  type Conversation,
  type ConversationId,
  type UserId,
} from '@hubbub/protocol';
import {
  mostMembersOfRoom,
  requireMember,
  requireRole,
  requireRoom,
} from '../rules/conversation.ts';
import { bumpWith, lockPlace, openHead, readPlace, type Place } from './conversation-store.ts';
import { toConversation, toPublicConversation, type Head } from './head.ts';
import { findKey, keepKey } from './idempotency-store.ts';
import { writeJoined } from './item-store.ts';
import {
  appointOwner,
  endMember,
  enterMember,
  readFloor,
  requireRoomForUser,
} from './member-store.ts';
import { readMembership, toOwnConversation } from './membership-store.ts';
import { writeNotice } from './notice-store.ts';
import { enqueue } from './outbox-store.ts';
import type { Steps, Transaction, Write } from './statement.ts';
import { changeOf, type StreamChange } from './stream.ts';
import { readReset } from './sync-store.ts';

/** What an operation that makes somebody a member answers with. */
export interface Opened {
  readonly conversation: Conversation;
  /** Undefined for a retry. */
  readonly change: Change | undefined;
  readonly repeated: boolean;
  readonly streams: readonly StreamChange[];
}

interface NewRoom {
  readonly id: ConversationId;
  readonly owner: UserId;
  readonly title: string;
  /** Never empty, so that a write that is run again finds itself. */
  readonly clientKey: string;
  readonly digest: Uint8Array;
}

/** A retry answers with the room as it is now. */
export const createRoom: Write<NewRoom, Opened> = {
  name: 'createRoom',
  locks: ({ owner }) => ({ users: [owner] }),
  *run(tx, { id, owner, title, clientKey, digest }) {
    const key = { user: owner, operation: 'conversation.create', clientKey, digest };
    const earlier = yield* findKey(key);
    if (earlier !== undefined) return yield* repeatOpening(earlier, owner);
    yield* requireRoomForUser(owner);
    const head = yield* openHead({ id, kind: Kind.ROOM, title, now: tx.now });
    yield* keepKey(key, id);
    return yield* letIn(tx, head, { user: owner, role: Role.OWNER });
  },
};

/** An empty room takes its next visitor for owner. Joining what one is in already changes nothing. */
export const joinRoom: Write<{ conversation: ConversationId; user: UserId }, Opened> = {
  name: 'joinRoom',
  locks: ({ conversation, user }) => ({ conversations: [conversation], users: [user] }),
  *run(tx, { conversation, user }) {
    const place = yield* lockPlace(conversation, user);
    requireRoom(place);
    if (place.role !== undefined) return yield* repeatOpening(conversation, user);
    if (place.head.member_count >= mostMembersOfRoom) throw new OperationError('FULL');
    yield* requireRoomForUser(user);
    const { seq, member_count: count } = place.head;
    const head = yield* bumpWith(place.head, { member_count: count + 1, floor: seq + 1 });
    return yield* letIn(tx, head, { user, role: count === 0 ? Role.OWNER : Role.MEMBER });
  },
};

export interface Changed {
  readonly conversation: Conversation | undefined;
  /** Undefined when it was so already. */
  readonly stream: StreamChange | undefined;
}

/**
 * When the owner goes, the oldest admin takes over, else the oldest member. Leaving once more changes nothing; who was
 * never in the room is refused.
 */
export const leaveRoom: Write<{ conversation: ConversationId; user: UserId }, Changed> = {
  name: 'leaveRoom',
  locks: ({ conversation }) => ({ conversations: [conversation] }),
  *run(_tx, { conversation, user }) {
    const place = yield* lockPlace(conversation, user);
    requireRoom(place);
    if (place.hasLeft) return unchanged;
    requireMember(place);
    const { head: before, role, joinSeq } = place;
    const floor = joinSeq === before.floor ? yield* readFloor(before.id, user) : before.floor;
    const head = yield* bumpWith(before, { member_count: before.member_count - 1, floor });
    const members = [yield* endMember(head, user, Reason_Code.LEFT)];
    const owner = role === Role.OWNER ? yield* appointOwner(head) : undefined;
    if (owner !== undefined) members.push(owner);
    const change = changeOf(stepOf(head), { head: toConversation(head), members });
    return { conversation: undefined, stream: roomStream(change, [user]) };
  },
};

/** The title of a room, and the line that tells of it. */
export const renameRoom: Write<
  { conversation: ConversationId; user: UserId; title: string },
  Changed
> = {
  name: 'renameRoom',
  locks: ({ conversation }) => ({ conversations: [conversation] }),
  *run(tx, { conversation, user, title }) {
    const place = yield* lockPlace(conversation, user);
    requireRoom(place);
    requireMember(place);
    requireRole(place.role, Role.ADMIN);
    const isSame = place.head.title === title;
    const head = isSame ? place.head : yield* bumpWith(place.head, { title });
    const own = yield* mustRead(conversation, user);
    if (isSame) return { conversation: own, stream: undefined };
    const news = { kind: Notice_Kind.RENAMED, actor: user, text: title, now: tx.now };
    const notice = yield* writeNotice(head, news);
    const change = changeOf(stepOf(head), { head: toConversation(head), notices: [notice] });
    return { conversation: own, stream: roomStream(change, []) };
  },
};

interface Deletion {
  readonly conversation: ConversationId;
  readonly user: UserId;
  /** The outbox entry that will purge the rows. */
  readonly outboxId: number;
}

/** The stream's last version. Members keep their rows until the outbox has purged them, and are members of nothing. */
export const deleteRoom: Write<Deletion, Changed> = {
  name: 'deleteRoom',
  locks: ({ conversation }) => ({ conversations: [conversation] }),
  *run(tx, { conversation, user, outboxId }) {
    const place = yield* lockPlace(conversation, user);
    requireRoom(place);
    requireMember(place);
    requireRole(place.role, Role.OWNER);
    const head = yield* bumpWith(place.head, { deleted: 1 });
    yield* enqueue({
      id: outboxId,
      key: `conversation:${head.id}`,
      kind: 'conversation.purge',
      payload: { conversation: head.id },
      now: tx.now,
    });
    const change = changeOf(stepOf(head), { head: toConversation(head) });
    return { conversation: undefined, stream: roomStream(change, []) };
  },
};

const unchanged: Changed = { conversation: undefined, stream: undefined };

/** Writes the membership that the head's last change was made for. */
function* letIn(
  tx: Transaction,
  head: Head,
  { user, role }: { user: UserId; role: Role },
): Steps<Opened> {
  const conversation = formatId('cnv', head.id);
  const entry = { user, role, joinSeq: head.seq + 1, now: tx.now };
  const member = yield* enterMember(head, entry);
  const change = changeOf(stepOf(head), { head: toConversation(head), members: [member] });
  const self = yield* writeJoined(user, { conversation, kind: head.kind, version: head.version });
  const reset = yield* readReset(tx, { conversation, user });
  return { ...reset, repeated: false, streams: [self, roomStream(change, [])] };
}

/** What a retry answers: the conversation as its asker may see it now. */
export function* repeatOpening(conversation: ConversationId, user: UserId): Steps<Opened> {
  const row = yield* readMembership(conversation, user);
  const head = row
    ? toOwnConversation(row)
    : toPublicConversation(knownToAll(yield* readPlace(conversation, user)));
  return { conversation: head, change: undefined, repeated: true, streams: [] };
}

function knownToAll(place: Place): Head {
  if (place.kind !== Kind.ROOM) requireMember(place);
  return place.head;
}

function* mustRead(conversation: ConversationId, user: UserId): Steps<Conversation> {
  const row = yield* readMembership(conversation, user);
  if (row === undefined) throw new Error('a member without a membership');
  return toOwnConversation(row);
}

function stepOf({ id, version }: Head) {
  return { conversation: formatId('cnv', id), base: version - 1, version };
}

function roomStream(change: Change, left: readonly UserId[]): StreamChange {
  const conversation = change.conversation as ConversationId;
  return { conversation, kind: Kind.ROOM, change, audience: [], joined: [], left };
}
