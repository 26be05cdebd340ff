// Reports: what somebody says of what they see, with what it was like then, for those who run the app.
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { timestampFromMs } from '@bufbuild/protobuf/wkt';
import {
  Conversation_Kind as Kind,
  conversationId,
  formatId,
  LogEvent_Kind,
  OperationError,
  ReportSchema,
  userId,
  type Report,
  type Report_Reason as Reason,
  type ReportResolution_Code as Resolution,
  type ReportId,
  type User,
  type UserId,
} from '@hubbub/protocol';
import { sql, type Selectable } from 'kysely';
import { requireMember } from '../rules/conversation.ts';
import { mostOpenReports, resolvedMs, targetKinds, type Target } from '../rules/report.ts';
import { readPlace } from './conversation-store.ts';
import { toPublicConversation } from './head.ts';
import { findResult, keepResult } from './idempotency-store.ts';
import { messageAt } from './message-change-store.ts';
import { readMoment } from './moment-store.ts';
import { readUsers } from './named-store.ts';
import type { Database } from './schema.ts';
import {
  all,
  first,
  run,
  statement,
  type Read,
  type Steps,
  type Transaction,
  type Write,
} from './statement.ts';
import { keyOf, userKey } from './stream.ts';
import { getProfiles } from './user-store.ts';

type Row = Omit<Selectable<Database['report']>, 'app'>;
type Subject = Pick<Row, 'reporter' | 'kind' | 'target' | 'seq'>;

const columns = [
  'id',
  'reporter',
  'kind',
  'target',
  'seq',
  'reason',
  'text',
  'snapshot',
  'created_at',
  'resolution',
  'resolved_at',
  'resolved_by',
  'note',
] as const;

const insertReport = statement<Row, unknown>((db, p) =>
  db
    .insertInto('report')
    .values({
      app: p.app,
      id: p.id,
      reporter: p.reporter,
      kind: p.kind,
      target: p.target,
      seq: p.seq,
      reason: p.reason,
      text: p.text,
      snapshot: p.snapshot,
      created_at: p.created_at,
      resolution: 0,
      resolved_at: 0,
      resolved_by: '',
      note: '',
    })
    .onConflict((conflict) => conflict.doNothing()),
);

const selectOpen = statement<Subject, { id: number }>((db, p) =>
  db
    .selectFrom('report')
    .where('app', '=', p.app)
    .where('reporter', '=', p.reporter)
    .where('kind', '=', p.kind)
    .where('target', '=', p.target)
    .where('seq', '=', p.seq)
    .where('resolved_at', '=', sql.lit(0))
    .select('id'),
);

const countOpen = statement<{ reporter: number }, { count: number }>((db, p) =>
  db
    .selectFrom('report')
    .where('app', '=', p.app)
    .where('reporter', '=', p.reporter)
    .where('resolved_at', '=', sql.lit(0))
    .select(sql<number>`cast(count(*) as integer)`.as('count')),
);

type Place = { at: number; id: number };

const selectQueue = statement<Place & { limit: number }, Row>((db, p) =>
  db
    .selectFrom('report')
    .where('app', '=', p.app)
    .where('resolved_at', '=', sql.lit(0))
    .where((e) =>
      e.or([e('created_at', '>', p.at), e.and([e('created_at', '=', p.at), e('id', '>', p.id)])]),
    )
    .select(columns)
    .orderBy('created_at')
    .orderBy('id')
    .limit(p.limit),
);

const selectResolved = statement<Place & { limit: number }, Row>((db, p) =>
  db
    .selectFrom('report')
    .where('app', '=', p.app)
    .where('resolved_at', '>', sql.lit(0))
    .where((e) =>
      e.or([e('resolved_at', '<', p.at), e.and([e('resolved_at', '=', p.at), e('id', '<', p.id)])]),
    )
    .select(columns)
    .orderBy('resolved_at', 'desc')
    .orderBy('id', 'desc')
    .limit(p.limit),
);

const selectOne = statement<{ id: number }, Row>((db, p) =>
  db.selectFrom('report').where('app', '=', p.app).where('id', '=', p.id).select(columns),
);

type Settling = { id: number; at: number; resolution: number; by: string; note: string };

const updateResolved = statement<Settling, unknown>((db, p) =>
  db
    .updateTable('report')
    .set({ resolution: p.resolution, resolved_at: p.at, resolved_by: p.by, note: p.note })
    .where('app', '=', p.app)
    .where('id', '=', p.id),
);

const deleteOld = statement<{ before: number }, unknown>((db, p) =>
  db
    .deleteFrom('report')
    .where('app', '=', p.app)
    .where('resolved_at', '>', sql.lit(0))
    .where('resolved_at', '<', p.before),
);

interface NewReport {
  readonly id: ReportId;
  readonly user: UserId;
  readonly target: Target;
  readonly reason: Reason;
  readonly text: string;
  /** Empty: it is no retry of anything. */
  readonly clientKey: string;
  readonly digest: Uint8Array;
}

/**
 * What the reporter may not see is UNKNOWN. What they have reported already, and nobody has dealt with, is not reported
 * twice. FULL when they have as many open reports as one may have.
 */
export const createReport: Write<NewReport, { repeated: boolean }> = {
  name: 'report.create',
  locks: ({ user }) => ({ users: [user] }),
  *run(tx, { id, user, target, reason, text, clientKey, digest }) {
    const key = { user, operation: 'report.create', clientKey, digest };
    if (clientKey !== '' && (yield* findResult(key)) !== undefined) return { repeated: true };
    const snapshot = yield* snapshotOf(tx, user, target);
    const reporter = userKey(user);
    const subject = {
      reporter,
      kind: targetKinds[target.kind],
      target: keyOf(prefixes[target.kind], target.id),
      seq: target.seq,
    };
    const made = keyOf('rep', id);
    const open = yield* first(selectOpen, subject);
    if (clientKey !== '') yield* keepResult(key, open?.id ?? made);
    if (open !== undefined) return { repeated: true };
    const { count } = (yield* first(countOpen, { reporter })) ?? { count: 0 };
    if (count >= mostOpenReports) throw new OperationError('FULL');
    const settled = { resolution: 0, resolved_at: 0, resolved_by: '', note: '' };
    const said = { reason, text, snapshot: toBinary(ReportSchema, snapshot), created_at: tx.now };
    yield* run(insertReport, { ...subject, ...said, ...settled, id: made });
    return { repeated: false };
  },
  // Who reported it is in the queue and nowhere else.
  events: ({ id: report }, { repeated }) =>
    repeated ? [] : [{ kind: LogEvent_Kind.REPORT_CREATED, report }],
};

const prefixes = { message: 'cnv', moment: 'mom', user: 'usr', conversation: 'cnv' } as const;

/** What it is like now, as the reporter sees it. */
function* snapshotOf(tx: Transaction, user: UserId, { kind, id, seq }: Target): Steps<Report> {
  if (kind === 'user') {
    const [found] = yield* getProfiles.run(tx, { users: [userId(id)] });
    if (found === undefined || found.deleted) throw new OperationError('UNKNOWN');
    if (found.id === user) throw new OperationError('FIELD', 'user: that is the caller');
    return create(ReportSchema, { user: found });
  }
  if (kind === 'moment') {
    const [moment] = (yield* readMoment.run(tx, { moment: id, viewer: user })).moments;
    return create(ReportSchema, moment === undefined ? {} : { moment });
  }
  const place = yield* readPlace(conversationId(id), user);
  if (kind === 'message') {
    const { message } = yield* messageAt(place, seq);
    return create(ReportSchema, { message, conversation: toPublicConversation(place.head) });
  }
  if (place.kind !== Kind.ROOM) requireMember(place);
  return create(ReportSchema, { conversation: toPublicConversation(place.head) });
}

interface Listing {
  readonly resolved: boolean;
  /** Where the page before ended. */
  readonly after: Place | undefined;
  readonly limit: number;
}

interface ReportPage {
  readonly reports: Report[];
  readonly users: User[];
  readonly next: Place | undefined;
}

export const listReports: Read<Listing, ReportPage> = {
  name: 'report.list',
  *run(tx, { resolved, after, limit }) {
    const start = resolved ? { at: Number.MAX_SAFE_INTEGER, id: 0 } : { at: 0, id: -1 };
    const page = { ...start, ...after, limit: limit + 1 };
    const rows = yield* all(resolved ? selectResolved : selectQueue, page);
    const shown = rows.slice(0, limit);
    const last = rows.length > limit ? shown.at(-1) : undefined;
    const reports = shown.map(toReport);
    return {
      reports,
      users: yield* readUsers(tx, [...new Set(reports.flatMap(namedIn))]),
      next: last && { at: resolved ? last.resolved_at : last.created_at, id: last.id },
    };
  },
};

function namedIn({ reporter, message, moment, user }: Report): UserId[] {
  const named = [reporter, message?.sender ?? '', moment?.author ?? '', user?.id ?? ''];
  return named.filter((id) => id !== '').map((id) => userId(id));
}

interface Settlement {
  readonly report: ReportId;
  readonly resolution: Resolution;
  readonly by: string;
  readonly note: string;
}

/** Doing it again says it anew. What was dealt with long ago is forgotten. */
export const resolveReport: Write<Settlement, Report> = {
  name: 'report.resolve',
  locks: () => ({}),
  *run({ now }, { report, resolution, by, note }) {
    const id = keyOf('rep', report);
    yield* run(updateResolved, { id, resolution, at: now, by, note });
    yield* run(deleteOld, { before: now - resolvedMs });
    const row = yield* first(selectOne, { id });
    if (row === undefined) throw new OperationError('UNKNOWN');
    return toReport(row);
  },
  events: ({ report }) => [{ kind: LogEvent_Kind.REPORT_RESOLVED, report }],
};

function toReport(row: Row): Report {
  const report = fromBinary(ReportSchema, row.snapshot);
  report.id = formatId('rep', row.id);
  report.createdAt = timestampFromMs(row.created_at);
  report.reporter = formatId('usr', row.reporter);
  report.reason = row.reason;
  report.text = row.text;
  report.resolution = row.resolution;
  if (row.resolved_at > 0) report.resolvedAt = timestampFromMs(row.resolved_at);
  report.resolvedBy = row.resolved_by;
  report.note = row.note;
  return report;
}
