// Who may see whether somebody is here, and when it was last: members of a conversation each other, users their friends and
// those with whom they share one; each as far as both let themselves be seen (rules/sharing.ts).
import {
  Conversation_Kind,
  formatId,
  Showing_Choice as Choice,
  type ConversationId,
  type UserId,
} from '@hubbub/protocol';
import { sql } from 'kysely';
import { areFriends, toSide } from '../rules/contact.ts';
import { requireMember } from '../rules/conversation.ts';
import { seeEachOther, showsAll } from '../rules/sharing.ts';
import { readPlace } from './conversation-store.ts';
import { partiesOf } from './head.ts';
import { all, first, run, statement, type Read, type Steps, type Write } from './statement.ts';
import { userKey } from './stream.ts';
import { numbersIn } from './user-store.ts';

const selectOthers = statement<{ user: number; others: string }, OtherRow>((db, p, engine) => {
  const sharing = db
    .selectFrom('member as m')
    .innerJoin('member as theirs', (join) =>
      join.onRef('theirs.app', '=', 'm.app').onRef('theirs.conversation', '=', 'm.conversation'),
    )
    .innerJoin('conversation as c', (join) =>
      join.onRef('c.app', '=', 'm.app').onRef('c.id', '=', 'm.conversation'),
    )
    .where('m.app', '=', p.app)
    .where('m.user', '=', p.user)
    .where('m.left_version', '=', 0)
    .where('theirs.user', 'in', numbersIn(p.others, engine))
    .where('theirs.left_version', '=', 0)
    .where('c.deleted', '=', 0)
    .select('theirs.user');
  return db
    .selectFrom('user as u')
    .leftJoin('contact as t', (join) =>
      join.onRef('t.app', '=', 'u.app').onRef('t.user', '=', 'u.id').on('t.other', '=', p.user),
    )
    .leftJoin('contact as o', (join) =>
      join.onRef('o.app', '=', 'u.app').on('o.user', '=', p.user).onRef('o.other', '=', 'u.id'),
    )
    .where('u.app', '=', p.app)
    .where('u.id', 'in', numbersIn(p.others, engine))
    .where('u.deleted', '=', 0)
    .select(['u.id', 'u.presence', 'u.seen_at', 't.flags as theirs', 'o.flags as own'])
    .select((e) => e.case().when('u.id', 'in', sharing).then(1).else(0).end().as('shares'));
});

interface OtherRow {
  readonly id: number;
  readonly presence: number;
  readonly seen_at: number;
  readonly theirs: number | null;
  readonly own: number | null;
  readonly shares: number;
}

const selectChoice = statement<{ user: number }, { presence: number }>((db, p) =>
  db.selectFrom('user').where('app', '=', p.app).where('id', '=', p.user).select('presence'),
);

const blocks = sql<boolean>`flags & 2 = 2`;

const selectApart = statement<{ user: number }, { id: number }>((db, p) =>
  db
    .selectFrom('contact')
    .where('app', '=', p.app)
    .where('user', '=', p.user)
    .where(blocks)
    .select('other as id')
    .union(
      db
        .selectFrom('contact')
        .where('app', '=', p.app)
        .where('other', '=', p.user)
        // These have an index by the other one: they are few, and blocks are among them.
        .where(sql`flags`, '>', sql.lit(1))
        .where(blocks)
        .select('user as id'),
    ),
);

const updateSeen = statement<{ users: string; at: number }, unknown>((db, p, engine) =>
  db
    .updateTable('user')
    .set({ seen_at: p.at })
    .where('app', '=', p.app)
    .where('id', 'in', numbersIn(p.users, engine))
    .where('deleted', '=', 0)
    .where('seen_at', '<', p.at),
);

interface Looking {
  readonly conversation: ConversationId;
  readonly user: UserId;
}

/** What a member may see of who is in a conversation. */
export interface Sight {
  /** It sees nobody but itself. */
  readonly isBlind: boolean;
  /** It sees nothing of these, who block it or whom it blocks. */
  readonly apart: readonly UserId[];
  /** The other one of a direct conversation. */
  readonly other?: UserId;
  /** When that one was here last; 0 for never. */
  readonly seenAt?: number;
}

/** Throws unless the user is a member. */
export const readSight: Read<Looking, Sight> = {
  name: 'presence.sight',
  *run(_tx, { conversation, user }) {
    const place = yield* readPlace(conversation, user);
    requireMember(place);
    if (place.kind === Conversation_Kind.DIRECT) {
      const other = partiesOf(place.head).find((one) => one !== user);
      return other === undefined ? everything : yield* readDirect(user, other);
    }
    if (!showsAll(yield* readChoice(user))) return { isBlind: true, apart: [] };
    return { isBlind: false, apart: yield* readApart(user) };
  },
};

const everything: Sight = { isBlind: false, apart: [] };

function* readDirect(user: UserId, other: UserId): Steps<Sight> {
  const choice = yield* readChoice(user);
  const [row] = yield* readOthers(user, [other]);
  if (row === undefined || !seeEachOther(choice, row)) return { isBlind: true, apart: [], other };
  return { ...everything, other, seenAt: row.seen_at };
}

export interface Visible {
  readonly user: UserId;
  /** When it was here last; 0 for never. */
  readonly seenAt: number;
}

/** Those of these users whose presence the caller may see: itself, friends, and those with whom it shares a conversation. */
export const readVisible: Read<{ user: UserId; others: readonly UserId[] }, Visible[]> = {
  name: 'presence.visible',
  *run(_tx, { user, others }) {
    const choice = yield* readChoice(user);
    const rows = yield* readOthers(user, others);
    return rows
      .filter((row) => row.id === userKey(user) || (isNear(row) && seeEachOther(choice, row)))
      .map(({ id, seen_at: seenAt }) => ({ user: formatId('usr', id), seenAt }));
  },
};

function isNear({ theirs, own, shares }: OtherRow): boolean {
  return shares === 1 || areFriends(toSide(theirs), toSide(own));
}

/** These were here until now. It only goes forward. */
export const noteSeen: Write<{ users: readonly UserId[]; at: number }, void> = {
  name: 'presence.noteSeen',
  locks: () => ({}),
  *run(_tx, { users, at }) {
    yield* run(updateSeen, { users: JSON.stringify(users.map(userKey)), at });
  },
};

/** Those who block the user, and those whom it blocks. */
export function* readApart(user: UserId): Steps<UserId[]> {
  return (yield* all(selectApart, { user: userKey(user) })).map(({ id }) => formatId('usr', id));
}

function* readOthers(user: UserId, others: readonly UserId[]): Steps<readonly OtherRow[]> {
  const params = { user: userKey(user), others: JSON.stringify(others.map(userKey)) };
  return yield* all(selectOthers, params);
}

function* readChoice(user: UserId): Steps<Choice> {
  return (yield* first(selectChoice, { user: userKey(user) }))?.presence ?? Choice.UNSPECIFIED;
}
