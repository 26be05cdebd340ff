// Likes and comments: written by who sees the moment, in an order of their own under each. Who is told of them is owed to
// the outbox (moment-notice-store.ts).
import {
  OperationError,
  type InteractionId,
  type MomentComment,
  type UserId,
} from '@hubbub/protocol';
import { sql } from 'kysely';
import { findResult, keepResult } from './idempotency-store.ts';
import { owe } from './post-store.ts';
import { isSaidTo, readOneSaid, toComment, type SaidRow } from './said-store.ts';
import { isSeen, lockSight, type Sighted } from './sight-store.ts';
import {
  first,
  run,
  statement,
  type Read,
  type Steps,
  type Transaction,
  type Write,
} from './statement.ts';
import { keyOf, userKey } from './stream.ts';

export const mostComments = 1_000;

type NewRow = Omit<SaidRow, 'mine' | 'theirs' | 'reply_mine' | 'reply_theirs'>;

const insertRow = statement<NewRow, unknown>((db, p) =>
  db.insertInto('interaction').values({
    app: p.app,
    moment: p.moment,
    place: p.place,
    id: p.id,
    author: p.author,
    liked: p.liked,
    text: p.text,
    reply_to: p.reply_to,
    reply_user: p.reply_user,
    created_at: p.created_at,
  }),
);

const updatePlace = statement<{ moment: number; place: number }, unknown>((db, p) =>
  db
    .updateTable('moment')
    .set({ last_place: p.place })
    .where('app', '=', p.app)
    .where('id', '=', p.moment),
);

const selectLike = statement<{ moment: number; author: number }, { id: number }>((db, p) =>
  db
    .selectFrom('interaction')
    .where('app', '=', p.app)
    .where('moment', '=', p.moment)
    .where('author', '=', p.author)
    .where('liked', '=', sql.lit(1))
    .select('id'),
);

const deleteRow = statement<{ moment: number; id: number }, unknown>((db, p) =>
  db
    .deleteFrom('interaction')
    .where('app', '=', p.app)
    .where('id', '=', p.id)
    .where('moment', '=', p.moment),
);

const countComments = statement<{ moment: number }, { count: number }>((db, p) =>
  db
    .selectFrom('interaction')
    .where('app', '=', p.app)
    .where('moment', '=', p.moment)
    .where('liked', '=', 0)
    .select(sql<number>`cast(count(*) as integer)`.as('count')),
);

interface Interaction {
  readonly moment: string;
  readonly user: UserId;
  /** For what is made. */
  readonly id: InteractionId;
  readonly outboxId: number;
}

/** UNKNOWN for who does not see the moment; one's own like may be taken back all the same. */
export const likeMoment: Write<Interaction & { readonly like: boolean }, void> = {
  name: 'likeMoment',
  locks: () => ({}),
  *run(tx, { moment: of, user, id, like, outboxId }) {
    const moment = keyOf('mom', of);
    const author = userKey(user);
    const found = yield* lockSight(tx, { moment, viewer: author });
    const earlier = yield* first(selectLike, { moment, author });
    if (found === undefined || (earlier === undefined && !isSeen(found)))
      throw new OperationError('UNKNOWN');
    if (like === (earlier !== undefined)) return;
    if (earlier === undefined) {
      yield* add(tx, found, { id, author, outboxId, liked: 1 });
      return;
    }
    yield* removeInteraction(tx, { moment, id: earlier.id, outboxId });
  },
};

interface NewComment extends Interaction {
  readonly text: string;
  /** '' for none. */
  readonly replyTo: string;
  /** Never empty. */
  readonly clientKey: string;
  readonly digest: Uint8Array;
}

interface Commented {
  readonly comment: MomentComment;
  readonly repeated: boolean;
}

/** UNKNOWN for a moment or comment that the user does not see, FULL for a moment with too many comments. */
export const addComment: Write<NewComment, Commented> = {
  name: 'addComment',
  locks: () => ({}),
  *run(tx, { moment: of, user, id, text, replyTo, clientKey, digest, outboxId }) {
    const moment = keyOf('mom', of);
    const author = userKey(user);
    const found = yield* lockSight(tx, { moment, viewer: author });
    const key = { user, operation: 'moment.comment', clientKey, digest };
    const earlier = yield* findResult(key);
    if (earlier !== undefined) return yield* repeat({ moment, id: earlier }, author);
    if (found === undefined || !isSeen(found)) throw new OperationError('UNKNOWN');
    const answered = replyTo === '' ? undefined : yield* mustAnswer(moment, replyTo, author);
    const comments = (yield* first(countComments, { moment }))?.count ?? 0;
    if (comments >= mostComments) throw new OperationError('FULL');
    yield* keepResult(key, keyOf('int', id));
    const reply = { reply_to: answered?.id ?? 0, reply_user: answered?.author ?? 0 };
    const row = yield* add(tx, found, { id, author, outboxId, liked: 0, text, ...reply });
    return { comment: toComment(row), repeated: false };
  },
};

type Retry = Pick<NewComment, 'moment' | 'user' | 'clientKey' | 'digest'>;

/** What an earlier call with this key made, without writing. */
export const findComment: Read<Retry, Commented | undefined> = {
  name: 'findComment',
  *run(_tx, { moment, user, clientKey, digest }) {
    const earlier = yield* findResult({ user, operation: 'moment.comment', clientKey, digest });
    if (earlier === undefined) return undefined;
    return yield* repeat({ moment: keyOf('mom', moment), id: earlier }, userKey(user));
  },
};

interface Deletion {
  readonly moment: string;
  readonly comment: string;
  readonly user: UserId;
  readonly outboxId: number;
}

/** The right of who wrote it and of the moment's author. ROLE for who only sees it, UNKNOWN for everybody else. */
export const deleteComment: Write<Deletion, void> = {
  name: 'deleteComment',
  locks: () => ({}),
  *run(tx, { moment: of, comment, user, outboxId }) {
    const moment = keyOf('mom', of);
    const viewer = userKey(user);
    const found = yield* lockSight(tx, { moment, viewer });
    const row = yield* readOneSaid({ moment, id: keyOf('int', comment) }, viewer);
    if (found === undefined || row === undefined || row.liked === 1)
      throw new OperationError('UNKNOWN');
    const isTheirs = row.author === viewer || found.row.author === viewer;
    if (!isTheirs)
      throw new OperationError(isSeen(found) && isSaidTo(row, viewer) ? 'ROLE' : 'UNKNOWN');
    yield* removeInteraction(tx, { moment, id: row.id, outboxId });
  },
};

interface Addition
  extends
    Pick<NewRow, 'author' | 'liked'>,
    Partial<Pick<NewRow, 'text' | 'reply_to' | 'reply_user'>> {
  readonly id: InteractionId;
  readonly outboxId: number;
}

function* add(
  tx: Transaction,
  { row: { id: moment, last_place: last } }: Sighted,
  { id, outboxId, ...said }: Addition,
): Steps<NewRow> {
  const interaction = keyOf('int', id);
  const place = last + 1;
  const none = { text: '', reply_to: 0, reply_user: 0 };
  const row = { ...none, ...said, moment, place, id: interaction, created_at: tx.now };
  yield* run(insertRow, row);
  yield* run(updatePlace, { moment, place });
  yield* owe(tx, { kind: 'moment.tell', moment, interaction, outboxId });
  return row;
}

/** Takes it away and owes the rest. */
export function* removeInteraction(
  tx: Transaction,
  { moment, id: interaction, outboxId }: { moment: number; id: number; outboxId: number },
): Steps<void> {
  yield* run(deleteRow, { moment, id: interaction });
  yield* owe(tx, { kind: 'moment.retract', moment, interaction, outboxId });
}

function* mustAnswer(moment: number, replyTo: string, viewer: number): Steps<SaidRow> {
  const row = yield* readOneSaid({ moment, id: keyOf('int', replyTo) }, viewer);
  if (row === undefined || row.liked === 1 || !isSaidTo(row, viewer))
    throw new OperationError('UNKNOWN');
  return row;
}

/** One that was deleted since keeps its id alone. */
function* repeat(of: { moment: number; id: number }, viewer: number): Steps<Commented> {
  const row = yield* readOneSaid(of, viewer);
  const gone = { text: '', created_at: 0, reply_to: 0, reply_user: 0 };
  return { comment: toComment(row ?? { ...gone, ...of, author: viewer }), repeated: true };
}
