// Files that come in chunks: how far each is, and where its chunks lie. A chunk's row is there before its bytes and goes after
// them, so that none are ever forgotten; only the chunk that moves `received` on is kept, whoever else sends the same.
import {
  formatId,
  OperationError,
  type Media,
  type MediaId,
  type UploadId,
  type UserId,
} from '@hubbub/protocol';
import type { Selectable } from 'kysely';
import { keepStored, mediaOf } from './media-store.ts';
import { enqueue } from './outbox-store.ts';
import { requireRoom } from './quota-store.ts';
import type { Database } from './schema.ts';
import { all, first, run, statement, type Read, type Steps, type Write } from './statement.ts';
import { keyOf, userKey } from './stream.ts';

type UploadRow = Omit<Selectable<Database['upload']>, 'app'>;
type PartRow = Omit<Selectable<Database['upload_part']>, 'app'>;

const selectByKey = statement<{ owner: number; key: string }, UploadRow>((db, p) =>
  db
    .selectFrom('upload')
    .where('app', '=', p.app)
    .where('owner', '=', p.owner)
    .where('key', '=', p.key)
    .selectAll(),
);

const selectUpload = statement<{ id: number }, UploadRow>((db, p, engine) => {
  const query = db.selectFrom('upload').where('app', '=', p.app).where('id', '=', p.id).selectAll();
  return engine === 'postgres' ? query.forUpdate() : query;
});

const findUpload = statement<{ id: number }, UploadRow>((db, p) =>
  db.selectFrom('upload').where('app', '=', p.app).where('id', '=', p.id).selectAll(),
);

const selectOpen = statement<{ owner: number }, UploadRow>((db, p) =>
  db
    .selectFrom('upload')
    .where('app', '=', p.app)
    .where('owner', '=', p.owner)
    .where('media', '=', 0)
    .selectAll()
    .orderBy('touched_at'),
);

const selectOf = statement<{ owner: number }, { id: number }>((db, p) =>
  db.selectFrom('upload').where('app', '=', p.app).where('owner', '=', p.owner).select('id'),
);

const insertUpload = statement<UploadRow, unknown>((db, p) =>
  db.insertInto('upload').values({
    app: p.app,
    id: p.id,
    owner: p.owner,
    key: p.key,
    name: p.name,
    as_file: p.as_file,
    size: p.size,
    received: p.received,
    touched_at: p.touched_at,
    media: p.media,
  }),
);

const updateUpload = statement<
  Pick<UploadRow, 'id' | 'received' | 'touched_at' | 'media'>,
  unknown
>((db, p) =>
  db
    .updateTable('upload')
    .set({ received: p.received, touched_at: p.touched_at, media: p.media })
    .where('app', '=', p.app)
    .where('id', '=', p.id),
);

const deleteUpload = statement<{ id: number }, unknown>((db, p) =>
  db.deleteFrom('upload').where('app', '=', p.app).where('id', '=', p.id),
);

const insertPart = statement<PartRow, unknown>((db, p) =>
  db.insertInto('upload_part').values({
    app: p.app,
    upload: p.upload,
    blob: p.blob,
    at: p.at,
    size: p.size,
    stored: p.stored,
  }),
);

type PartKey = { upload: number; blob: string };

const updatePart = statement<PartKey, unknown>((db, p) =>
  db
    .updateTable('upload_part')
    .set({ stored: 1 })
    .where('app', '=', p.app)
    .where('upload', '=', p.upload)
    .where('blob', '=', p.blob),
);

const deletePart = statement<PartKey, unknown>((db, p) =>
  db
    .deleteFrom('upload_part')
    .where('app', '=', p.app)
    .where('upload', '=', p.upload)
    .where('blob', '=', p.blob),
);

const selectParts = statement<{ upload: number }, PartRow>((db, p) =>
  db
    .selectFrom('upload_part')
    .where('app', '=', p.app)
    .where('upload', '=', p.upload)
    .selectAll()
    .orderBy('at'),
);

const deleteParts = statement<{ upload: number }, unknown>((db, p) =>
  db.deleteFrom('upload_part').where('app', '=', p.app).where('upload', '=', p.upload),
);

export interface NewUpload {
  readonly id: UploadId;
  readonly owner: UserId;
  readonly key: string;
  readonly name: string;
  readonly asFile: boolean;
  readonly size: number;
  readonly outboxId: number;
  readonly sweepMs: number;
  /** Of all that the owner has stored. */
  readonly mostBytes: number;
  readonly mostOpen: number;
  /** One that nothing came of for so long makes room for another. */
  readonly idleMs: number;
}

export interface Progress {
  readonly upload: UploadId;
  readonly received: number;
}

/** The open one with this key, or a new one. */
export const beginUpload: Write<NewUpload, Progress> = {
  name: 'beginUpload',
  locks: ({ owner }) => ({ users: [owner] }),
  *run(
    { now },
    { id, owner: user, asFile, outboxId, sweepMs, mostBytes, mostOpen, idleMs, ...given },
  ) {
    const owner = userKey(user);
    const { key, name, size } = given;
    const as_file = asFile ? 1 : 0;
    const known = yield* first(selectByKey, { owner, key });
    if (known?.media === 0) {
      const isSame = known.size === size && known.name === name && known.as_file === as_file;
      if (!isSame) throw new OperationError('KEY_REUSED');
      return { upload: formatId('upl', known.id), received: known.received };
    }
    // What it made is there; the key begins another one.
    if (known) yield* run(deleteUpload, { id: known.id });
    const open = yield* all(selectOpen, { owner });
    const [oldest] = open;
    if (oldest && open.length >= mostOpen) {
      if (now - oldest.touched_at < idleMs)
        throw new OperationError('IN_FLIGHT', undefined, { retryAfterMs: 1000 });
      yield* run(deleteUpload, { id: oldest.id });
      yield* oweSweep(oldest.id, { outboxId: outboxId + 1, now });
    }
    yield* requireRoom({ owner, bytes: size, most: mostBytes });
    const row = { id: keyOf('upl', id), owner, key, name, as_file, size };
    yield* run(insertUpload, { ...row, received: 0, touched_at: now, media: 0 });
    yield* oweSweep(row.id, { outboxId, now: now + sweepMs });
    return { upload: id, received: 0 };
  },
};

interface Owed {
  readonly outboxId: number;
  readonly now: number;
  readonly keepsUpload?: true;
}

function* oweSweep(upload: number, { outboxId: id, now, keepsUpload }: Owed): Steps<void> {
  const payload = { upload, ...(keepsUpload && { keepsUpload }) };
  yield* enqueue({ id, key: `upload:${upload}`, kind: 'media.sweepUpload', payload, now });
}

interface NewPart {
  readonly upload: UploadId;
  readonly owner: UserId;
  readonly offset: number;
  readonly size: number;
  readonly blob: string;
  readonly chunkBytes: number;
}

/** Announces bytes that are about to be stored; undefined when they are to be, else how many are there already. */
export const announcePart: Write<NewPart, number | undefined> = {
  name: 'announcePart',
  locks: () => ({}),
  *run(_tx, { upload, owner, offset, size, blob, chunkBytes }) {
    const row = yield* first(selectUpload, { id: keyOf('upl', upload) });
    if (row === undefined || row.owner !== userKey(owner)) throw new OperationError('UNKNOWN');
    if (offset + size <= row.received) return row.received;
    if (offset !== row.received) throw new OperationError('OFFSET');
    const end = offset + size;
    if (end > row.size || (size !== chunkBytes && end !== row.size))
      throw new OperationError('FIELD', `content: ${chunkBytes} bytes, fewer only at the end`);
    yield* run(insertPart, { upload: row.id, blob, at: offset, size, stored: 0 });
    return undefined;
  },
};

/** Its bytes are safe. @returns how many are there; undefined when another chunk was faster, or the upload is gone */
export const keepPart: Write<Omit<NewPart, 'owner' | 'chunkBytes'>, number | undefined> = {
  name: 'keepPart',
  locks: () => ({}),
  *run({ now }, { upload, offset, size, blob }) {
    const row = yield* first(selectUpload, { id: keyOf('upl', upload) });
    if (row?.received !== offset || row.media !== 0) return undefined;
    const received = offset + size;
    yield* run(updateUpload, { id: row.id, received, touched_at: now, media: 0 });
    yield* run(updatePart, { upload: row.id, blob });
    return received;
  },
};

/** Its bytes are gone. */
export const forgetPart: Write<{ upload: UploadId; blob: string }, void> = {
  name: 'forgetPart',
  locks: () => ({}),
  *run(_tx, { upload, blob }) {
    yield* run(deletePart, { upload: keyOf('upl', upload), blob });
  },
};

export interface Received {
  readonly name: string;
  readonly asFile: boolean;
  /** In order. */
  readonly blobs: readonly string[];
}

/** What was received, or what was made of it. UNKNOWN unless it is the caller's, OFFSET while some of it is missing. */
export const readUpload: Read<{ upload: UploadId; owner: UserId }, Received | Media> = {
  name: 'readUpload',
  *run(_tx, { upload, owner }) {
    const row = yield* first(findUpload, { id: keyOf('upl', upload) });
    if (row === undefined || row.owner !== userKey(owner)) throw new OperationError('UNKNOWN');
    if (row.media !== 0) return yield* mediaOf(row.media);
    if (row.received < row.size) throw new OperationError('OFFSET');
    const parts = (yield* all(selectParts, { upload: row.id })).filter(
      ({ stored }) => stored === 1,
    );
    return { name: row.name, asFile: row.as_file === 1, blobs: parts.map(({ blob }) => blob) };
  },
};

/** What it became is stored; the chunks are not needed any more. @returns what it became first */
export const finishUpload: Write<{ upload: UploadId; media: MediaId; outboxId: number }, Media> = {
  name: 'finishUpload',
  locks: () => ({}),
  *run({ now }, { upload, media, outboxId }) {
    const made = keyOf('med', media);
    yield* keepStored(made);
    const row = yield* first(selectUpload, { id: keyOf('upl', upload) });
    if (row && row.media !== 0) return yield* mediaOf(row.media);
    if (row) {
      yield* run(updateUpload, { ...row, touched_at: now, media: made });
      yield* oweSweep(row.id, { outboxId, now, keepsUpload: true });
    }
    return yield* mediaOf(made);
  },
};

/** Nothing will be made of it. */
export const giveUpUpload: Write<{ upload: UploadId; outboxId: number }, void> = {
  name: 'giveUpUpload',
  locks: () => ({}),
  *run({ now }, { upload, outboxId }) {
    const id = keyOf('upl', upload);
    yield* run(deleteUpload, { id });
    yield* oweSweep(id, { outboxId, now });
  },
};

/** Takes the upload away, unless only its chunks are to go, and says where their bytes are. */
export const takeUpload: Write<{ upload: number; keepsUpload: boolean }, readonly string[]> = {
  name: 'takeUpload',
  locks: () => ({}),
  *run(_tx, { upload, keepsUpload }) {
    if (!keepsUpload) yield* run(deleteUpload, { id: upload });
    return (yield* all(selectParts, { upload })).map(({ blob }) => blob);
  },
};

/** Their bytes are gone. */
export const forgetParts: Write<{ upload: number }, void> = {
  name: 'forgetParts',
  locks: () => ({}),
  *run(_tx, { upload }) {
    yield* run(deleteParts, { upload });
  },
};

/** All of a user, open or not. */
export function* uploadsOf(user: UserId): Steps<readonly number[]> {
  return (yield* all(selectOf, { owner: userKey(user) })).map(({ id }) => id);
}
