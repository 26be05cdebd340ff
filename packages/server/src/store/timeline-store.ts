// Timelines: one row per user and moment, written after the post in slices, from the outbox. Which users: the author's
// friends of that moment, whatever the audience is, since tags and blocks may change and are looked at when somebody reads.
// A slice that is done twice changes nothing, so a filling that was cut off begins again.
import { Audience_Kind as AudienceKind, formatId, type UserId } from '@hubbub/protocol';
import { sql } from 'kysely';
import { seesMoment, type Sight } from '../rules/moment.ts';
import { toSide } from '../rules/contact.ts';
import { lockSight } from './sight-store.ts';
import { all, run, statement, type Write } from './statement.ts';
import { userKey } from './stream.ts';
import { numbersIn } from './user-store.ts';

interface FriendRow {
  readonly user: number;
  readonly flags: number;
  readonly tags: string;
  readonly back: number;
}

type FriendsAfter = { author: number; after: number; limit: number };

/** Those whom the author has as friends and who have the author as one. */
const selectFriends = statement<FriendsAfter, FriendRow>((db, p) =>
  db
    .selectFrom('contact as a')
    .innerJoin('contact as v', (join) =>
      join
        .onRef('v.app', '=', 'a.app')
        .onRef('v.user', '=', 'a.other')
        .onRef('v.other', '=', 'a.user'),
    )
    .where('a.app', '=', p.app)
    .where('a.user', '=', p.author)
    .where('a.other', '>', p.after)
    .where(sql`a.flags & 1`, '=', sql.lit(1))
    .where(sql`v.flags & 1`, '=', sql.lit(1))
    .orderBy('a.other')
    .limit(p.limit)
    .select(['a.other as user', 'a.flags', 'a.tags', 'v.flags as back']),
);

type NewRows = { users: string; moment: number; createdAt: number };

const insertRows = statement<NewRows, unknown>((db, p, engine) =>
  db
    .insertInto('timeline')
    .columns(['app', 'user', 'created_at', 'moment'])
    .expression((e) =>
      e
        .selectFrom('user as u')
        .where('u.app', '=', p.app)
        .where('u.id', 'in', numbersIn(p.users, engine))
        .select(['u.app', 'u.id'])
        .select([
          sql<number>`cast(${p.createdAt} as bigint)`.as('created_at'),
          sql<number>`cast(${p.moment} as bigint)`.as('moment'),
        ]),
    )
    .onConflict((conflict) => conflict.doNothing()),
);

interface Slice {
  readonly moment: number;
  /** The user the slice before ended with; -1 at first. */
  readonly after: number;
  readonly limit: number;
}

export interface Filled {
  /** Where to go on; undefined when all is done. */
  readonly next: number | undefined;
  /** Those of the slice who see the moment now: they are told that there is something new. */
  readonly seeing: readonly UserId[];
  readonly author: UserId;
  readonly createdAt: number;
}

/** Undefined when the moment was deleted meanwhile. */
export const fillTimelines: Write<Slice, Filled | undefined> = {
  name: 'fillTimelines',
  locks: () => ({}),
  *run(tx, { moment, after, limit }) {
    // Locked, so that it is not deleted between this and its rows.
    const found = yield* lockSight(tx, { moment, viewer: 0 });
    if (found === undefined) return undefined;
    const { author, created_at: createdAt } = found.row;
    const rows = yield* all(selectFriends, { author, after, limit });
    const named = new Set(found.sight.audience.users.map(userKey));
    const { kind, tags } = found.sight.audience;
    // Without tags, nobody else will ever be among them.
    const isClosed = kind === AudienceKind.ONLY && tags.length === 0;
    const users = rows.map((row) => row.user).filter((user) => !isClosed || named.has(user));
    if (users.length > 0)
      yield* run(insertRows, { users: JSON.stringify(users), moment, createdAt });
    const seeing = rows.filter((row) => seesMoment(sightOf(found.sight, row)));
    return {
      next: rows.length < limit ? undefined : rows.at(-1)?.user,
      seeing: seeing.map(({ user }) => formatId('usr', user)),
      author: formatId('usr', author),
      createdAt,
    };
  },
};

function sightOf(sight: Sight, { user, flags, tags, back }: FriendRow): Sight {
  return {
    ...sight,
    viewer: formatId('usr', user),
    authorSide: toSide(flags),
    viewerSide: toSide(back),
    tags: JSON.parse(tags) as string[],
  };
}
