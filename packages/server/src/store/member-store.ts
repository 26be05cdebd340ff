// Members: who is in a conversation, since when, as what. A row stays as a tombstone when its user leaves, so that whoever
// was away learns it, and is taken up again when the user comes back (docs/sync.md 4, 20).
import { create } from '@bufbuild/protobuf';
import { timestampFromMs } from '@bufbuild/protobuf/wkt';
import {
  Conversation_Kind as Kind,
  formatId,
  Member_Role as Role,
  MemberSchema,
  OperationError,
  type Member,
  type Reason_Code,
  type UserId,
} from '@hubbub/protocol';
import { sql, type Selectable } from 'kysely';
import { mostConversationsOfUser, mostStaffTold } from '../rules/conversation.ts';
import type { Head } from './head.ts';
import type { Database } from './schema.ts';
import { all, first, run, statement, unasked, type Steps } from './statement.ts';
import { userKey } from './stream.ts';
import { isAmong, numbersIn, wholeOf } from './user-store.ts';

export type MemberRow = Pick<
  Selectable<Database['member']>,
  | 'conversation'
  | 'user'
  | 'role'
  | 'join_seq'
  | 'version'
  | 'joined_at'
  | 'left_reason'
  | 'muted_until'
>;

export const memberColumns = [
  'm.conversation',
  'm.user',
  'm.role',
  'm.join_seq',
  'm.version',
  'm.joined_at',
  'm.left_reason',
  'm.muted_until',
] as const;

type Entry = Pick<
  MemberRow,
  'conversation' | 'user' | 'role' | 'join_seq' | 'version' | 'joined_at'
>;

type Entered = Pick<MemberRow, 'user' | 'muted_until'>;

/** Who was muted and comes back is muted still. */
const upsertMember = statement<Entry, Entered>((db, p) =>
  db
    .insertInto('member')
    .values({ app: p.app, user: p.user, cleared: 0, sent_floor: 0, ...entryState(p) })
    .onConflict((conflict) =>
      conflict.columns(['app', 'conversation', 'user']).doUpdateSet(entryState(p)),
    )
    .returning(['user', 'muted_until']),
);

type Entries = Omit<Entry, 'user'> & { users: string };

/** Likewise many at once, however many, in one statement. */
const upsertMembers = statement<Entries, Entered>((db, p, engine) => {
  const state = entryState(p);
  const names = Object.keys(state) as (keyof typeof state)[];
  return db
    .insertInto('member')
    .columns(['app', 'user', 'cleared', 'sent_floor', ...names])
    .expression((e) =>
      e
        .selectFrom('user as u')
        .where('u.app', '=', p.app)
        .where(isAmong('u.id', p.users, engine))
        .select(['u.app', 'u.id', sql.lit(0).as('cleared'), sql.lit(0).as('sent_floor')])
        .select(names.map((name) => wholeOf(state[name]).as(name))),
    )
    .onConflict((conflict) => conflict.columns(['app', 'conversation', 'user']).doUpdateSet(state))
    .returning(['user', 'muted_until']);
});

function entryState(p: Omit<Entry, 'user'>) {
  return {
    conversation: p.conversation,
    role: p.role,
    join_seq: p.join_seq,
    join_version: p.version,
    version: p.version,
    joined_at: p.joined_at,
    left_version: 0,
    left_reason: 0,
  };
}

type Leaving = { conversation: number; user: number; version: number; reason: number };

const buryMember = statement<Leaving, unknown>((db, p) =>
  db
    .updateTable('member')
    .set({ role: 0, version: p.version, left_version: p.version, left_reason: p.reason })
    .where('app', '=', p.app)
    .where('conversation', '=', p.conversation)
    .where('user', '=', p.user),
);

type NewFloor = { conversation: number; user: number; seq: number };

const updateSentFloor = statement<NewFloor, unknown>((db, p) =>
  db
    .updateTable('member')
    .set({ sent_floor: p.seq })
    .where('app', '=', p.app)
    .where('conversation', '=', p.conversation)
    .where('user', '=', p.user),
);

type NewMute = { conversation: number; user: number; version: number; until: number };

const updateMuted = statement<NewMute, unknown>((db, p) =>
  db
    .updateTable('member')
    .set({ muted_until: p.until, version: p.version })
    .where('app', '=', p.app)
    .where('conversation', '=', p.conversation)
    .where('user', '=', p.user),
);

type NewRole = { conversation: number; user: number; version: number; role: number };

const updateRole = statement<NewRole, unknown>((db, p) =>
  db
    .updateTable('member')
    .set({ role: p.role, version: p.version })
    .where('app', '=', p.app)
    .where('conversation', '=', p.conversation)
    .where('user', '=', p.user),
);

const selectMember = statement<{ conversation: number; user: number }, MemberRow>((db, p) =>
  db
    .selectFrom('member as m')
    .where('m.app', '=', p.app)
    .where('m.conversation', '=', p.conversation)
    .where('m.user', '=', p.user)
    .select(memberColumns),
);

// The oldest admin, else the oldest member: admins have the higher role.
const selectSuccessor = statement<{ conversation: number }, { user: number }>((db, p) =>
  db
    .selectFrom('member')
    .where('app', '=', p.app)
    .where('conversation', '=', p.conversation)
    .where('left_version', '=', 0)
    .select('user')
    .orderBy('role', 'desc')
    .orderBy('join_version')
    .orderBy('user')
    .limit(1),
);

type Others = { conversation: number; except: number };

const selectFloor = statement<Others, { floor: number | null }>((db, p) =>
  db
    .selectFrom('member')
    .where('app', '=', p.app)
    .where('conversation', '=', p.conversation)
    .where('left_version', '=', 0)
    .where('user', '!=', p.except)
    .select((e) => e.fn.max('join_seq').as('floor')),
);

const countOfUser = statement<{ user: number }, { count: number }>((db, p) =>
  db
    .selectFrom('member as m')
    .where('m.app', '=', p.app)
    .where('m.user', '=', p.user)
    .where('m.left_version', '=', 0)
    .select(sql<number>`cast(count(*) as integer)`.as('count')),
);

const selectPresent = statement<{ conversation: number; limit: number }, { user: number }>(
  (db, p) =>
    db
      .selectFrom('member')
      .where('app', '=', p.app)
      .where('conversation', '=', p.conversation)
      .where('left_version', '=', 0)
      .select('user')
      .limit(p.limit),
);

const selectBusy = statement<{ users: string; most: number }, { user: number }>((db, p, engine) =>
  db
    .selectFrom('member as m')
    .where('m.app', '=', p.app)
    .where('m.user', 'in', numbersIn(p.users, engine))
    .where('m.left_version', '=', 0)
    .select('m.user')
    .groupBy('m.user')
    .having((e) => e(e.fn.countAll(), '>=', p.most)),
);

type Among = { conversation: number; users: string };

const selectPresentAmong = statement<Among, { user: number }>((db, p, engine) =>
  db
    .selectFrom('member')
    .where('app', '=', p.app)
    .where('conversation', '=', p.conversation)
    .where('user', 'in', numbersIn(p.users, engine))
    .where('left_version', '=', 0)
    .select('user'),
);

interface NewMember {
  readonly user: UserId;
  readonly role: Role;
  readonly joinSeq: number;
  readonly now: number;
}

/** @param head as it stands after the change that makes the user a member: its version is where the membership begins */
export function* enterMember(head: Head, { user, role, joinSeq, now }: NewMember): Steps<Member> {
  const entry = {
    conversation: head.id,
    user: userKey(user),
    role,
    join_seq: joinSeq,
    version: head.version,
    joined_at: now,
  };
  const entered = yield* first(upsertMember, entry);
  return toMember({ ...entry, left_reason: 0, muted_until: entered?.muted_until ?? 0 });
}

type NewMembers = Omit<NewMember, 'user'> & { readonly users: readonly UserId[] };

/** Likewise many users, who are all living, in order. */
export function* enterMembers(
  head: Head,
  { users, role, joinSeq, now }: NewMembers,
): Steps<Member[]> {
  const state = {
    conversation: head.id,
    role,
    join_seq: joinSeq,
    version: head.version,
    joined_at: now,
  };
  const keys = users.map(userKey);
  const rows = yield* all(upsertMembers, { ...state, users: JSON.stringify(keys) });
  const muted = new Map(rows.map((row) => [row.user, row.muted_until]));
  return keys.map((user) =>
    toMember({ ...state, user, left_reason: 0, muted_until: muted.get(user) ?? 0 }),
  );
}

/** How far the newest message a member sent may be above its `sent_floor`. */
export const sentSpan = 31;

/**
 * Keeps the place of a member's newest message findable. An index by sender costs every message a page of its own; this
 * costs a sender one write in 32 messages of the conversation, and who looks reads at most 32 rows.
 */
export function keepSentFloor(key: NewFloor, floor: number): Steps<unknown> {
  return floor === 0 || key.seq > floor + sentSpan ? run(updateSentFloor, key) : unasked;
}

/** Turns a membership into a tombstone at the head's version. */
export function* endMember(head: Head, user: UserId, reason: Reason_Code): Steps<Member> {
  const key = { conversation: head.id, user: userKey(user) };
  yield* run(buryMember, { ...key, version: head.version, reason });
  return yield* mustMember(key);
}

/** Gives a present member another role, at the head's version. */
export function* changeRole(head: Head, user: UserId, role: Role): Steps<Member> {
  const key = { conversation: head.id, user: userKey(user) };
  yield* run(updateRole, { ...key, version: head.version, role });
  return yield* mustMember(key);
}

/** Lets a present member only read until then, at the head's version. */
export function* changeMuted(head: Head, user: UserId, until: number): Steps<Member> {
  const key = { conversation: head.id, user: userKey(user) };
  yield* run(updateMuted, { ...key, version: head.version, until });
  return yield* mustMember(key);
}

type Staff = { conversation: number; limit: number };

const selectStaff = statement<Staff, { user: number }>((db, p) =>
  db
    .selectFrom('member')
    .where('app', '=', p.app)
    .where('conversation', '=', p.conversation)
    .where('role', '>=', Role.ADMIN)
    .where('left_version', '=', 0)
    .select('user')
    .orderBy('role', 'desc')
    .orderBy('join_version')
    .limit(p.limit),
);

/** Owner and admins, as many as are told of requests, in order of id. */
export function* readStaff(conversation: number): Steps<readonly UserId[]> {
  const rows = yield* all(selectStaff, { conversation, limit: mostStaffTold });
  return rows.map(({ user }) => formatId('usr', user)).toSorted();
}

/** Who takes over when the owner goes; nobody in an empty room. */
export function* appointOwner(head: Head): Steps<Member | undefined> {
  const successor = yield* first(selectSuccessor, { conversation: head.id });
  if (successor === undefined) return undefined;
  const key = { conversation: head.id, user: successor.user };
  yield* run(updateRole, { ...key, version: head.version, role: Role.OWNER });
  return yield* mustMember(key);
}

/** The largest joinSeq of the other members: below it a change concerns some of them and not all. */
export function* readFloor(conversation: number, except: UserId): Steps<number> {
  const row = yield* first(selectFloor, { conversation, except: userKey(except) });
  return row?.floor ?? 1;
}

/** Throws when the user is in as many conversations as one may be. */
export function* requireRoomForUser(user: UserId): Steps<void> {
  const { count } = (yield* first(countOfUser, { user: userKey(user) })) ?? { count: 0 };
  if (count >= mostConversationsOfUser) throw new OperationError('FULL');
}

/** Likewise for several, in one query. */
export function* requireRoomForUsers(users: readonly UserId[]): Steps<void> {
  const rows = yield* all(selectBusy, {
    users: JSON.stringify(users.map(userKey)),
    most: mostConversationsOfUser,
  });
  if (rows.length > 0) throw new OperationError('FULL');
}

/** Those of these users who are members now. */
export function* readPresentAmong(
  conversation: number,
  users: readonly UserId[],
): Steps<readonly UserId[]> {
  const params = { conversation, users: JSON.stringify(users.map(userKey)) };
  const rows = yield* all(selectPresentAmong, params);
  return rows.map(({ user }) => formatId('usr', user));
}

/** Present members in no particular order; for the kinds that are small. */
export function* readPresent(conversation: number): Steps<readonly UserId[]> {
  const rows = yield* all(selectPresent, { conversation, limit: 1_000 });
  return rows.map(({ user }) => formatId('usr', user));
}

/** Whom a change of a stream without a topic goes to: those who are members now. */
export function* readAudience({ id, kind }: Pick<Head, 'id' | 'kind'>): Steps<readonly UserId[]> {
  if (kind === Kind.SELF) return [formatId('usr', id)];
  const isOfUsers = kind === Kind.DIRECT || kind === Kind.WHISPER;
  return isOfUsers ? yield* readPresent(id) : [];
}

export function toMember(row: MemberRow): Member {
  return create(MemberSchema, {
    conversation: formatId('cnv', row.conversation),
    user: formatId('usr', row.user),
    role: row.role,
    joinSeq: row.join_seq,
    version: row.version,
    joinedAt: timestampFromMs(row.joined_at),
    left: row.left_reason,
    ...(row.muted_until > 0 &&
      row.left_reason === 0 && { mutedUntil: timestampFromMs(row.muted_until) }),
  });
}

function* mustMember(key: { conversation: number; user: number }): Steps<Member> {
  const row = yield* first(selectMember, key);
  if (row === undefined) throw new Error('a member row that was just written is missing');
  return toMember(row);
}
