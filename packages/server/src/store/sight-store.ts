// Moments with all that decides whether a viewer sees them: the author's window and how the two stand to each other, joined
// to every row, so that a page is filtered by the one rule without asking again (rules/moment.ts).
import { fromBinary } from '@bufbuild/protobuf';
import { formatId, MomentSchema, type Moment } from '@hubbub/protocol';
import type { Kysely } from 'kysely';
import { toSide } from '../rules/contact.ts';
import { seesMoment, type Sight } from '../rules/moment.ts';
import type { Database } from './schema.ts';
import { first, statement, type Steps, type Transaction } from './statement.ts';

export interface SightRow {
  readonly id: number;
  readonly author: number;
  readonly created_at: number;
  readonly content: Uint8Array;
  readonly last_place: number;
  readonly moment_window: number;
  readonly author_flags: number | null;
  readonly author_tags: string | null;
  readonly viewer_flags: number | null;
}

export interface Sighted {
  readonly row: SightRow;
  /** Its text, media and audience. */
  readonly content: Moment;
  readonly sight: Sight;
}

/** Moments as `viewer` stands to them; the caller says which. */
export function sightsOf(
  db: Kysely<Database>,
  { app, viewer }: { readonly app: number; readonly viewer: number },
) {
  return db
    .selectFrom('moment as m')
    .innerJoin('user as u', (join) =>
      join.onRef('u.app', '=', 'm.app').onRef('u.id', '=', 'm.author'),
    )
    .leftJoin('contact as a', (join) =>
      join.onRef('a.app', '=', 'm.app').onRef('a.user', '=', 'm.author').on('a.other', '=', viewer),
    )
    .leftJoin('contact as v', (join) =>
      join.onRef('v.app', '=', 'm.app').on('v.user', '=', viewer).onRef('v.other', '=', 'm.author'),
    )
    .where('m.app', '=', app)
    .select(['m.id', 'm.author', 'm.created_at', 'm.content', 'm.last_place', 'u.moment_window'])
    .select(['a.flags as author_flags', 'a.tags as author_tags', 'v.flags as viewer_flags']);
}

const selectOne = statement<{ viewer: number; id: number }, SightRow>((db, p) =>
  sightsOf(db, p).where('m.id', '=', p.id),
);

/** For writes: the moment is theirs from now on, so that places are dense and nothing is put under one that goes. */
const selectOneLocked = statement<{ viewer: number; id: number }, SightRow>((db, p, engine) => {
  const query = sightsOf(db, p).where('m.id', '=', p.id);
  return engine === 'postgres' ? query.forUpdate('m') : query;
});

type One = { readonly moment: number; readonly viewer: number };

/** Undefined for a moment that is not there. Whether it is seen is for `isSeen` to say. */
export function* readSight(tx: Transaction, { moment, viewer }: One): Steps<Sighted | undefined> {
  const row = yield* first(selectOne, { viewer, id: moment });
  return row && toSighted(row, viewer, tx.now);
}

export function* lockSight(tx: Transaction, { moment, viewer }: One): Steps<Sighted | undefined> {
  const row = yield* first(selectOneLocked, { viewer, id: moment });
  return row && toSighted(row, viewer, tx.now);
}

export function isSeen({ sight }: Sighted): boolean {
  return seesMoment(sight);
}

export function toSighted(row: SightRow, viewer: number, now: number): Sighted {
  const content = fromBinary(MomentSchema, row.content);
  const { kind = 0, users = [], tags = [] } = content.audience ?? {};
  return {
    row,
    content,
    sight: {
      author: formatId('usr', row.author),
      viewer: formatId('usr', viewer),
      audience: { kind, users, tags },
      createdAt: row.created_at,
      now,
      window: row.moment_window,
      authorSide: toSide(row.author_flags),
      viewerSide: toSide(row.viewer_flags),
      tags: JSON.parse(row.author_tags ?? '[]') as string[],
    },
  };
}
