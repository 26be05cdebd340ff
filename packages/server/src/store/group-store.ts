// Groups: made with their first members, and added to.
import {
  Conversation_Kind as Kind,
  Member_Role as Role,
  Notice_Kind,
  type ConversationId,
  type UserId,
} from '@hubbub/protocol';
import { requireAct } from '../rules/conversation.ts';
import { requireAccepting } from './accept-store.ts';
import { lockPlace, openHead } from './conversation-store.ts';
import { comeIn, namedInNotice } from './enter-store.ts';
import { findKey, keepKey } from './idempotency-store.ts';
import { writeJoinedOfMany } from './joined-store.ts';
import {
  enterMember,
  enterMembers,
  readPresentAmong,
  requireRoomForUsers,
} from './member-store.ts';
import { addNotice } from './notice-store.ts';
import { repeatOpening, unchanged, type Changed, type Opened } from './opening-store.ts';
import type { Write } from './statement.ts';
import { topicChange } from './stream.ts';
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
    const entry = { role: Role.MEMBER, joinSeq: 1, now: tx.now };
    const others = yield* enterMembers(head, { users, ...entry });
    const created = { kind: Notice_Kind.CREATED, actor: owner, text: title, now: tx.now };
    const named = yield* addNotice(head, { ...created, args: namedInNotice(users) });
    const members = [first, ...others];
    const group = topicChange(named.head, 0, { members, notices: [named.notice] });
    const selves = yield* writeJoinedOfMany({ users: [owner, ...users], readSeq: 0 }, named.head);
    const reset = yield* readReset(tx, { conversation: id, user: owner });
    return { ...reset, repeated: false, streams: [...selves, group] };
  },
};

interface Addition {
  readonly conversation: ConversationId;
  readonly user: UserId;
  /** In order of id, each once. */
  readonly users: readonly UserId[];
  /** Of a group. */
  readonly mostMembers: number;
}

/** Those who are in it already are passed over. */
export const addMembers: Write<Addition, Changed> = {
  name: 'addMembers',
  locks: ({ conversation, users }) => ({ conversations: [conversation], users }),
  *run(tx, { conversation, user, users, mostMembers }) {
    const { head: before, ...place } = yield* lockPlace(conversation, user);
    requireAct('add', place);
    const present = new Set(yield* readPresentAmong(before.id, users));
    const fresh = users.filter((one) => !present.has(one));
    if (fresh.length === 0) return unchanged;
    yield* requireLiving(tx, fresh);
    yield* requireAccepting(user, fresh);
    const coming = { users: fresh, actor: user, kind: Notice_Kind.ADDED as const };
    return { streams: yield* comeIn(before, { ...coming, mostMembers, now: tx.now }) };
  },
};
