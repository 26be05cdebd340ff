// Pages of moments: timeline, album, one alone. Each page is a query of candidates, filtered by the one rule, one of what
// was said under those that are seen, and one of the people in it.
import { create } from '@bufbuild/protobuf';
import { timestampFromMs } from '@bufbuild/protobuf/wkt';
import {
  formatId,
  MomentSchema,
  OperationError,
  type Moment,
  type User,
  type UserId,
} from '@hubbub/protocol';
import { sql } from 'kysely';
import { seesAnyOf } from '../rules/moment.ts';
import { readUsers } from './named-store.ts';
import { readSaid, toComment, type SaidRow } from './said-store.ts';
import {
  isSeen,
  readSight,
  sightsOf,
  toSighted,
  type Sighted,
  type SightRow,
} from './sight-store.ts';
import { all, statement, type Read, type Steps, type Transaction } from './statement.ts';
import { keyOf, userKey } from './stream.ts';

/** A place in a list that is newest first; what comes after it is older. */
export interface Cursor {
  readonly createdAt: number;
  readonly id: number;
}

interface PageParams {
  viewer: number;
  createdAt: number;
  id: number;
  limit: number;
}

const selectTimeline = statement<PageParams, SightRow>((db, p) =>
  sightsOf(db, p)
    .innerJoin('timeline as t', (join) =>
      join.onRef('t.app', '=', 'm.app').onRef('t.moment', '=', 'm.id'),
    )
    .where('t.app', '=', p.app)
    .where('t.user', '=', p.viewer)
    .where(sql<boolean>`(t.created_at, t.moment) < (${p.createdAt}, ${p.id})`)
    .orderBy('t.created_at', 'desc')
    .orderBy('t.moment', 'desc')
    .limit(p.limit),
);

const selectAlbum = statement<PageParams & { author: number }, SightRow>((db, p) =>
  sightsOf(db, p)
    .where('m.author', '=', p.author)
    .where(sql<boolean>`(m.created_at, m.id) < (${p.createdAt}, ${p.id})`)
    .orderBy('m.created_at', 'desc')
    .orderBy('m.id', 'desc')
    .limit(p.limit),
);

interface Page {
  readonly moments: Moment[];
  readonly users: User[];
  /** Where the next page begins; undefined on the last. */
  readonly next: Cursor | undefined;
}

interface Asked {
  readonly viewer: UserId;
  readonly before: Cursor | undefined;
  readonly limit: number;
}

/** On pages; a moment alone is shown whole. */
const mostShown = { likes: 100, comments: 50 };
const everything = { likes: Infinity, comments: Infinity };
const mostCandidates = 500;

export const readTimeline: Read<Asked, Page> = {
  name: 'readTimeline',
  *run(tx, asked) {
    const source: Source = (params) => all(selectTimeline, params);
    return yield* toPage(tx, yield* findSeen(tx, asked, source));
  },
};

export const readAlbum: Read<Asked & { readonly author: UserId }, Page> = {
  name: 'readAlbum',
  *run(tx, { author, ...asked }) {
    const source: Source = (params) => all(selectAlbum, { ...params, author: userKey(author) });
    return yield* toPage(tx, yield* findSeen(tx, { ...asked, isAlbum: true }, source));
  },
};

/** UNKNOWN unless the viewer sees it. */
export const readMoment: Read<
  { moment: string; viewer: UserId },
  Pick<Page, 'moments' | 'users'>
> = {
  name: 'readMoment',
  *run(tx, { moment, viewer }) {
    const of = { moment: keyOf('mom', moment), viewer: userKey(viewer) };
    const found = yield* readSight(tx, of);
    if (found === undefined || !isSeen(found)) throw new OperationError('UNKNOWN');
    return yield* toPage(tx, { viewer, seen: [found], next: undefined, most: everything });
  },
};

/** The newest of the timeline that somebody else posted after this, if the viewer sees one among the newest. */
export const readNewest: Read<{ viewer: UserId; since: number }, Sighted | undefined> = {
  name: 'readNewest',
  *run(tx, { viewer, since }) {
    const params = { viewer: userKey(viewer), ...newest, limit: 100 };
    const rows = yield* all(selectTimeline, params);
    return rows
      .filter((row) => row.created_at > since && row.author !== params.viewer)
      .map((row) => toSighted(row, params.viewer, tx.now))
      .find(isSeen);
  },
};

type Source = (params: PageParams) => Steps<readonly SightRow[]>;

interface Searched extends Asked {
  /** All candidates are of one author, so the first says whether there is any use in going on. */
  readonly isAlbum?: boolean;
}

interface Seen {
  readonly viewer: UserId;
  readonly seen: readonly Sighted[];
  readonly next: Cursor | undefined;
  readonly most: typeof mostShown;
}

const newest = { createdAt: Number.MAX_SAFE_INTEGER, id: 0 };

/** Goes on until the page is full or nothing is left, so that a cursor only ever names what the viewer has seen. */
function* findSeen(tx: Transaction, asked: Searched, source: Source): Steps<Seen> {
  const { viewer, before = newest, limit } = asked;
  const seen: Sighted[] = [];
  let from = before;
  let size = limit + 10;
  for (;;) {
    const key = userKey(viewer);
    const rows = yield* source({ viewer: key, ...from, limit: size });
    for (const row of rows) {
      from = { createdAt: row.created_at, id: row.id };
      const sighted = toSighted(row, key, tx.now);
      if (asked.isAlbum === true && !seesAnyOf(sighted.sight))
        return { viewer, seen, next: undefined, most: mostShown };
      if (isSeen(sighted)) seen.push(sighted);
      if (seen.length < limit) continue;
      const isLast = row === rows.at(-1) && rows.length < size;
      return { viewer, seen, next: isLast ? undefined : from, most: mostShown };
    }
    if (rows.length < size) return { viewer, seen, next: undefined, most: mostShown };
    size = Math.min(size * 2, mostCandidates);
  }
}

function* toPage(tx: Transaction, { viewer, seen, next, most }: Seen): Steps<Page> {
  const said = yield* readSaid(
    seen.map(({ row }) => row.id),
    userKey(viewer),
  );
  const moments = seen.map((one) => toMoment(one, said.get(one.row.id) ?? [], most));
  return { moments, users: yield* readUsers(tx, peopleIn(moments)), next };
}

/** @param said what the viewer sees of it, in order */
function toMoment(
  { row, content, sight: { viewer, author } }: Sighted,
  said: readonly SaidRow[],
  most: typeof mostShown,
): Moment {
  const likes = said.filter(({ liked }) => liked === 1).map((one) => formatId('usr', one.author));
  const comments = said.filter(({ liked }) => liked === 0);
  const { audience, text, media } = content;
  return create(MomentSchema, {
    id: formatId('mom', row.id),
    author,
    createdAt: timestampFromMs(row.created_at),
    text,
    media,
    ...(viewer === author && audience && { audience }),
    liked: likes.some((user) => user === viewer),
    likes: likes.slice(0, most.likes),
    likeCount: likes.length,
    comments: comments.slice(-most.comments).map(toComment),
    commentCount: comments.length,
  });
}

function peopleIn(moments: readonly Moment[]): readonly UserId[] {
  const ids = new Set<string>();
  for (const { author, likes, comments } of moments) {
    for (const id of [author, ...likes]) ids.add(id);
    for (const comment of comments) {
      ids.add(comment.author);
      if (comment.replyToUser !== '') ids.add(comment.replyToUser);
    }
  }
  return [...ids] as UserId[];
}
