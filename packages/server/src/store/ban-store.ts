// Who is kept out of a room or group. A ban ends by the clock, without a write; its row goes when somebody is banned next.
import { create } from '@bufbuild/protobuf';
import { timestampFromMs } from '@bufbuild/protobuf/wkt';
import {
  BanSchema,
  formatId,
  LogEvent_Kind,
  OperationError,
  Reason_Code,
  type Ban,
  type ConversationId,
  type User,
  type UserId,
} from '@hubbub/protocol';
import type { Selectable } from 'kysely';
import { mostBans, requireAct, requireNoBan, requireOutranks } from '../rules/conversation.ts';
import { lockPlace, readPlace } from './conversation-store.ts';
import type { Head } from './head.ts';
import { takeOut, type Leaving } from './leave-store.ts';
import { readUsers } from './named-store.ts';
import { type Changed } from './opening-store.ts';
import { declineWaiting } from './request-store.ts';
import type { Database } from './schema.ts';
import { all, first, run, statement, type Read, type Steps, type Write } from './statement.ts';
import { userKey } from './stream.ts';
import { numbersIn, requireLiving } from './user-store.ts';

type BanRow = Omit<Selectable<Database['ban']>, 'app'>;
type Key = { conversation: number; user: number };

const columns = ['conversation', 'user', 'actor', 'reason', 'banned_at', 'ends_at'] as const;

const upsertBan = statement<BanRow, unknown>((db, p) => {
  const state = { actor: p.actor, reason: p.reason, banned_at: p.banned_at, ends_at: p.ends_at };
  return db
    .insertInto('ban')
    .values({ app: p.app, conversation: p.conversation, user: p.user, ...state })
    .onConflict((conflict) => conflict.columns(['app', 'conversation', 'user']).doUpdateSet(state));
});

const deleteBan = statement<Key, unknown>((db, p) =>
  db
    .deleteFrom('ban')
    .where('app', '=', p.app)
    .where('conversation', '=', p.conversation)
    .where('user', '=', p.user),
);

type Ended = { conversation: number; now: number };

const deleteEnded = statement<Ended, unknown>((db, p) =>
  db
    .deleteFrom('ban')
    .where('app', '=', p.app)
    .where('conversation', '=', p.conversation)
    .where('ends_at', '>', 0)
    .where('ends_at', '<=', p.now),
);

type Page = Ended & { after: number; limit: number };

const selectPage = statement<Page, BanRow>((db, p) =>
  db
    .selectFrom('ban')
    .where('app', '=', p.app)
    .where('conversation', '=', p.conversation)
    .where('user', '>', p.after)
    .where((e) => e.or([e('ends_at', '=', 0), e('ends_at', '>', p.now)]))
    .select(columns)
    .orderBy('user')
    .limit(p.limit),
);

type Among = { conversation: number; users: string };

const selectAmong = statement<Among, Pick<BanRow, 'ends_at'>>((db, p, engine) =>
  db
    .selectFrom('ban')
    .where('app', '=', p.app)
    .where('conversation', '=', p.conversation)
    .where('user', 'in', numbersIn(p.users, engine))
    .select('ends_at'),
);

const countBans = statement<{ conversation: number }, { count: number }>((db, p) =>
  db
    .selectFrom('ban')
    .where('app', '=', p.app)
    .where('conversation', '=', p.conversation)
    .select((e) => e.fn.countAll<number>().as('count')),
);

interface Banning extends Leaving {
  readonly actor: UserId;
  /** From now on; 0: until it is ended. */
  readonly seconds: number;
  readonly reason: string;
}

interface Banned extends Changed {
  readonly ban: Ban;
  /** Of the conversation, by then. */
  readonly version: number;
}

/** Out at this point of the log, if in it, and not in again. Of a request to come in, the answer is no. */
export const banMember: Write<Banning, Banned> = {
  name: 'banMember',
  locks: ({ conversation, user, whispers }) => ({
    conversations: [conversation, ...whispers],
    users: [user],
  }),
  *run(tx, { conversation, user, actor, seconds, reason, outboxId }) {
    const own = yield* lockPlace(conversation, actor);
    requireAct('ban', own);
    const place = yield* readPlace(conversation, user);
    if (place.role !== undefined) requireOutranks(own.role, place.role);
    else yield* requireLiving(tx, [user]);
    const { now } = tx;
    const row = {
      conversation: own.head.id,
      user: userKey(user),
      actor: userKey(actor),
      reason,
      banned_at: now,
      ends_at: seconds === 0 ? 0 : now + seconds * 1000,
    };
    yield* keepBan(row);
    const ban = toBan(row);
    const answered = yield* declineWaiting(own.head, { user, now });
    if (place.role === undefined) return { streams: answered, ban, version: own.head.version };
    const exit = { user, actor, reason: Reason_Code.KICKED, outboxId };
    const { streams } = yield* takeOut(tx, place, exit);
    const version = streams[0]?.change.version ?? 0;
    return { streams: [...streams, ...answered], ban, version };
  },
  events: ({ conversation, user }, { ban, version }) => [
    { kind: LogEvent_Kind.MEMBER_BANNED, version, conversation, user, ban },
  ],
};

function* keepBan(row: BanRow): Steps<void> {
  const { conversation, banned_at: now } = row;
  yield* run(deleteEnded, { conversation, now });
  const { count } = (yield* first(countBans, { conversation })) ?? { count: 0 };
  if (Number(count) >= mostBans) throw new OperationError('FULL');
  yield* run(upsertBan, row);
}

interface Asked {
  readonly conversation: ConversationId;
  /** The caller. */
  readonly actor: UserId;
}

/** `done`: there was one. */
export const unbanUser: Write<
  Asked & { readonly user: UserId },
  { readonly done: boolean; readonly version: number }
> = {
  name: 'unbanUser',
  locks: ({ conversation }) => ({ conversations: [conversation] }),
  *run(_tx, { conversation, actor, user }) {
    const own = yield* lockPlace(conversation, actor);
    requireAct('ban', own);
    const { id, version } = own.head;
    const ended = yield* run(deleteBan, { conversation: id, user: userKey(user) });
    return { done: ended > 0, version };
  },
  events: ({ conversation, user }, { done, version }) =>
    done ? [{ kind: LogEvent_Kind.MEMBER_UNBANNED, version, conversation, user }] : [],
};

interface BanPage {
  readonly bans: readonly Ban[];
  readonly users: readonly User[];
  /** '' on the last page. */
  readonly next: string;
}

/** Those that last, by user. */
export const readBans: Read<Asked & { after: number; limit: number }, BanPage> = {
  name: 'readBans',
  *run(tx, { conversation, actor, after, limit }) {
    const { head, ...place } = yield* readPlace(conversation, actor);
    requireAct('ban', place);
    const page = { conversation: head.id, now: tx.now, after, limit: limit + 1 };
    const rows = yield* all(selectPage, page);
    const shown = rows.slice(0, limit);
    const named = new Set(
      shown.flatMap((row) => [formatId('usr', row.user), formatId('usr', row.actor)]),
    );
    return {
      bans: shown.map(toBan),
      users: yield* readUsers(tx, [...named]),
      next: rows.length > limit ? `${shown.at(-1)?.user ?? ''}` : '',
    };
  },
};

/** Throws BANNED if one of them is. Whoever lets people in asks this under the head's lock. */
export function* refuseBanned(head: Head, users: readonly UserId[], now: number): Steps<void> {
  const among = { conversation: head.id, users: JSON.stringify(users.map(userKey)) };
  for (const { ends_at: endsAt } of yield* all(selectAmong, among)) requireNoBan({ endsAt }, now);
}

function toBan(row: BanRow): Ban {
  return create(BanSchema, {
    user: formatId('usr', row.user),
    by: formatId('usr', row.actor),
    reason: row.reason,
    bannedAt: timestampFromMs(row.banned_at),
    ...(row.ends_at > 0 && { until: timestampFromMs(row.ends_at) }),
  });
}
