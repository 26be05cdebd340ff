// Roles in rooms and groups: the owner makes admins, and passes the conversation on; who may only read for a time.
import {
  Member_Role as Role,
  Notice_Kind,
  OperationError,
  type ConversationId,
  type UserId,
} from '@hubbub/protocol';
import { requireAct, requireOutranks } from '../rules/conversation.ts';
import { bump, lockPlace, readPlace, type Place } from './conversation-store.ts';
import { changeMuted, changeRole } from './member-store.ts';
import { addNotice } from './notice-store.ts';
import { unchanged, type Changed } from './opening-store.ts';
import { readTold, tellChangedStaff } from './request-store.ts';
import type { Steps, Write } from './statement.ts';
import { topicChange } from './stream.ts';

interface Appointment {
  readonly conversation: ConversationId;
  /** The owner. */
  readonly actor: UserId;
  readonly user: UserId;
}

/** @throws ROLE for the owner's own role: it is passed on, not changed */
export const setRole: Write<Appointment & { readonly role: Role }, Changed> = {
  name: 'setRole',
  locks: ({ conversation }) => ({ conversations: [conversation] }),
  *run({ now }, { conversation, actor, user, role }) {
    const { head: before, ...place } = yield* lockPlace(conversation, actor);
    requireAct('setRole', place);
    const held = (yield* mustBeMember(conversation, user)).role;
    if (held === Role.OWNER) throw new OperationError('ROLE');
    if (held === role) return unchanged;
    const staff = yield* readTold(before);
    const head = yield* bump(before);
    const members = [yield* changeRole(head, user, role)];
    const told = { kind: Notice_Kind.ROLE, actor, args: { users: [user], role }, now };
    const { head: last, notice } = yield* addNotice(head, told);
    const change = topicChange(last, before.version, { members, notices: [notice] });
    return { streams: [change, ...(yield* tellChangedStaff(last, staff))] };
  },
};

interface Muting extends Appointment {
  /** From now on; 0 ends it. */
  readonly seconds: number;
}

/** Muting takes a higher role than that of the one muted. It is no line: who is muted sees it where one writes. */
export const muteMember: Write<Muting, Changed> = {
  name: 'muteMember',
  locks: ({ conversation }) => ({ conversations: [conversation] }),
  *run({ now }, { conversation, actor, user, seconds }) {
    const own = yield* lockPlace(conversation, actor);
    requireAct('mute', own);
    const held = yield* mustBeMember(conversation, user);
    requireOutranks(own.role, held.role ?? Role.MEMBER);
    const mutedUntil = seconds === 0 ? 0 : now + seconds * 1000;
    if (mutedUntil === 0 && held.mutedUntil <= now) return unchanged;
    const head = yield* bump(own.head);
    const members = [yield* changeMuted(head, user, mutedUntil)];
    return { streams: [topicChange(head, own.head.version, { members })] };
  },
};

/** The owner becomes an admin. */
export const transfer: Write<Appointment, Changed> = {
  name: 'transfer',
  locks: ({ conversation }) => ({ conversations: [conversation] }),
  *run({ now }, { conversation, actor, user }) {
    const { head: before, ...place } = yield* lockPlace(conversation, actor);
    requireAct('transfer', place);
    if (user === actor) return unchanged;
    yield* mustBeMember(conversation, user);
    const staff = yield* readTold(before);
    const head = yield* bump(before);
    const members = [
      yield* changeRole(head, actor, Role.ADMIN),
      yield* changeRole(head, user, Role.OWNER),
    ];
    const told = { kind: Notice_Kind.TRANSFERRED, actor, args: { users: [user] }, now };
    const { head: last, notice } = yield* addNotice(head, told);
    const change = topicChange(last, before.version, { members, notices: [notice] });
    return { streams: [change, ...(yield* tellChangedStaff(last, staff))] };
  },
};

function* mustBeMember(conversation: ConversationId, user: UserId): Steps<Place> {
  const place = yield* readPlace(conversation, user);
  if (place.role === undefined) throw new OperationError('UNKNOWN');
  return place;
}
