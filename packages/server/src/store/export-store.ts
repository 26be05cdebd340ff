// Exports: the file of everything that belongs to an account, as a row and its parts. A part's row is there before its bytes
// and goes after them, so that none are ever forgotten.
import { create } from '@bufbuild/protobuf';
import { timestampFromMs } from '@bufbuild/protobuf/wkt';
import {
  DataExportSchema,
  formatId,
  OperationError,
  type DataExport,
  type UserId,
} from '@hubbub/protocol';
import { sql } from 'kysely';
import { enqueue } from './outbox-store.ts';
import { all, first, run, statement, type Read, type Steps, type Write } from './statement.ts';
import { keyOf, userKey } from './stream.ts';

/** Once it is ready it may be fetched for this long; one that never gets ready is taken away after the same time. */
export const exportLifeMs = 24 * 60 * 60_000;

interface ExportRow {
  readonly id: number;
  readonly user: number;
  readonly created_at: number;
  readonly ready_at: number;
}

type NewRow = { id: number; user: number; now: number };

const insertExport = statement<NewRow, unknown>((db, p) =>
  db
    .insertInto('export')
    .values({ app: p.app, id: p.id, user: p.user, created_at: p.now, ready_at: 0 }),
);

const columns = ['id', 'user', 'created_at', 'ready_at'] as const;

const selectOfUser = statement<{ user: number }, ExportRow>((db, p) =>
  db
    .selectFrom('export')
    .where('app', '=', p.app)
    .where('user', '=', p.user)
    .select(columns)
    .orderBy('created_at', 'desc'),
);

const selectExport = statement<{ id: number }, ExportRow>((db, p) =>
  db.selectFrom('export').where('app', '=', p.app).where('id', '=', p.id).select(columns),
);

const updateReady = statement<{ id: number; now: number }, unknown>((db, p) =>
  db.updateTable('export').set({ ready_at: p.now }).where('app', '=', p.app).where('id', '=', p.id),
);

const deleteExport = statement<{ id: number }, unknown>((db, p) =>
  db.deleteFrom('export').where('app', '=', p.app).where('id', '=', p.id),
);

type PartKey = { id: number; no: number };
interface PartRow {
  readonly no: number;
  readonly blob: string;
  readonly size: number;
}

const upsertPart = statement<PartKey & { blob: string }, unknown>((db, p) =>
  db
    .insertInto('export_part')
    .values({ app: p.app, export: p.id, no: p.no, blob: p.blob, size: 0 })
    .onConflict((conflict) =>
      conflict.columns(['app', 'export', 'no']).doUpdateSet({ blob: p.blob, size: 0 }),
    ),
);

const selectPart = statement<PartKey, PartRow>((db, p) =>
  db
    .selectFrom('export_part')
    .where('app', '=', p.app)
    .where('export', '=', p.id)
    .where('no', '=', p.no)
    .select(['no', 'blob', 'size']),
);

const selectParts = statement<{ id: number }, PartRow>((db, p) =>
  db
    .selectFrom('export_part')
    .where('app', '=', p.app)
    .where('export', '=', p.id)
    .select(['no', 'blob', 'size'])
    .orderBy('no'),
);

const updateSize = statement<PartKey & { size: number }, unknown>((db, p) =>
  db
    .updateTable('export_part')
    .set({ size: p.size })
    .where('app', '=', p.app)
    .where('export', '=', p.id)
    .where('no', '=', p.no),
);

const sumParts = statement<{ id: number }, { bytes: number; count: number }>((db, p) =>
  db
    .selectFrom('export_part')
    .where('app', '=', p.app)
    .where('export', '=', p.id)
    .where('size', '>', 0)
    .select(sql<number>`cast(coalesce(sum(size), 0) as bigint)`.as('bytes'))
    .select(sql<number>`cast(count(*) as integer)`.as('count')),
);

const deleteParts = statement<{ id: number }, unknown>((db, p) =>
  db.deleteFrom('export_part').where('app', '=', p.app).where('export', '=', p.id),
);

/** Where an export goes on: `place` and `seq` mean what the stage says. */
export interface Cursor {
  readonly stage: string;
  readonly place: number;
  readonly seq: number;
}

interface NewExport {
  readonly user: UserId;
  readonly id: number;
  readonly outboxIds: readonly [step: number, sweep: number];
  readonly cursor: Cursor;
}

/** The one that the user has, or a new one. */
export const startExport: Write<NewExport, DataExport> = {
  name: 'account.export',
  locks: ({ user }) => ({ users: [user] }),
  *run({ now }, { user, id, outboxIds: [step, sweep], cursor }) {
    const held = yield* readExport(now, user);
    if (held !== undefined) return held;
    yield* run(insertExport, { id, user: userKey(user), now });
    const rest = { key: `export:${id}`, payload: { export: id, user, no: 0, cursor } };
    yield* enqueue({ id: step, kind: 'account.export', now, ...rest });
    const end = { key: `export-end:${id}`, payload: { export: id } };
    yield* enqueue({ id: sweep, kind: 'account.exportSweep', now: now + 2 * exportLifeMs, ...end });
    return yield* toExport({ id, user: userKey(user), created_at: now, ready_at: 0 });
  },
};

export const findExport: Read<{ user: UserId }, DataExport | undefined> = {
  name: 'export.find',
  *run({ now }, { user }) {
    return yield* readExport(now, user);
  },
};

export function* readExport(now: number, user: UserId): Steps<DataExport | undefined> {
  const rows = yield* all(selectOfUser, { user: userKey(user) });
  const live = rows.find((row) => now < endOf(row));
  return live && (yield* toExport(live));
}

interface PartStart {
  readonly export: number;
  readonly no: number;
  readonly blob: string;
}

/** `before` is what an earlier try may have stored; undefined when the export is gone. */
export const announcePart: Write<PartStart, { before: string } | undefined> = {
  name: 'export.announcePart',
  locks: () => ({}),
  *run(_tx, { export: id, no, blob }) {
    if ((yield* first(selectExport, { id })) === undefined) return undefined;
    const before = yield* first(selectPart, { id, no });
    yield* run(upsertPart, { id, no, blob });
    return { before: before?.blob ?? '' };
  },
};

interface PartEnd {
  readonly export: number;
  readonly user: UserId;
  readonly no: number;
  readonly size: number;
  /** Undefined at the end. */
  readonly next: Cursor | undefined;
  readonly outboxId: number;
}

/** The bytes are safe: on to the next part, or it is ready. */
export const keepPart: Write<PartEnd, void> = {
  name: 'export.keepPart',
  locks: () => ({}),
  *run({ now }, { export: id, user, no, size, next, outboxId }) {
    if ((yield* run(updateSize, { id, no, size })) === 0) return;
    if (next === undefined) yield* run(updateReady, { id, now });
    else {
      const payload = { export: id, user, no: no + 1, cursor: next };
      yield* enqueue({ id: outboxId, key: `export:${id}`, kind: 'account.export', payload, now });
    }
  },
};

interface Wanted {
  readonly user: UserId;
  readonly export: string;
  readonly part: number;
}

/** UNKNOWN unless it is the user's own, ready, and has this part. */
export const findPart: Read<Wanted, { blob: string; more: boolean }> = {
  name: 'export.part',
  *run({ now }, { user, export: wireId, part }) {
    const id = keyOf('exp', wireId);
    const row = yield* first(selectExport, { id });
    const isTheirs = row?.user === userKey(user) && row.ready_at > 0 && now < endOf(row);
    const found = isTheirs ? yield* first(selectPart, { id, no: part }) : undefined;
    if (found === undefined) throw new OperationError('UNKNOWN');
    const next = yield* first(selectPart, { id, no: part + 1 });
    return { blob: found.blob, more: next !== undefined };
  },
};

/** Takes an export out of use; @returns where its bytes are */
export const takeExport: Write<{ export: number }, readonly string[]> = {
  name: 'export.take',
  locks: () => ({}),
  *run(_tx, { export: id }) {
    yield* run(deleteExport, { id });
    return (yield* all(selectParts, { id })).map(({ blob }) => blob);
  },
};

/** Its bytes are gone. */
export const forgetExport: Write<{ export: number }, void> = {
  name: 'export.forget',
  locks: () => ({}),
  *run(_tx, { export: id }) {
    yield* run(deleteParts, { id });
  },
};

/** All of a user's, also those that are over. */
export const listExports: Read<{ user: UserId }, number[]> = {
  name: 'export.list',
  *run(_tx, { user }) {
    return (yield* all(selectOfUser, { user: userKey(user) })).map(({ id }) => id);
  },
};

function endOf({ created_at, ready_at }: ExportRow): number {
  return (ready_at > 0 ? ready_at : created_at) + exportLifeMs;
}

function* toExport(row: ExportRow): Steps<DataExport> {
  const { bytes, count } = (yield* first(sumParts, { id: row.id })) ?? { bytes: 0, count: 0 };
  return create(DataExportSchema, {
    id: formatId('exp', row.id),
    createdAt: timestampFromMs(row.created_at),
    expiresAt: timestampFromMs(endOf(row)),
    ...(row.ready_at > 0 && { readyAt: timestampFromMs(row.ready_at) }),
    size: bytes,
    parts: count,
  });
}
