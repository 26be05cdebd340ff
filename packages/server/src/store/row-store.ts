// The rows of many streams in one query: what pull, history, members' resets and the hub's repair show, read in the same
// way and made into the same messages. The streams to read come as one JSON parameter of spans, so the number of queries
// does not grow with the number of conversations (docs/sync.md 18).
import type { Change, Item, Member, Message, Notice } from '@hubbub/protocol';
import { sql, type RawBuilder } from 'kysely';
import { mostNotices } from '../rules/sync.ts';
import { toItem } from './item-store.ts';
import { toMember } from './member-store.ts';
import { toMessage } from './message-row.ts';
import { DamagedRow } from './message-sum.ts';
import { toNotice } from './notice-store.ts';
import { all, statement, type Engine, type Steps } from './statement.ts';

/** What to read of one stream. */
export interface Span {
  readonly conversation: number;
  /** A delta holds what changed after `after`; otherwise the span is a range of messages as they are now. */
  readonly isDelta: boolean;
  readonly after: number;
  /** Messages from `low` to `high`, both included, and the notices drawn between them. */
  readonly low: number;
  readonly high: number;
  /** The first seq the reader may see: older messages that changed are left out below it. */
  readonly visible: number;
  /** Notices anchored from here on, of a range. */
  readonly lowAnchor: number;
  /** Notices of versions above this, of a range. */
  readonly noticesAfter: number;
  readonly members: 'none' | 'own' | 'all';
}

interface Request {
  readonly spans: readonly Span[];
  /** Whose own rows, and items, are meant. */
  readonly user: number;
  /** Items of the user's SELF after this version; undefined for none. */
  readonly itemsAfter?: number | undefined;
  readonly itemLimit?: number;
}

export type Row =
  | { readonly type: 'message'; readonly version: number; readonly row: Message }
  | { readonly type: 'notice'; readonly version: number; readonly row: Notice }
  | { readonly type: 'member'; readonly version: number; readonly row: Member }
  | { readonly type: 'item'; readonly version: number; readonly row: Item };

/** One shape for the rows of four tables. The columns mean what the first part of the union below calls them. */
interface UnionRow {
  readonly type: 1 | 2 | 3 | 4;
  readonly conversation: number;
  readonly version: number;
  readonly seq: number;
  readonly sender: number;
  readonly created_at: number;
  readonly edited_at: number | null;
  readonly recalled: number;
  readonly client_msg_id: string;
  readonly content: Uint8Array | null;
  readonly anchor: number;
}

interface Params {
  spans: string;
  user: number;
  itemsAfter: number;
  itemLimit: number;
  noticeLimit: number;
}

const memberModes = { none: 0, own: 1, all: 2 } as const;

const selectRows = statement<Params, UnionRow>((db, p, engine) => {
  const message = sql`m.conversation, m.version, m.seq, m.sender, m.created_at, m.edited_at, m.recalled,
    m.client_msg_id, m.content, m.anchor`;
  const notice = sql`n.conversation, n.version, n.anchor, n.actor, n.created_at, null, n.kind, n.text, n.args, 0`;
  const member = sql`m.conversation, m.version, m.join_seq, m."user", m.joined_at, m.left_reason, m.role, '', null, m.muted_until`;
  const perSpan = (table: 'message m' | 'notice n' | 'member m', where: RawBuilder<unknown>) =>
    joinSpans({ engine, table, where });
  return db
    .selectFrom(
      sql<UnionRow>`(
with span as materialized (${spansOf(p.spans, engine)}),
ranged as (
  select n.*, row_number() over (partition by n.conversation order by n.version desc) as place
  from ${perSpan(
    'notice n',
    sql`s.delta = 0 and n.app = ${p.app} and n.conversation = s.c
    and n.anchor between s.anchor and s.high and n.version > s.noticed`,
  )}
)
select 1 as type, ${message}
from ${perSpan(
        'message m',
        sql`m.app = ${p.app} and m.conversation = s.c
  and m.seq between s.low and s.high and m.version > s.after`,
      )}
union all
select 1, ${message}
from ${perSpan(
        'message m',
        sql`s.delta = 1 and m.app = ${p.app} and m.conversation = s.c
  and m.version_changed = 1 and m.version > s.after and +m.seq < s.low and +m.seq >= s.visible`,
      )}
union all
select 2, ${notice}
from ${perSpan(
        'notice n',
        sql`s.delta = 1 and n.app = ${p.app} and n.conversation = s.c
  and n.version > s.after`,
      )}
union all
select 2, ${notice}
from ranged n where n.place <= ${p.noticeLimit}
union all
select 3, ${member}
from ${perSpan(
        'member m',
        sql`s.members = 1 and m.app = ${p.app} and m.conversation = s.c
  and m."user" = ${p.user} and m.version > s.after and (s.delta = 1 or m.left_version = 0)`,
      )}
union all
select 3, ${member}
from ${perSpan(
        'member m',
        sql`s.members = 2 and m.app = ${p.app} and m.conversation = s.c
  and m.version > s.after and (s.delta = 1 or m.left_version = 0)`,
      )}
union all
select 4, i.target, i.version, i.read_seq, i.kind, i.delivered_seq, null,
  i.removed * 2 + i.marked_unread, i.key, i.value, 0
from (
  select * from item where app = ${p.app} and "user" = ${p.user} and version > ${p.itemsAfter}
  order by version limit ${p.itemLimit}
) i
)`.as('r'),
    )
    .selectAll('r');
});

interface SpanJoin {
  readonly engine: Engine;
  readonly table: 'message m' | 'notice n' | 'member m';
  readonly where: RawBuilder<unknown>;
}

/**
 * For each span, what fits it of a big table. Both engines are told to begin with the few spans: SQLite keeps the order of a
 * CROSS JOIN, and PostgreSQL cannot turn a LATERAL with OFFSET into a scan of the whole table.
 */
function joinSpans({ engine, table, where }: SpanJoin): RawBuilder<unknown> {
  const named = sql.raw(table);
  return engine === 'sqlite'
    ? sql`span s cross join ${named} where ${where}`
    : sql`span s cross join lateral (select * from ${named} where ${where} offset 0) ${sql.raw(table.slice(-1))}`;
}

/** The rows of each stream, in order of version. Items stand under the user's own key, which is that of its SELF. */
export function* readRows(request: Request): Steps<ReadonlyMap<number, readonly Row[]>> {
  const { spans, user, itemsAfter = Number.MAX_SAFE_INTEGER, itemLimit = 0 } = request;
  const found = yield* all(selectRows, {
    spans: JSON.stringify(spans.map(toJson)),
    user,
    itemsAfter,
    itemLimit,
    noticeLimit: mostNotices + 1,
  });
  const rows = new Map<number, Row[]>();
  for (const row of found) {
    const stream = row.type === 4 ? user : row.conversation;
    const list = rows.get(stream) ?? [];
    const read = toRow(row);
    if (read.type === 'message' && read.row.damaged) yield { damage: damageOf(row) };
    list.push(read);
    rows.set(stream, list);
  }
  for (const list of rows.values()) list.sort((a, b) => a.version - b.version);
  return rows;
}

/** Puts rows where a Change holds them; of a reset's notices only the newest. */
export function addRows(change: Change, rows: readonly Row[]): void {
  for (const { type, row } of rows) {
    if (type === 'message') change.messages.push(row);
    else if (type === 'notice') change.notices.push(row);
    else if (type === 'member') change.members.push(row);
    else change.items.push(row);
  }
  change.messages.sort((a, b) => (a.seq ?? 0) - (b.seq ?? 0));
  if (change.reset && change.notices.length > mostNotices) {
    change.notices = change.notices.slice(-mostNotices);
    change.noticesCut = true;
  }
}

function toJson(span: Span): readonly number[] {
  return [
    span.conversation,
    span.isDelta ? 1 : 0,
    span.after,
    span.low,
    span.high,
    span.visible,
    span.lowAnchor,
    span.noticesAfter,
    memberModes[span.members],
  ];
}

const spanColumns = [
  'c',
  'delta',
  'after',
  'low',
  'high',
  'visible',
  'anchor',
  'noticed',
  'members',
] as const;

function spansOf(json: string, engine: Engine): RawBuilder<unknown> {
  const columns = spanColumns.map((name, place) =>
    engine === 'sqlite'
      ? sql`json_extract(value, ${sql.lit(`$[${place}]`)}) as ${sql.ref(name)}`
      : sql`cast(value ->> ${sql.lit(place)} as bigint) as ${sql.ref(name)}`,
  );
  return engine === 'sqlite'
    ? sql`select ${sql.join(columns)} from json_each(${json})`
    : sql`select ${sql.join(columns)} from json_array_elements(${json}::json)`;
}

function toRow(row: UnionRow): Row {
  const { version } = row;
  switch (row.type) {
    case 1:
      return {
        type: 'message',
        version,
        row: toMessage({ ...row, content: row.content ?? noBytes }),
      };
    case 2:
      return { type: 'notice', version, row: toNoticeOf(row) };
    case 3:
      return { type: 'member', version, row: toMemberOf(row) };
    case 4:
      return { type: 'item', version, row: toItemOf(row) };
  }
}

function damageOf({ conversation, seq, sender, client_msg_id, recalled }: UnionRow): Error {
  return new DamagedRow({ conversation, seq, sender, client_msg_id, recalled });
}

const noBytes = new Uint8Array();

function toNoticeOf(row: UnionRow): Notice {
  const { conversation, version, created_at, content: args } = row;
  const [anchor, actor, kind, text] = [row.seq, row.sender, row.recalled, row.client_msg_id];
  return toNotice({ conversation, version, created_at, anchor, actor, kind, text, args });
}

function toMemberOf(row: UnionRow): Member {
  const { conversation, version } = row;
  return toMember({
    conversation,
    version,
    user: row.sender,
    role: row.recalled,
    join_seq: row.seq,
    joined_at: row.created_at,
    left_reason: row.edited_at ?? 0,
    muted_until: row.anchor,
  });
}

function toItemOf(row: UnionRow): Item {
  return toItem({
    kind: row.sender,
    target: row.conversation,
    key: row.client_msg_id,
    version: row.version,
    removed: row.recalled >> 1,
    read_seq: row.seq,
    delivered_seq: row.created_at,
    marked_unread: row.recalled & 1,
    value: row.content,
  });
}
