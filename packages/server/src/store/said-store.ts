// Likes and comments as a viewer sees them. How the viewer stands to whose they are is joined to every row, so that all of a
// page is one query.
import { create } from '@bufbuild/protobuf';
import { timestampFromMs } from '@bufbuild/protobuf/wkt';
import { formatId, MomentCommentSchema, type MomentComment } from '@hubbub/protocol';
import type { Kysely } from 'kysely';
import { toSide } from '../rules/contact.ts';
import { seesSaid } from '../rules/moment.ts';
import type { Database } from './schema.ts';
import { all, first, statement, type Steps } from './statement.ts';
import { numbersIn } from './user-store.ts';

export interface SaidRow {
  readonly moment: number;
  readonly place: number;
  readonly id: number;
  readonly author: number;
  readonly liked: number;
  readonly text: string;
  readonly reply_to: number;
  readonly reply_user: number;
  readonly created_at: number;
  /** The viewer's side towards who said it, and the other way; and the same of whom it answers. */
  readonly mine: number | null;
  readonly theirs: number | null;
  readonly reply_mine: number | null;
  readonly reply_theirs: number | null;
}

/** Likes and comments as `viewer` stands to them; the caller says which. */
export function saidOf(
  db: Kysely<Database>,
  { app, viewer }: { readonly app: number; readonly viewer: number },
) {
  return db
    .selectFrom('interaction as i')
    .leftJoin('contact as vc', (join) =>
      join
        .onRef('vc.app', '=', 'i.app')
        .on('vc.user', '=', viewer)
        .onRef('vc.other', '=', 'i.author'),
    )
    .leftJoin('contact as cv', (join) =>
      join
        .onRef('cv.app', '=', 'i.app')
        .onRef('cv.user', '=', 'i.author')
        .on('cv.other', '=', viewer),
    )
    .leftJoin('contact as vd', (join) =>
      join
        .onRef('vd.app', '=', 'i.app')
        .on('vd.user', '=', viewer)
        .onRef('vd.other', '=', 'i.reply_user'),
    )
    .leftJoin('contact as dv', (join) =>
      join
        .onRef('dv.app', '=', 'i.app')
        .onRef('dv.user', '=', 'i.reply_user')
        .on('dv.other', '=', viewer),
    )
    .where('i.app', '=', app)
    .select(saidColumns);
}

const saidColumns = [
  'i.moment',
  'i.place',
  'i.id',
  'i.author',
  'i.liked',
  'i.text',
  'i.reply_to',
  'i.reply_user',
  'i.created_at',
  'vc.flags as mine',
  'cv.flags as theirs',
  'vd.flags as reply_mine',
  'dv.flags as reply_theirs',
] as const;

const selectOfMoments = statement<{ viewer: number; moments: string }, SaidRow>((db, p, engine) =>
  saidOf(db, p)
    .where('i.moment', 'in', numbersIn(p.moments, engine))
    .orderBy('i.moment')
    .orderBy('i.place'),
);

const selectOne = statement<{ viewer: number; moment: number; id: number }, SaidRow>((db, p) =>
  saidOf(db, p).where('i.id', '=', p.id).where('i.moment', '=', p.moment),
);

/** Of each of these moments, in order, what the viewer sees. */
export function* readSaid(
  moments: readonly number[],
  viewer: number,
): Steps<ReadonlyMap<number, readonly SaidRow[]>> {
  const seen = new Map<number, SaidRow[]>();
  if (moments.length === 0) return seen;
  const rows = yield* all(selectOfMoments, { viewer, moments: JSON.stringify(moments) });
  for (const row of rows) {
    if (!isSaidTo(row, viewer)) continue;
    const list = seen.get(row.moment) ?? [];
    list.push(row);
    seen.set(row.moment, list);
  }
  return seen;
}

/** One like or comment, seen or not. */
export function* readOneSaid(
  of: { readonly moment: number; readonly id: number },
  viewer: number,
): Steps<SaidRow | undefined> {
  return yield* first(selectOne, { ...of, viewer });
}

type Standing = Pick<
  SaidRow,
  'author' | 'mine' | 'theirs' | 'reply_user' | 'reply_mine' | 'reply_theirs'
>;

/** Whether the viewer, who sees the moment, sees this under it. */
export function isSaidTo(row: Standing, viewer: number): boolean {
  const isReply = row.reply_user !== 0;
  return seesSaid({
    author: formatId('usr', row.author),
    viewer: formatId('usr', viewer),
    mine: toSide(row.mine),
    theirs: toSide(row.theirs),
    replyTo: isReply
      ? {
          user: formatId('usr', row.reply_user),
          mine: toSide(row.reply_mine),
          theirs: toSide(row.reply_theirs),
        }
      : undefined,
  });
}

export function toComment(
  row: Pick<
    SaidRow,
    'id' | 'moment' | 'author' | 'text' | 'created_at' | 'reply_to' | 'reply_user'
  >,
): MomentComment {
  const isReply = row.reply_user !== 0;
  return create(MomentCommentSchema, {
    id: formatId('int', row.id),
    moment: formatId('mom', row.moment),
    author: formatId('usr', row.author),
    text: row.text,
    createdAt: timestampFromMs(row.created_at),
    replyTo: isReply ? formatId('int', row.reply_to) : '',
    replyToUser: isReply ? formatId('usr', row.reply_user) : '',
  });
}
