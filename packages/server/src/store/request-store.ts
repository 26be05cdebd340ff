// Requests to come into a group: who waits for an answer of its owner and admins. A request that was answered with yes has no
// row any more, one that was declined stays for a day.
import {
  Conversation_Kind as Kind,
  Item_Kind,
  JoinRequest_State as State,
  OperationError,
  formatId,
  type ConversationId,
  type UserId,
} from '@hubbub/protocol';
import { sql } from 'kysely';
import { declinedMs, mostRequests } from '../rules/conversation.ts';
import { lockHead } from './conversation-store.ts';
import type { Head } from './head.ts';
import { writeItem, writeItemUnlessGone } from './item-store.ts';
import { readStaff } from './member-store.ts';
import { unchanged, type Changed } from './opening-store.ts';
import { all, first, run, statement, type Read, type Steps, type Write } from './statement.ts';
import { userKey, type StreamChange } from './stream.ts';
import { numbersIn } from './user-store.ts';

type Key = { conversation: number; user: number };
type Asking = Key & { text: string; now: number };

const selectRequest = statement<Key, { declined_at: number }>((db, p) =>
  db
    .selectFrom('join_request')
    .where('app', '=', p.app)
    .where('conversation', '=', p.conversation)
    .where('user', '=', p.user)
    .select('declined_at'),
);

const upsertRequest = statement<Asking, unknown>((db, p) => {
  const state = { text: p.text, asked_at: p.now, declined_at: 0 };
  return db
    .insertInto('join_request')
    .values({ app: p.app, conversation: p.conversation, user: p.user, ...state })
    .onConflict((conflict) => conflict.columns(['app', 'conversation', 'user']).doUpdateSet(state));
});

const updateDeclined = statement<Key & { now: number }, unknown>((db, p) =>
  db
    .updateTable('join_request')
    .set({ declined_at: p.now })
    .where('app', '=', p.app)
    .where('conversation', '=', p.conversation)
    .where('user', '=', p.user)
    .where('declined_at', '=', 0),
);

type Several = { conversation: number; users: string };

const deleteRequests = statement<Several, { user: number }>((db, p, engine) =>
  db
    .deleteFrom('join_request')
    .where('app', '=', p.app)
    .where('conversation', '=', p.conversation)
    .where('user', 'in', numbersIn(p.users, engine))
    .returning('user'),
);

const countWaiting = statement<{ conversation: number }, { count: number }>((db, p) =>
  db
    .selectFrom('join_request')
    .where('app', '=', p.app)
    .where('conversation', '=', p.conversation)
    .where('declined_at', '=', 0)
    .select(sql<number>`cast(count(*) as integer)`.as('count')),
);

interface Request {
  readonly user: UserId;
  readonly text: string;
  readonly now: number;
}

/**
 * Notes that the user wants to come in, and tells owner and admins. DECLINED for who was declined not long ago; undefined for who
 * waits already.
 */
export function* ask(
  head: Head,
  { user, text, now }: Request,
): Steps<readonly StreamChange[] | undefined> {
  const key = { conversation: head.id, user: userKey(user) };
  const earlier = yield* first(selectRequest, key);
  if (earlier?.declined_at === 0) return undefined;
  if (earlier !== undefined && now - earlier.declined_at < declinedMs)
    throw new OperationError('DECLINED');
  if ((yield* waiting(head)) >= mostRequests) throw new OperationError('FULL');
  yield* run(upsertRequest, { ...key, text, now });
  return [yield* tellAsker(head, user, State.WAITING), ...(yield* tellStaff(head))];
}

/** UNKNOWN for who does not wait. */
export function* decline(
  head: Head,
  { user, now }: Omit<Request, 'text'>,
): Steps<readonly StreamChange[]> {
  const declined = yield* run(updateDeclined, { conversation: head.id, user: userKey(user), now });
  if (declined === 0) throw new OperationError('UNKNOWN');
  const told = yield* tellAsker(head, user, State.DECLINED);
  return [told, ...(yield* tellStaff(head))].filter((one) => one !== undefined);
}

/** Likewise, where there may be nothing to decline. */
export function* declineWaiting(
  head: Head,
  { user, now }: Omit<Request, 'text'>,
): Steps<readonly StreamChange[]> {
  const request = yield* first(selectRequest, { conversation: head.id, user: userKey(user) });
  return request?.declined_at === 0 ? yield* decline(head, { user, now }) : [];
}

export function* requireWaiting(head: Head, user: UserId): Steps<void> {
  const request = yield* first(selectRequest, { conversation: head.id, user: userKey(user) });
  if (request?.declined_at !== 0) throw new OperationError('UNKNOWN');
}

/** They are in it now, however that came about: those of them who had asked are told so. */
export function* endRequests(head: Head, users: readonly UserId[]): Steps<readonly StreamChange[]> {
  const keys = users.map(userKey);
  const several = { conversation: head.id, users: JSON.stringify(keys) };
  const asked = new Set((yield* all(deleteRequests, several)).map(({ user }) => user));
  if (asked.size === 0) return [];
  const told: StreamChange[] = [];
  for (const user of users)
    if (asked.has(userKey(user))) told.push(yield* tellAsker(head, user, State.APPROVED));
  return [...told, ...(yield* tellStaff(head))];
}

const selectAsked = statement<{ user: number }, { conversation: number }>((db, p) =>
  db
    .selectFrom('join_request as r')
    .innerJoin('conversation as c', (join) =>
      join.onRef('c.app', '=', 'r.app').onRef('c.id', '=', 'r.conversation'),
    )
    .where('r.app', '=', p.app)
    .where('r.user', '=', p.user)
    .where('r.declined_at', '=', 0)
    .where('c.deleted', '=', 0)
    .select('r.conversation'),
);

/** The groups that somebody waits for. */
export const readAsked: Read<{ user: UserId }, ConversationId[]> = {
  name: 'request.readAsked',
  *run(_tx, { user }) {
    const rows = yield* all(selectAsked, { user: userKey(user) });
    return rows.map((row) => formatId('cnv', row.conversation));
  },
};

interface Withdrawal {
  readonly conversation: ConversationId;
  readonly user: UserId;
}

/** The account has ended: there is nobody to answer. */
export const withdrawRequest: Write<Withdrawal, Changed> = {
  name: 'request.withdraw',
  locks: ({ conversation }) => ({ conversations: [conversation] }),
  *run(_tx, { conversation, user }) {
    const head = yield* lockHead(conversation);
    const several = { conversation: head.id, users: JSON.stringify([userKey(user)]) };
    const gone = yield* all(deleteRequests, several);
    return gone.length === 0 ? unchanged : { streams: yield* tellStaff(head) };
  },
};

function* tellAsker(head: Head, user: UserId, state: State): Steps<StreamChange> {
  const request = { state, title: head.title };
  return yield* writeItem(user, {
    kind: Item_Kind.REQUEST,
    target: head.id,
    value: { request },
  });
}

/** How many wait, on the SELF of those who may answer. */
export function* tellStaff(head: Head): Steps<readonly StreamChange[]> {
  const count = yield* waiting(head);
  const told = [];
  for (const user of yield* readStaff(head.id)) told.push(yield* tellCount(head, user, count));
  return told.filter((one) => one !== undefined);
}

function* tellCount(head: Head, user: UserId, count: number): Steps<StreamChange | undefined> {
  const item = { kind: Item_Kind.REQUESTS, target: head.id, removed: count === 0 };
  return yield* writeItemUnlessGone(user, { ...item, value: { waiting: count } });
}

/** Whom it is told how many wait; nobody, where nobody waits. */
export function* readTold(head: Head): Steps<readonly UserId[]> {
  const isAsked = head.kind === Kind.GROUP && (yield* waiting(head)) > 0;
  return isAsked ? yield* readStaff(head.id) : [];
}

/** Once others than before may answer: those hear how many wait, and whoever may not any more has nothing of it left. */
export function* tellChangedStaff(
  head: Head,
  before: readonly UserId[],
): Steps<readonly StreamChange[]> {
  const now = before.length === 0 ? before : yield* readStaff(head.id);
  const told = [];
  for (const user of [...new Set([...before, ...now])].toSorted()) {
    if (before.includes(user) === now.includes(user)) continue;
    told.push(yield* tellCount(head, user, now.includes(user) ? yield* waiting(head) : 0));
  }
  return told.filter((one) => one !== undefined);
}

function* waiting({ id }: Head): Steps<number> {
  return (yield* first(countWaiting, { conversation: id }))?.count ?? 0;
}
