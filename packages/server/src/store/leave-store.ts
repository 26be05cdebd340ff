// Going out of rooms and groups: leaving, being removed. It ends the membership at this point of the log, and that of the
// room's whispers with it. An owner who goes is followed by the oldest admin, else the oldest member; a group that nobody is
// left in ends, since nobody could ever come in again.
import {
  Conversation_Kind as Kind,
  formatId,
  Member_Role as Role,
  Notice_Kind,
  OperationError,
  Reason_Code,
  type ConversationId,
  type Member,
  type UserId,
} from '@hubbub/protocol';
import { requireAct, requireOutranks } from '../rules/conversation.ts';
import { bumpWith, lockPlace, readPlace, type Place } from './conversation-store.ts';
import { appointOwner, endMember, readFloor } from './member-store.ts';
import { addNotices, type NewNotice } from './notice-store.ts';
import { unchanged, type Changed } from './opening-store.ts';
import { owePurge } from './purge-store.ts';
import { readTold, tellChangedStaff } from './request-store.ts';
import type { Steps, Transaction, Write } from './statement.ts';
import { topicChange } from './stream.ts';
import { leaveWhispers } from './whisper-end-store.ts';

export interface Leaving {
  readonly conversation: ConversationId;
  readonly user: UserId;
  /** The leaver's whispers in the room as read before, so that they are locked in order; more may be found inside. */
  readonly whispers: readonly ConversationId[];
  /** The outbox entry that will purge a group without members. */
  readonly outboxId: number;
}

/** Leaving once more changes nothing. */
export const leave: Write<Leaving, Changed> = {
  name: 'leave',
  locks: ({ conversation, whispers }) => ({ conversations: [conversation, ...whispers] }),
  *run(tx, { conversation, user, outboxId }) {
    const place = yield* lockPlace(conversation, user);
    if (place.kind === Kind.ROOM ? place.hasLeft : place.hasGone) return unchanged;
    requireAct('leave', place);
    return yield* takeOut(tx, place, { user, actor: user, reason: Reason_Code.LEFT, outboxId });
  },
};

/** Out of it because the account has ended, whatever it was there. Nothing happens where it is no member any more. */
export const leaveForGood: Write<Leaving, Changed> = {
  name: 'leaveForGood',
  locks: ({ conversation, whispers }) => ({ conversations: [conversation, ...whispers] }),
  *run(tx, { conversation, user, outboxId }) {
    const place = yield* lockPlace(conversation, user);
    if (place.role === undefined) return unchanged;
    return yield* takeOut(tx, place, { user, actor: user, reason: Reason_Code.DELETED, outboxId });
  },
};

interface Removal extends Leaving {
  readonly actor: UserId;
}

/** Removing who is out already changes nothing; who was never in is UNKNOWN. */
export const removeMember: Write<Removal, Changed> = {
  name: 'removeMember',
  locks: ({ conversation, whispers }) => ({ conversations: [conversation, ...whispers] }),
  *run(tx, { conversation, user, actor, outboxId }) {
    const own = yield* lockPlace(conversation, actor);
    requireAct('remove', own);
    const place = yield* readPlace(conversation, user);
    if (place.hasLeft) return unchanged;
    if (place.role === undefined) throw new OperationError('UNKNOWN');
    requireOutranks(own.role, place.role);
    return yield* takeOut(tx, place, { user, actor, reason: Reason_Code.KICKED, outboxId });
  },
};

interface Exit {
  readonly user: UserId;
  readonly actor: UserId;
  readonly reason: Reason_Code;
  readonly outboxId: number;
}

/** Ends the membership at the next version. The conversation's change comes first. */
export function* takeOut(tx: Transaction, place: Place, exit: Exit): Steps<Changed> {
  const { head: before, role, joinSeq, kind } = place;
  const { user, reason } = exit;
  const floor = joinSeq === before.floor ? yield* readFloor(before.id, user) : before.floor;
  const count = before.member_count - 1;
  const isOver = kind === Kind.GROUP && count === 0;
  const staff = (role ?? 0) >= Role.ADMIN ? yield* readTold(before) : [];
  const rest = { member_count: count, floor, deleted: isOver ? 1 : 0 };
  const head = yield* bumpWith(before, rest);
  const members = [yield* endMember(head, user, reason)];
  const heir = role === Role.OWNER ? yield* appointOwner(head) : undefined;
  if (heir !== undefined) members.push(heir);
  if (isOver) yield* owePurge(head, { outboxId: exit.outboxId, now: tx.now });
  const told = isOver ? [] : noticesOf(kind, exit, { heir, now: tx.now });
  const { head: last, notices } = yield* addNotices(head, told);
  const conversation = topicChange(last, before.version, { members, notices, left: [user] });
  const whispers = yield* leaveWhispers(formatId('cnv', before.id), user, reason);
  return { streams: [conversation, ...whispers, ...(yield* tellChangedStaff(last, staff))] };
}

/** In rooms people come and go without a line that stays; that somebody was sent out is one everywhere. */
function noticesOf(
  kind: Kind,
  { user, actor, reason }: Exit,
  { heir, now }: { heir: Member | undefined; now: number },
): NewNotice[] {
  if (reason === Reason_Code.KICKED)
    return [{ kind: Notice_Kind.REMOVED, actor, args: { users: [user] }, now }];
  if (kind === Kind.ROOM) return [];
  const left = { kind: Notice_Kind.LEFT, actor: user, now };
  if (heir === undefined) return [left];
  return [left, { kind: Notice_Kind.TRANSFERRED, actor: user, args: { users: [heir.user] }, now }];
}
