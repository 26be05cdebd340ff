// Notices: who is told that somebody liked or commented. Each is a row here and an item on the user's SELF that points at
// it; the words are read when they are shown, and only if they may be shown then.
import { create } from '@bufbuild/protobuf';
import { timestampFromMs, timestampMs } from '@bufbuild/protobuf/wkt';
import {
  formatId,
  Item_Kind,
  MomentNotice_Kind as Kind,
  MomentNoticeSchema,
  selfOf,
  type MomentNotice,
  type User,
  type UserId,
} from '@hubbub/protocol';
import type { Kysely } from 'kysely';
import { lockHead } from './conversation-store.ts';
import { readItem, toItem, writeItem } from './item-store.ts';
import { readUsers } from './named-store.ts';
import { isSaidTo, saidOf, toComment, type SaidRow } from './said-store.ts';
import type { Database } from './schema.ts';
import { isSeen, toSighted, type SightRow } from './sight-store.ts';
import {
  all,
  statement,
  type Read,
  type Steps,
  type Transaction,
  type Write,
} from './statement.ts';
import { userKey, type StreamChange } from './stream.ts';

type NoticeRow = Omit<SaidRow, 'moment'> &
  Omit<SightRow, 'id' | 'author' | 'created_at'> & {
    readonly version: number;
    readonly moment: number;
    readonly moment_author: number;
    readonly moment_at: number;
  };

interface Params {
  viewer: number;
  before: number;
  after: number;
  limit: number;
}

const selectNotices = statement<Params, NoticeRow>((db, p) =>
  noticesOf(db, p)
    .where('n.version', '<', p.before)
    .where('n.version', '>', p.after)
    .orderBy('n.version', 'desc')
    .limit(p.limit),
);

function noticesOf(
  db: Kysely<Database>,
  { app, viewer }: { readonly app: number; readonly viewer: number },
) {
  return saidOf(db, { app, viewer })
    .innerJoin('moment_notice as n', (join) =>
      join
        .onRef('n.app', '=', 'i.app')
        .onRef('n.interaction', '=', 'i.id')
        .onRef('n.moment', '=', 'i.moment'),
    )
    .innerJoin('moment as m', (join) =>
      join.onRef('m.app', '=', 'i.app').onRef('m.id', '=', 'i.moment'),
    )
    .innerJoin('user as u', (join) =>
      join.onRef('u.app', '=', 'm.app').onRef('u.id', '=', 'm.author'),
    )
    .leftJoin('contact as a', (join) =>
      join.onRef('a.app', '=', 'm.app').onRef('a.user', '=', 'm.author').on('a.other', '=', viewer),
    )
    .leftJoin('contact as v', (join) =>
      join.onRef('v.app', '=', 'm.app').on('v.user', '=', viewer).onRef('v.other', '=', 'm.author'),
    )
    .where('n.app', '=', app)
    .where('n.user', '=', viewer)
    .select(['n.version', 'm.author as moment_author', 'm.created_at as moment_at', 'm.content'])
    .select(['m.last_place', 'u.moment_window', 'a.flags as author_flags'])
    .select(['a.tags as author_tags', 'v.flags as viewer_flags']);
}

export interface SeenMarks {
  /** Version of the newest notice that was looked at. */
  readonly notices: number;
  /** Time of the newest moment. */
  readonly moments: number;
}

interface NoticePage {
  readonly notices: MomentNotice[];
  readonly users: User[];
  readonly next: number | undefined;
}

export const readNotices: Read<
  { viewer: UserId; before: number | undefined; limit: number },
  NoticePage
> = {
  name: 'readNotices',
  *run(tx, { viewer, before, limit }) {
    const params = { viewer: userKey(viewer), after: 0, limit: limit + 10 };
    const notices: MomentNotice[] = [];
    let from = before ?? Number.MAX_SAFE_INTEGER;
    let next: number | undefined;
    for (;;) {
      const rows = yield* all(selectNotices, { ...params, before: from });
      for (const row of rows) {
        if (notices.length === limit) break;
        from = row.version;
        if (isNoticed(row, params.viewer, tx.now)) notices.push(toNotice(row, params.viewer));
      }
      const isFull = notices.length === limit;
      if (isFull && rows.at(-1)?.version !== from) next = from;
      if (isFull || rows.length < params.limit) break;
    }
    const named = notices.flatMap(({ author, comment }) => [author, comment?.replyToUser ?? '']);
    const people = [...new Set(named)].filter((id) => id !== '') as UserId[];
    return { notices, users: yield* readUsers(tx, people), next };
  },
};

/** Where the counting of notices that were not seen ends. */
const mostCounted = 100;

/** How many notices the viewer has not looked at, of those it may see. */
export function* countUnseen(
  tx: Transaction,
  { viewer, after }: { viewer: UserId; after: number },
): Steps<number> {
  const params = { viewer: userKey(viewer), after, before: Number.MAX_SAFE_INTEGER };
  const rows = yield* all(selectNotices, { ...params, limit: mostCounted * 2 });
  const seen = rows.filter((row) => isNoticed(row, params.viewer, tx.now));
  return Math.min(mostCounted, seen.length);
}

export function* readSeen(user: UserId): Steps<SeenMarks> {
  const row = yield* readItem(user, Item_Kind.MOMENT_SEEN, 0);
  const item = row && toItem(row);
  const at = item?.seenMoments;
  return { notices: item?.seenNotices ?? 0, moments: at === undefined ? 0 : timestampMs(at) };
}

/** Only forward, and not past what there is. */
export const markSeen: Write<SeenMarks & { user: UserId }, StreamChange | undefined> = {
  name: 'markSeen',
  locks: ({ user }) => ({ users: [user] }),
  *run(tx, { user, notices, moments }) {
    const { version } = yield* lockHead(selfOf(user));
    const before = yield* readSeen(user);
    const seenNotices = Math.max(before.notices, Math.min(notices, version));
    const seenAt = Math.max(before.moments, Math.min(moments, tx.now));
    if (seenNotices === before.notices && seenAt === before.moments) return undefined;
    const value = { seenNotices, seenMoments: timestampFromMs(seenAt) };
    return yield* writeItem(user, { kind: Item_Kind.MOMENT_SEEN, target: 0, value });
  },
};

function isNoticed(row: NoticeRow, viewer: number, now: number): boolean {
  const moment = { ...row, id: row.moment, author: row.moment_author, created_at: row.moment_at };
  return isSeen(toSighted(moment, viewer, now)) && isSaidTo(row, viewer);
}

const mostPreview = 60;

/** Never half of a surrogate pair. */
function beginningOf(text: string): string {
  return Array.from(text.slice(0, mostPreview * 2))
    .slice(0, mostPreview)
    .join('')
    .toWellFormed();
}

function toNotice(row: NoticeRow, viewer: number): MomentNotice {
  const moment = { ...row, id: row.moment, author: row.moment_author, created_at: row.moment_at };
  const { content } = toSighted(moment, viewer, 0);
  const isLike = row.liked === 1;
  const kind = row.reply_user === viewer ? Kind.REPLY : Kind.COMMENT;
  return create(MomentNoticeSchema, {
    id: formatId('int', row.id),
    kind: isLike ? Kind.LIKE : kind,
    moment: formatId('mom', row.moment),
    author: formatId('usr', row.author),
    createdAt: timestampFromMs(row.created_at),
    version: row.version,
    text: beginningOf(content.text),
    media: content.media[0]?.id ?? '',
    ...(!isLike && { comment: toComment(row) }),
  });
}
