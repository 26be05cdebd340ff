// Coming into a group or room, in whatever way: one place that says from where newcomers see, counts them, and tells. The members
// come at one version and the notice that tells of them at the next, in one Change, so that newcomers see the line as well.
import {
  Member_Role as Role,
  Notice_Kind,
  OperationError,
  type Member,
  type UserId,
} from '@hubbub/protocol';
import { mostNamedInNotice } from '../rules/conversation.ts';
import { refuseBanned } from './ban-store.ts';
import { bumpWith } from './conversation-store.ts';
import type { Head } from './head.ts';
import { writeJoinedOfMany } from './joined-store.ts';
import { enterMembers, requireRoomForUsers } from './member-store.ts';
import { addNotice } from './notice-store.ts';
import { endRequests } from './request-store.ts';
import type { Steps } from './statement.ts';
import { topicChange, type StreamChange } from './stream.ts';

interface Coming {
  /** In order of id, each once, all living and none of them a member. */
  readonly users: readonly UserId[];
  readonly actor: UserId;
  readonly kind: Notice_Kind.ADDED | Notice_Kind.JOINED;
  readonly mostMembers: number;
  readonly now: number;
}

/** BANNED when one of them is; FULL when the group, or one of the users, has as many as it may have. The group's change comes first. */
export function* comeIn(before: Head, coming: Coming): Steps<readonly StreamChange[]> {
  const { users, actor, kind, mostMembers, now } = coming;
  const count = before.member_count + users.length;
  if (count > mostMembers) throw new OperationError('FULL');
  yield* refuseBanned(before, users, now);
  yield* requireRoomForUsers(users);
  const { joinSeq, readSeq } = entryTo(before);
  const floor = Math.max(before.floor, joinSeq);
  const head = yield* bumpWith(before, { member_count: count, floor });
  const members: Member[] = yield* enterMembers(head, { users, role: Role.MEMBER, joinSeq, now });
  const args = kind === Notice_Kind.ADDED ? namedInNotice(users) : {};
  const { head: last, notice } = yield* addNotice(head, { kind, actor, args, now });
  const group = topicChange(last, before.version, { members, notices: [notice] });
  // Hubs begin with a Change, and that of the group holds the head after the notice: at the members' own version they would
  // wait for what a Change that is told once has told already.
  const selves = yield* writeJoinedOfMany({ users, readSeq }, last);
  return [group, ...selves, ...(yield* endRequests(last, users))];
}

/** From where somebody sees who comes in now, and how much of it counts as read. */
export function entryTo({ seq, shows_past: showsPast }: Head): {
  readonly joinSeq: number;
  readonly readSeq: number;
} {
  return showsPast === 1 ? { joinSeq: 1, readSeq: seq } : { joinSeq: seq + 1, readSeq: 0 };
}

/** A notice names some of those whom something was done to, and says how many they were. */
export function namedInNotice(users: readonly UserId[]): { users: UserId[]; count?: number } {
  const named = users.slice(0, mostNamedInNotice);
  return named.length < users.length ? { users: named, count: users.length } : { users: named };
}
