// Telling of a like or comment: its moment's author, the one it answers, and those who said something there before, as far
// as they see it. Done in slices from the outbox; whoever was told already is passed over, so it may begin again.
import { formatId, Item_Kind } from '@hubbub/protocol';
import { sql } from 'kysely';
import { toSide } from '../rules/contact.ts';
import { seesMoment, type Sight } from '../rules/moment.ts';
import { writeItemUnlessGone } from './item-store.ts';
import { isSaidTo, readOneSaid } from './said-store.ts';
import { lockSight } from './sight-store.ts';
import { all, run, statement, type Write } from './statement.ts';
import type { StreamChange } from './stream.ts';

/** Somebody who may have to be told, as it stands to all whom this concerns. */
interface ListenerRow {
  readonly user: number;
  readonly author_flags: number | null;
  readonly author_tags: string | null;
  readonly viewer_flags: number | null;
  readonly mine: number | null;
  readonly theirs: number | null;
  readonly reply_mine: number | null;
  readonly reply_theirs: number | null;
}

interface ListenersAfter {
  moment: number;
  interaction: number;
  place: number;
  author: number;
  said: number;
  replied: number;
  after: number;
  limit: number;
}

const selectListeners = statement<ListenersAfter, ListenerRow>((db, p) => {
  const earlier = db
    .selectFrom('interaction')
    .where('app', '=', p.app)
    .where('moment', '=', p.moment)
    .where('place', '<', p.place)
    .select('author as user');
  const candidates = earlier
    .union(db.selectNoFrom(sql<number>`cast(${p.author} as bigint)`.as('user')))
    .union(db.selectNoFrom(sql<number>`cast(${p.replied} as bigint)`.as('user')));
  return db
    .selectFrom(candidates.as('s'))
    .leftJoin('moment_notice as n', (join) =>
      join
        .on('n.app', '=', p.app)
        .on('n.moment', '=', p.moment)
        .on('n.interaction', '=', p.interaction)
        .onRef('n.user', '=', 's.user'),
    )
    .leftJoin('contact as a', (join) =>
      join.on('a.app', '=', p.app).on('a.user', '=', p.author).onRef('a.other', '=', 's.user'),
    )
    .leftJoin('contact as v', (join) =>
      join.on('v.app', '=', p.app).onRef('v.user', '=', 's.user').on('v.other', '=', p.author),
    )
    .leftJoin('contact as vc', (join) =>
      join.on('vc.app', '=', p.app).onRef('vc.user', '=', 's.user').on('vc.other', '=', p.said),
    )
    .leftJoin('contact as cv', (join) =>
      join.on('cv.app', '=', p.app).on('cv.user', '=', p.said).onRef('cv.other', '=', 's.user'),
    )
    .leftJoin('contact as vd', (join) =>
      join.on('vd.app', '=', p.app).onRef('vd.user', '=', 's.user').on('vd.other', '=', p.replied),
    )
    .leftJoin('contact as dv', (join) =>
      join.on('dv.app', '=', p.app).on('dv.user', '=', p.replied).onRef('dv.other', '=', 's.user'),
    )
    .where('s.user', '>', p.after)
    .where('s.user', '!=', p.said)
    .where('s.user', '!=', sql.lit(0))
    .where('n.user', 'is', null)
    .orderBy('s.user')
    .limit(p.limit)
    .select(['s.user', 'a.flags as author_flags', 'a.tags as author_tags'])
    .select(['v.flags as viewer_flags', 'vc.flags as mine', 'cv.flags as theirs'])
    .select(['vd.flags as reply_mine', 'dv.flags as reply_theirs']);
});

type NewNotice = { user: number; version: number; moment: number; interaction: number };

const insertNotice = statement<NewNotice, unknown>((db, p) =>
  db.insertInto('moment_notice').values({
    app: p.app,
    user: p.user,
    version: p.version,
    moment: p.moment,
    interaction: p.interaction,
  }),
);

type ToldOf = { moment: number; interaction: number; limit: number };

const selectTold = statement<ToldOf, { user: number; version: number }>((db, p) =>
  db
    .selectFrom('moment_notice')
    .where('app', '=', p.app)
    .where('moment', '=', p.moment)
    .where('interaction', '=', p.interaction)
    .orderBy('user')
    .limit(p.limit)
    .select(['user', 'version']),
);

type AnyTold = { moment: number; limit: number };

/** Of a whole moment, one user after the other, in the order of locks. */
const selectToldOfMoment = statement<
  AnyTold,
  { user: number; version: number; interaction: number }
>((db, p) =>
  db
    .selectFrom('moment_notice')
    .where('app', '=', p.app)
    .where('moment', '=', p.moment)
    .orderBy('user')
    .limit(p.limit)
    .select(['user', 'version', 'interaction']),
);

const deleteNotice = statement<{ user: number; version: number }, unknown>((db, p) =>
  db
    .deleteFrom('moment_notice')
    .where('app', '=', p.app)
    .where('user', '=', p.user)
    .where('version', '=', p.version),
);

interface Telling {
  readonly moment: number;
  readonly interaction: number;
  /** The user the slice before ended with; -1 at first. */
  readonly after: number;
  readonly limit: number;
}

export interface Told {
  readonly streams: readonly StreamChange[];
  /** Where to go on; undefined when all are told. */
  readonly next: number | undefined;
}

const done: Told = { streams: [], next: undefined };

export const tellListeners: Write<Telling, Told> = {
  name: 'tellListeners',
  locks: () => ({}),
  *run(tx, { moment, interaction, after, limit }) {
    // What was taken back or deleted meanwhile is told to nobody; locked, so that it is not while this is done.
    const found = yield* lockSight(tx, { moment, viewer: 0 });
    const said = yield* readOneSaid({ moment, id: interaction }, 0);
    if (found === undefined || said === undefined) return done;
    const of = { author: found.row.author, said: said.author, replied: said.reply_user };
    const slice = { moment, interaction, place: said.place, after, limit };
    const rows = yield* all(selectListeners, { ...of, ...slice });
    const streams: StreamChange[] = [];
    for (const row of rows) {
      if (!seesMoment(sightOf(found.sight, row)) || !isSaidTo({ ...said, ...row }, row.user))
        continue;
      const stream = yield* writeItemUnlessGone(formatId('usr', row.user), {
        kind: Item_Kind.MOMENT_NOTICE,
        target: interaction,
        value: { moment: formatId('mom', moment) },
      });
      if (stream === undefined) continue;
      const version = stream.change.version ?? 0;
      yield* run(insertNotice, { user: row.user, version, moment, interaction });
      streams.push(stream);
    }
    return { streams, next: rows.length < limit ? undefined : rows.at(-1)?.user };
  },
};

/** Takes back what was told of a like or comment, or of a whole moment; `isDone` when nothing is left. */
export const retractNotices: Write<
  { moment: number; interaction: number | undefined; limit: number },
  { streams: readonly StreamChange[]; isDone: boolean }
> = {
  name: 'retractNotices',
  locks: () => ({}),
  *run(_tx, { moment, interaction, limit }) {
    const rows =
      interaction === undefined
        ? yield* all(selectToldOfMoment, { moment, limit })
        : (yield* all(selectTold, { moment, interaction, limit })).map((row) => ({
            ...row,
            interaction,
          }));
    const streams: StreamChange[] = [];
    for (const { user, version, interaction: target } of rows) {
      yield* run(deleteNotice, { user, version });
      const item = { kind: Item_Kind.MOMENT_NOTICE, target, removed: true };
      const stream = yield* writeItemUnlessGone(formatId('usr', user), item);
      if (stream !== undefined) streams.push(stream);
    }
    return { streams, isDone: rows.length < limit };
  },
};

function sightOf(sight: Sight, row: ListenerRow): Sight {
  return {
    ...sight,
    viewer: formatId('usr', row.user),
    authorSide: toSide(row.author_flags),
    viewerSide: toSide(row.viewer_flags),
    tags: JSON.parse(row.author_tags ?? '[]') as string[],
  };
}
