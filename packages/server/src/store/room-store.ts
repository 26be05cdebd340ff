// Rooms: making one and coming in. Each write is one change of the room's stream; coming in is also one of the user's SELF.
import {
  Conversation_Kind as Kind,
  formatId,
  Member_Role as Role,
  OperationError,
  type ConversationId,
  type UserId,
} from '@hubbub/protocol';
import { mostMembersOfRoom, requireAct } from '../rules/conversation.ts';
import { refuseBanned } from './ban-store.ts';
import { bumpWith, lockPlace, openHead } from './conversation-store.ts';
import { entryTo } from './enter-store.ts';
import type { Head } from './head.ts';
import { findKey, keepKey } from './idempotency-store.ts';
import { writeJoinedOfMany } from './joined-store.ts';
import { enterMember, requireRoomForUser } from './member-store.ts';
import { repeatOpening, type Opened } from './opening-store.ts';
import type { Steps, Transaction, Write } from './statement.ts';
import { topicChange } from './stream.ts';
import { readReset } from './sync-store.ts';

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
    requireAct('join', place);
    if (place.role !== undefined) return yield* repeatOpening(conversation, user);
    yield* refuseBanned(place.head, [user], tx.now);
    if (place.head.member_count >= mostMembersOfRoom) throw new OperationError('FULL');
    yield* requireRoomForUser(user);
    const { floor, member_count: count } = place.head;
    const entered = {
      member_count: count + 1,
      floor: Math.max(floor, entryTo(place.head).joinSeq),
    };
    const head = yield* bumpWith(place.head, entered);
    return yield* letIn(tx, head, { user, role: count === 0 ? Role.OWNER : Role.MEMBER });
  },
};

/** Writes the membership that the head's last change was made for. */
function* letIn(
  tx: Transaction,
  head: Head,
  { user, role }: { user: UserId; role: Role },
): Steps<Opened> {
  const conversation = formatId('cnv', head.id);
  const { joinSeq, readSeq } = entryTo(head);
  const member = yield* enterMember(head, { user, role, joinSeq, now: tx.now });
  const room = topicChange(head, head.version - 1, { members: [member] });
  const selves = yield* writeJoinedOfMany({ users: [user], readSeq }, head);
  const reset = yield* readReset(tx, { conversation, user });
  return { ...reset, repeated: false, streams: [...selves, room] };
}
