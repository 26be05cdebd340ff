// The record of what those did who manage the server: one row for each thing, stored by the transaction that did it, so that
// neither is there without the other.
import { create } from '@bufbuild/protobuf';
import { timestampFromMs } from '@bufbuild/protobuf/wkt';
import {
  AuditEntrySchema,
  formatId,
  parseId,
  type AuditEntry,
  type ConversationId,
  type User,
  type UserId,
} from '@hubbub/protocol';
import { sql, type Kysely } from 'kysely';
import { requireAct } from '../rules/conversation.ts';
import { readPlace } from './conversation-store.ts';
import { readUsers } from './named-store.ts';
import type { Database } from './schema.ts';
import {
  all,
  first,
  run,
  statement,
  systemStatement,
  type Read,
  type Steps,
  type Transaction,
  type Write,
} from './statement.ts';
import { conversationKey } from './stream.ts';

export interface NewAudit {
  readonly actor: string;
  /** The operation. */
  readonly action: string;
  /** Where the transaction is in none: the name of the app it is about. */
  readonly app?: string | undefined;
  readonly target: string;
  /** JSON; never a secret. */
  readonly details: object;
  /** In which owner or admins did it. */
  readonly conversation?: ConversationId | undefined;
}

interface NewRow {
  of: number;
  now: number;
  actor: string;
  action: string;
  target: string;
  details: string;
  conversation: number;
}

const insertRow = systemStatement<NewRow, { id: number }>((db, p) =>
  db
    .insertInto('audit')
    .values({
      app: p.of,
      at: p.now,
      actor: p.actor,
      action: p.action,
      target: p.target,
      details: p.details,
      conversation: p.conversation,
    })
    .returning('id'),
);

const selectApp = systemStatement<{ name: string }, { id: number }>((db, p) =>
  db.selectFrom('app').where('name', '=', p.name).select('id'),
);

interface AuditRow {
  readonly id: number;
  readonly name: string | null;
  readonly at: number;
  readonly actor: string;
  readonly action: string;
  readonly target: string;
  readonly details: string;
  readonly conversation: number;
}

const isEmpty = (text: string) => sql<boolean>`${text} = ''`;

type Filter = {
  app: string;
  action: string;
  actor: string;
  target: string;
  since: number;
  until: number;
  before: number;
  limit: number;
};

const selectRows = systemStatement<Filter, AuditRow>((db, p) =>
  db
    .selectFrom('audit as t')
    .leftJoin('app as a', 'a.id', 't.app')
    .where('t.id', '<', p.before)
    .where('t.at', '>=', p.since)
    .where('t.at', '<', p.until)
    .where((e) => e.or([isEmpty(p.app), e('a.name', '=', p.app)]))
    .where((e) => e.or([isEmpty(p.action), e('t.action', '=', p.action)]))
    .where((e) => e.or([isEmpty(p.actor), e('t.actor', '=', p.actor)]))
    .where((e) => e.or([isEmpty(p.target), e('t.target', '=', p.target)]))
    .select([
      't.id',
      'a.name',
      't.at',
      't.actor',
      't.action',
      't.target',
      't.details',
      't.conversation',
    ])
    .orderBy('t.id', 'desc')
    .limit(p.limit),
);

const deleteOld = systemStatement<{ before: number; limit: number }, unknown>((db, p) =>
  db
    .deleteFrom('audit')
    .where('id', 'in', (e) =>
      e.selectFrom('audit').where('at', '<', p.before).orderBy('at').select('id').limit(p.limit),
    ),
);

/** Within a write. @returns the id of the row */
export function* appendAudit(tx: Transaction, audit: NewAudit): Steps<number> {
  const { app, details, conversation, ...rest } = audit;
  const named = app === undefined ? undefined : yield* first(selectApp, { name: app });
  const of = named?.id ?? tx.app;
  const row = {
    ...rest,
    of,
    now: tx.now,
    details: JSON.stringify(details),
    conversation: conversation === undefined ? 0 : conversationKey(conversation),
  };
  return (yield* first(insertRow, row))?.id ?? 0;
}

/** The write, which also says in the record that it was done; undefined: nothing was. */
export function audited<A, R>(
  write: Write<A, R>,
  audit: NewAudit | ((result: R) => NewAudit | undefined),
): Write<A, R> {
  return {
    ...write,
    *run(tx, args) {
      const result = yield* write.run(tx, args);
      const entry = typeof audit === 'function' ? audit(result) : audit;
      if (entry !== undefined) yield* appendAudit(tx, entry);
      return result;
    },
  };
}

interface Asked extends Omit<Filter, 'since' | 'until' | 'before'> {
  readonly since?: number | undefined;
  readonly until?: number | undefined;
  readonly after: string;
}

/** Newest first. */
export const listAudit: Read<Asked, { entries: AuditEntry[]; next: string }> = {
  name: 'audit.list',
  *run(_tx, { since = 0, until = Number.MAX_SAFE_INTEGER, after, ...filter }) {
    const rows = yield* all(selectRows, { ...filter, since, until, before: beforeOf(after) });
    const next = rows.length < filter.limit ? '' : `${rows.at(-1)?.id ?? ''}`;
    return { entries: rows.map(toEntry), next };
  },
};

type InPlace = { conversation: number; before: number; limit: number };

const selectInPlace = statement<InPlace, Omit<AuditRow, 'name'>>((db, p) =>
  db
    .selectFrom('audit as t')
    .where('t.app', '=', p.app)
    .where('t.conversation', '=', p.conversation)
    .where('t.conversation', '>', sql.lit(0))
    .where('t.id', '<', p.before)
    .select(['t.id', 't.at', 't.actor', 't.action', 't.target', 't.details', 't.conversation'])
    .orderBy('t.id', 'desc')
    .limit(p.limit),
);

type OfMoment = { conversation: number; at: number };

function ofMoment(db: Kysely<Database>, p: OfMoment & { app: number }) {
  return db
    .selectFrom('audit as t')
    .where('t.app', '=', p.app)
    .where('t.conversation', '=', p.conversation)
    .where('t.conversation', '>', sql.lit(0))
    .where('t.at', '=', p.at);
}

const selectNamed = statement<OfMoment & { earlier: number }, { id: number }>((db, p) =>
  ofMoment(db, p).select('t.id').orderBy('t.id').limit(1).offset(p.earlier),
);

const countEarlier = statement<OfMoment & { id: number }, { count: number }>((db, p) =>
  ofMoment(db, p)
    .where('t.id', '<', p.id)
    .select(sql<number>`cast(count(*) as integer)`.as('count')),
);

/**
 * An entry by what its readers see of it anyway: rows are numbered over all apps, and their numbers would tell how busy the
 * others are.
 */
interface EntryName {
  readonly at: number;
  /** Entries of the conversation from the same millisecond that came before it. */
  readonly earlier: number;
}

interface AskedInPlace {
  readonly conversation: ConversationId;
  readonly user: UserId;
  /** The last of the page before. */
  readonly after: EntryName | undefined;
  readonly limit: number;
}

interface AuditPage {
  readonly entries: AuditEntry[];
  readonly users: User[];
  readonly next: EntryName | undefined;
}

/** What owner and admins did in it, newest first, for those who are. */
export const readAudit: Read<AskedInPlace, AuditPage> = {
  name: 'conversation.audit',
  *run(tx, { conversation, user, after, limit }) {
    const { head, ...place } = yield* readPlace(conversation, user);
    requireAct('audit', place);
    const { id: of } = head;
    const before = after === undefined ? Number.MAX_SAFE_INTEGER : yield* idOf(of, after);
    const found = yield* all(selectInPlace, { conversation: of, before, limit: limit + 1 });
    const rows = found.slice(0, limit);
    const last = found.length > limit ? rows.at(-1) : undefined;
    const named = rows.flatMap(({ actor, target }) => [actor, target]).filter(isUser);
    return {
      entries: rows.map((row) => ({ ...toEntry({ ...row, name: null }), id: '' })),
      users: yield* readUsers(tx, [...new Set(named)]),
      next: last && (yield* nameOf(of, last)),
    };
  },
};

/** Of an entry that is forgotten: before all others, as those before it are forgotten too. */
function* idOf(conversation: number, name: EntryName): Steps<number> {
  return (yield* first(selectNamed, { conversation, ...name }))?.id ?? 0;
}

function* nameOf(conversation: number, { id, at }: Pick<AuditRow, 'id' | 'at'>): Steps<EntryName> {
  const { count: earlier = 0 } = (yield* first(countEarlier, { conversation, at, id })) ?? {};
  return { at, earlier };
}

function isUser(id: string): id is UserId {
  return parseId('usr', id) !== undefined;
}

function beforeOf(after: string): number {
  return /^\d{1,16}$/.test(after) ? Number(after) : Number.MAX_SAFE_INTEGER;
}

/** Forgets a slice of what is older than `before`. @returns whether there may be more */
export const trimAudit: Write<{ before: number; limit: number }, boolean> = {
  name: 'audit.trim',
  locks: () => ({}),
  *run(_tx, slice) {
    return (yield* run(deleteOld, slice)) === slice.limit;
  },
};

function toEntry({ id, name, at, conversation, ...row }: AuditRow): AuditEntry {
  return create(AuditEntrySchema, {
    ...row,
    id: `${id}`,
    at: timestampFromMs(at),
    app: name ?? '',
    conversation: conversation === 0 ? '' : formatId('cnv', conversation),
  });
}
