// Groups: made with their first members, and added to. Whoever is added sees from then on. The members come at one version
// and the notice that tells of them at the next, in one Change, so that newcomers see the line as well.
import {
  Conversation_Kind as Kind,
  Member_Role as Role,
  Notice_Kind,
  OperationError,
  type ConversationId,
  type Member,
  type UserId,
} from '@hubbub/protocol';
import { mostMembersOfGroup, requireAct } from '../rules/conversation.ts';
import { requireAccepting } from './accept-store.ts';
import { bumpWith, lockPlace, openHead } from './conversation-store.ts';
import type { Head } from './head.ts';
import { findKey, keepKey } from './idempotency-store.ts';
import { writeJoined } from './item-store.ts';
import { enterMember, readPresentAmong, requireRoomForUsers } from './member-store.ts';
import { addNotice } from './notice-store.ts';
import { repeatOpening, unchanged, type Changed, type Opened } from './opening-store.ts';
import type { Steps, Transaction, Write } from './statement.ts';
import { topicChange, type StreamChange } from './stream.ts';
import { readReset } from './sync-store.ts';
import { requireLiving } from './user-store.ts';

interface NewGroup {
  readonly id: ConversationId;
  readonly owner: UserId;
  readonly title: string;
  /** The others, in order of id, each once. */
  readonly users: readonly UserId[];
  /** Never empty. */
  readonly clientKey: string;
  readonly digest: Uint8Array;
}

/** UNKNOWN when one of the users is not there, FULL when one of them is in as many conversations as one may be. */
export const createGroup: Write<NewGroup, Opened> = {
  name: 'createGroup',
  locks: ({ owner, users }) => ({ users: [owner, ...users] }),
  *run(tx, { id, owner, title, users, clientKey, digest }) {
    const key = { user: owner, operation: 'conversation.create', clientKey, digest };
    const earlier = yield* findKey(key);
    if (earlier !== undefined) return yield* repeatOpening(earlier, owner);
    yield* requireLiving(tx, users);
    yield* requireAccepting(owner, users);
    yield* requireRoomForUsers([owner, ...users]);
    const opening = { id, kind: Kind.GROUP, title, members: users.length + 1, now: tx.now };
    const head = yield* openHead(opening);
    yield* keepKey(key, id);
    const first = yield* enterMember(head, {
      user: owner,
      role: Role.OWNER,
      joinSeq: 1,
      now: tx.now,
    });
    const others = yield* enterAll(tx, head, users);
    const created = { kind: Notice_Kind.CREATED, actor: owner, text: title, now: tx.now };
    const named = yield* addNotice(head, { ...created, args: { users: [...users] } });
    const members = [first, ...others];
    const group = topicChange(named.head, 0, { members, notices: [named.notice] });
    const selves = yield* tellAll(named.head, [owner, ...users]);
    const reset = yield* readReset(tx, { conversation: id, user: owner });
    return { ...reset, repeated: false, streams: [...selves, group] };
  },
};

interface Addition {
  readonly conversation: ConversationId;
  readonly user: UserId;
  /** In order of id, each once. */
  readonly users: readonly UserId[];
}

/** Those who are in it already are passed over. */
export const addMembers: Write<Addition, Changed> = {
  name: 'addMembers',
  locks: ({ conversation, users }) => ({ conversations: [conversation], users }),
  *run(tx, { conversation, user, users }) {
    const { head: before, ...place } = yield* lockPlace(conversation, user);
    requireAct('add', place);
    const present = new Set(yield* readPresentAmong(before.id, users));
    const fresh = users.filter((one) => !present.has(one));
    if (fresh.length === 0) return unchanged;
    const count = before.member_count + fresh.length;
    if (count > mostMembersOfGroup) throw new OperationError('FULL');
    yield* requireLiving(tx, fresh);
    yield* requireAccepting(user, fresh);
    yield* requireRoomForUsers(fresh);
    const head = yield* bumpWith(before, { member_count: count, floor: before.seq + 1 });
    const members = yield* enterAll(tx, head, fresh);
    const added = {
      kind: Notice_Kind.ADDED,
      actor: user,
      args: { users: [...fresh] },
      now: tx.now,
    };
    const { head: last, notice } = yield* addNotice(head, added);
    const group = topicChange(last, before.version, { members, notices: [notice] });
    return { streams: [group, ...(yield* tellAll(last, fresh))] };
  },
};

function* enterAll(tx: Transaction, head: Head, users: readonly UserId[]): Steps<Member[]> {
  const entry = { role: Role.MEMBER, joinSeq: head.seq + 1, now: tx.now };
  const members: Member[] = [];
  for (const user of users) members.push(yield* enterMember(head, { user, ...entry }));
  return members;
}

/**
 * @param head after the notice: hubs begin with a Change, and this one holds it. At the members' own version they would wait
 *   for what a Change that is told once has told already
 */
function* tellAll(head: Head, users: readonly UserId[]): Steps<StreamChange[]> {
  const selves: StreamChange[] = [];
  for (const user of users) selves.push(yield* writeJoined(user, head));
  return selves;
}
