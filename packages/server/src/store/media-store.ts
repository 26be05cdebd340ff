// What was uploaded: what the database knows of it. The bytes are the blob port's; a row is there before its bytes and goes after
// them, so that none are ever forgotten.
import {
  OperationError,
  Media_Type,
  type Media,
  type MediaId,
  type UploadId,
  type UserId,
} from '@hubbub/protocol';
import { sql } from 'kysely';
import { isShownTo } from './attachment-store.ts';
import { blobsOf, mediaColumns, toMedia, type MediaRow } from './media-row.ts';
import { enqueue } from './outbox-store.ts';
import { requireRoom } from './quota-store.ts';
import { isSeen, readSight } from './sight-store.ts';
import { all, first, run, statement, type Read, type Steps, type Write } from './statement.ts';
import { keyOf, userKey } from './stream.ts';
import { numbersIn } from './user-store.ts';

const insertMedia = statement<Omit<MediaRow, 'moment' | 'stored' | 'refs'>, unknown>((db, p) =>
  db.insertInto('media').values({
    app: p.app,
    id: p.id,
    owner: p.owner,
    moment: 0,
    type: p.type,
    size: p.size,
    width: p.width,
    height: p.height,
    blob: p.blob,
    stored: 0,
    created_at: p.created_at,
    name: p.name,
    small: p.small,
    medium: p.medium,
    preview: p.preview,
  }),
);

const updateStored = statement<{ id: number }, unknown>((db, p) =>
  db.updateTable('media').set({ stored: 1 }).where('app', '=', p.app).where('id', '=', p.id),
);

const updateReleased = statement<{ id: number }, unknown>((db, p) =>
  db
    .updateTable('media')
    .set({ stored: 0 })
    .where('app', '=', p.app)
    .where('id', '=', p.id)
    .where('moment', '=', 0)
    .where('profile', '=', 0)
    .where('refs', '=', 0),
);

const selectMedia = statement<{ id: number }, MediaRow & { profile: number }>((db, p) =>
  db
    .selectFrom('media')
    .where('app', '=', p.app)
    .where('id', '=', p.id)
    .select(mediaColumns)
    .select('profile'),
);

const selectFree = statement<{ ids: string; owner: number }, MediaRow>((db, p, engine) => {
  const query = db
    .selectFrom('media')
    .where('app', '=', p.app)
    .where('id', 'in', numbersIn(p.ids, engine))
    .where('owner', '=', p.owner)
    .where('moment', '=', 0)
    .where('profile', '=', 0)
    .where('refs', '=', 0)
    .where('stored', '=', 1)
    .select(mediaColumns);
  return engine === 'postgres' ? query.forUpdate() : query;
});

const updateMoment = statement<{ ids: string; moment: number }, unknown>((db, p, engine) =>
  db
    .updateTable('media')
    .set({ moment: p.moment })
    .where('app', '=', p.app)
    .where('id', 'in', numbersIn(p.ids, engine)),
);

const selectOfMoment = statement<{ moment: number }, MediaRow>((db, p) =>
  db
    .selectFrom('media')
    .where('app', '=', p.app)
    .where('moment', '=', p.moment)
    .where('moment', '!=', sql.lit(0))
    .select(mediaColumns),
);

const deleteRow = statement<{ id: number }, unknown>((db, p) =>
  db.deleteFrom('media').where('app', '=', p.app).where('id', '=', p.id),
);

export interface NewMedia {
  readonly id: MediaId;
  readonly owner: UserId;
  readonly type: Media_Type;
  readonly size: number;
  readonly width: number;
  readonly height: number;
  readonly blob: string;
  readonly name: string;
  readonly small: string;
  readonly medium: string;
  readonly preview: Uint8Array;
  readonly outboxId: number;
  /** Swept after this long, unless it belongs to something by then. */
  readonly sweepMs: number;
  readonly mostBytes: number;
  /** That it came by, whose bytes count already. */
  readonly upload?: UploadId | undefined;
}

/** Announces bytes that are about to be stored. FULL for an owner who has as many as one may have. */
export const announceMedia: Write<NewMedia, Media> = {
  name: 'announceMedia',
  locks: ({ owner }) => ({ users: [owner] }),
  *run({ now }, { id: wireId, owner: user, outboxId, sweepMs, mostBytes, upload, ...image }) {
    const owner = userKey(user);
    const except = upload === undefined ? 0 : keyOf('upl', upload);
    yield* requireRoom({ owner, bytes: image.size, most: mostBytes, except });
    const id = keyOf('med', wireId);
    const row = { ...image, id, owner, created_at: now };
    yield* run(insertMedia, row);
    yield* enqueue({
      id: outboxId,
      key: `media:${id}`,
      kind: 'media.sweep',
      payload: { media: id },
      now: now + sweepMs,
    });
    return toMedia(row);
  },
};

/** The bytes are safe: from now on it may be shown. */
export const keepMedia: Write<{ media: MediaId }, void> = {
  name: 'keepMedia',
  locks: () => ({}),
  *run(_tx, { media }) {
    yield* keepStored(keyOf('med', media));
  },
};

export function* keepStored(id: number): Steps<void> {
  yield* run(updateStored, { id });
}

/** UNKNOWN when it was swept. */
export function* mediaOf(id: number): Steps<Media> {
  const row = yield* first(selectMedia, { id });
  if (row === undefined || row.stored === 0) throw new OperationError('UNKNOWN');
  return toMedia(row);
}

/** Makes these belong to a moment. UNKNOWN unless all of them are the owner's and belong to nothing. */
export function* attachMedia(
  media: readonly string[],
  { moment, owner }: { readonly moment: number; readonly owner: UserId },
): Steps<readonly Media[]> {
  if (media.length === 0) return [];
  const keys = media.map((id) => keyOf('med', id));
  const ids = JSON.stringify(keys);
  const rows = yield* all(selectFree, { ids, owner: userKey(owner) });
  const byId = new Map(rows.map((row) => [row.id, row]));
  if (byId.size < keys.length) throw new OperationError('UNKNOWN');
  yield* run(updateMoment, { ids, moment });
  return keys.flatMap((key) => byId.get(key) ?? []).map(toMedia);
}

const updateProfile = statement<{ id: number; profile: number }, unknown>((db, p) =>
  db
    .updateTable('media')
    .set({ profile: p.profile })
    .where('app', '=', p.app)
    .where('id', '=', p.id),
);

interface Exchange {
  readonly owner: UserId;
  /** '' for none. */
  readonly before: string;
  readonly after: string;
  readonly now: number;
  readonly outboxId: number;
}

/** Another picture for a profile; the old one is swept. UNKNOWN unless the new one is the owner's and belongs to nothing. */
export function* exchangePicture({ owner, before, after, now, outboxId }: Exchange): Steps<void> {
  if (after !== '') {
    const ids = JSON.stringify([keyOf('med', after)]);
    const [row] = yield* all(selectFree, { ids, owner: userKey(owner) });
    if (row === undefined) throw new OperationError('UNKNOWN');
    yield* run(updateProfile, { id: row.id, profile: 1 });
  }
  if (before !== '') yield* dropPicture(before, { now, outboxId });
}

/** Nobody's picture any more: it is swept. */
export function* dropPicture(
  picture: string,
  { now, outboxId }: Pick<Exchange, 'now' | 'outboxId'>,
): Steps<void> {
  const old = keyOf('med', picture);
  yield* run(updateProfile, { id: old, profile: 0 });
  const payload = { media: old };
  yield* enqueue({ id: outboxId, key: `media:${old}`, kind: 'media.sweep', payload, now });
}

interface Sought {
  readonly media: string;
  readonly viewer: UserId;
  /** Of a picture; where there is none of this size, it comes as it is. */
  readonly size: 'small' | 'medium' | undefined;
}

interface FoundMedia {
  readonly media: Media;
  readonly blob: string;
  /** Of the bytes. */
  readonly type: Media_Type;
}

/** What to fetch from the blob port. UNKNOWN unless the viewer may see what it belongs to; until then it is its owner's. */
export const findMedia: Read<Sought, FoundMedia> = {
  name: 'findMedia',
  *run(tx, { media, viewer: user, size }) {
    const viewer = userKey(user);
    const row = yield* first(selectMedia, { id: keyOf('med', media) });
    if (row === undefined || row.stored === 0) throw new OperationError('UNKNOWN');
    if (!(yield* isSeenBy(viewer, row, tx))) throw new OperationError('UNKNOWN');
    const smaller = size === undefined ? '' : row[size] || (size === 'small' ? row.medium : '');
    const found = smaller === '' ? row : { blob: smaller, type: Media_Type.WEBP };
    return { media: toMedia(row), blob: found.blob, type: found.type };
  },
};

function* isSeenBy(
  viewer: number,
  { id, owner, moment, profile, refs }: MediaRow & { profile: number },
  tx: Parameters<typeof readSight>[0],
): Steps<boolean> {
  if (profile === 1) return true;
  if (moment !== 0) {
    const sight = yield* readSight(tx, { moment, viewer });
    return sight !== undefined && isSeen(sight);
  }
  return refs > 0 ? yield* isShownTo(viewer, id) : owner === viewer;
}

/** Takes what still belongs to nothing out of use, and says where its bytes are; undefined when there is nothing to sweep. */
export const releaseMedia: Write<{ media: number }, readonly string[] | undefined> = {
  name: 'releaseMedia',
  locks: () => ({}),
  *run(_tx, { media }) {
    const released = yield* run(updateReleased, { id: media });
    const row = released > 0 ? yield* first(selectMedia, { id: media }) : undefined;
    return row && blobsOf(row);
  },
};

/** A write, since the outbox writes only. */
export const takeMediaOf: Write<{ moment: number }, { media: number; blobs: readonly string[] }[]> =
  {
    name: 'takeMediaOf',
    locks: () => ({}),
    *run(_tx, { moment }) {
      const rows = yield* all(selectOfMoment, { moment });
      return rows.map((row) => ({ media: row.id, blobs: blobsOf(row) }));
    },
  };

/** Its bytes are gone. */
export const forgetMedia: Write<{ media: number }, void> = {
  name: 'forgetMedia',
  locks: () => ({}),
  *run(_tx, { media }) {
    yield* run(deleteRow, { id: media });
  },
};
