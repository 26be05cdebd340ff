// Posting a moment and taking it away. Both are one short transaction; what follows for many people is owed to the outbox:
// the timelines of friends, and the rows that a deleted moment leaves behind.
import { create, toBinary } from '@bufbuild/protobuf';
import { timestampFromMs } from '@bufbuild/protobuf/wkt';
import {
  Audience_Kind as AudienceKind,
  formatId,
  MomentSchema,
  OperationError,
  type Audience,
  type Moment,
  type MomentId,
  type UserId,
} from '@hubbub/protocol';
import { findResult, keepResult } from './idempotency-store.ts';
import { attachMedia } from './media-store.ts';
import { enqueue } from './outbox-store.ts';
import { isSeen, lockSight, readSight } from './sight-store.ts';
import {
  run,
  statement,
  type Read,
  type Steps,
  type Transaction,
  type Write,
} from './statement.ts';
import { keyOf, userKey } from './stream.ts';

interface NewPost {
  readonly id: MomentId;
  readonly author: UserId;
  readonly text: string;
  readonly media: readonly string[];
  readonly audience: Audience;
  /** Never empty. */
  readonly clientKey: string;
  readonly digest: Uint8Array;
  readonly outboxId: number;
}

export interface Posted {
  readonly moment: Moment;
  readonly repeated: boolean;
}

type NewMoment = { id: number; author: number; now: number; content: Uint8Array };

const insertMoment = statement<NewMoment, unknown>((db, p) =>
  db.insertInto('moment').values({
    app: p.app,
    id: p.id,
    author: p.author,
    created_at: p.now,
    content: p.content,
    last_place: 0,
  }),
);

const insertOwn = statement<{ user: number; now: number; moment: number }, unknown>((db, p) =>
  db
    .insertInto('timeline')
    .values({ app: p.app, user: p.user, created_at: p.now, moment: p.moment }),
);

const deleteMomentRow = statement<{ id: number }, unknown>((db, p) =>
  db.deleteFrom('moment').where('app', '=', p.app).where('id', '=', p.id),
);

/** UNKNOWN unless all of the media are the author's, and free. */
export const postMoment: Write<NewPost, Posted> = {
  name: 'postMoment',
  locks: () => ({}),
  *run(tx, { id, author, text, media: ids, audience, clientKey, digest, outboxId }) {
    const key = { user: author, operation: 'moment.post', clientKey, digest };
    const earlier = yield* findResult(key);
    if (earlier !== undefined) return yield* repeat(tx, earlier, author);
    const moment = keyOf('mom', id);
    yield* keepResult(key, moment);
    const media = yield* attachMedia(ids, { moment, owner: author });
    const content = create(MomentSchema, { text, media: [...media], audience });
    const row = { author: userKey(author), now: tx.now };
    yield* run(insertMoment, { ...row, id: moment, content: toBinary(MomentSchema, content) });
    yield* run(insertOwn, { user: row.author, now: tx.now, moment });
    if (audience.kind !== AudienceKind.ONLY_ME)
      yield* owe(tx, { kind: 'moment.fill', moment, outboxId });
    const createdAt = timestampFromMs(tx.now);
    return { moment: { ...content, id, author, createdAt }, repeated: false };
  },
};

/** What an earlier call with this key posted, without writing. */
export const findPosted: Read<
  Pick<NewPost, 'author' | 'clientKey' | 'digest'>,
  Posted | undefined
> = {
  name: 'findPosted',
  *run(tx, { author, clientKey, digest }) {
    const key = { user: author, operation: 'moment.post', clientKey, digest };
    const earlier = yield* findResult(key);
    return earlier === undefined ? undefined : yield* repeat(tx, earlier, author);
  },
};

interface Deletion {
  readonly moment: string;
  readonly user: UserId;
  readonly outboxId: number;
}

/** Gone at once for everybody. UNKNOWN for who does not see it, ROLE for who does and is not its author. */
export const deleteMoment: Write<Deletion, void> = {
  name: 'deleteMoment',
  locks: () => ({}),
  *run(tx, { moment: id, user, outboxId }) {
    const moment = keyOf('mom', id);
    const found = yield* lockSight(tx, { moment, viewer: userKey(user) });
    if (found === undefined || !isSeen(found)) throw new OperationError('UNKNOWN');
    if (found.sight.author !== user) throw new OperationError('ROLE');
    yield* removeMoment(tx, { moment, outboxId });
  },
};

interface Removal {
  readonly moment: number;
  readonly outboxId: number;
}

/** Takes the moment away and owes the rest. */
export function* removeMoment(tx: Transaction, { moment, outboxId }: Removal): Steps<void> {
  yield* run(deleteMomentRow, { id: moment });
  yield* owe(tx, { kind: 'moment.purge', moment, outboxId });
}

interface Owed extends Removal {
  readonly kind: 'moment.fill' | 'moment.purge' | 'moment.tell' | 'moment.retract';
  /** Of the last two: the like or comment. */
  readonly interaction?: number;
}

/** Owes an effect on a moment; those on the same one are done in order. */
export function* owe(
  { now }: Transaction,
  { kind, moment, interaction, outboxId: id }: Owed,
): Steps<void> {
  const payload = interaction === undefined ? { moment } : { moment, interaction };
  yield* enqueue({ id, key: `moment:${moment}`, kind, payload, now });
}

/** The moment as its author sees it now; one that was deleted since keeps its id alone. */
function* repeat(tx: Transaction, moment: number, author: UserId): Steps<Posted> {
  const id = formatId('mom', moment);
  const found = yield* readSight(tx, { moment, viewer: userKey(author) });
  if (found === undefined) return { moment: create(MomentSchema, { id }), repeated: true };
  const createdAt = timestampFromMs(found.row.created_at);
  return { moment: { ...found.content, id, author, createdAt }, repeated: true };
}
