// Finding messages by the index. Each conversation that the caller may see is read newest first, under the one key that is
// likely to be the rarest; what stands there is looked up and matched by its text. Nothing is read that the caller may not
// see (docs/sync.md 20), not even to tell how far a page reaches.
import { fromBinary } from '@bufbuild/protobuf';
import {
  formatId,
  Item_Kind,
  ItemSchema,
  type ConversationId,
  type Message,
  type User,
  type UserId,
} from '@hubbub/protocol';
import { sql, type Kysely } from 'kysely';
import { requireMember } from '../rules/conversation.ts';
import { findIn, type Wanted } from '../rules/searchable.ts';
import type { Range } from '../rules/words.ts';
import { readPlace } from './conversation-store.ts';
import { messageColumns, toMessages, type MessageRow } from './message-row.ts';
import { namedIn, readUsers } from './named-store.ts';
import type { Database } from './schema.ts';
import { all, first, statement, type Engine, type Read, type Steps } from './statement.ts';
import { conversationKey, userKey } from './stream.ts';

/** Where a page begins: everything older than this. */
export interface Position {
  readonly at: number;
  readonly conversation: number;
  readonly seq: number;
}

export interface Search {
  readonly user: UserId;
  readonly wanted: Wanted;
  /** Every message that is wanted stands under all of these; the rarest first. */
  readonly keys: readonly string[];
  readonly conversation: ConversationId | undefined;
  readonly since: number;
  readonly before: Position;
  readonly limit: number;
}

export interface Hit {
  readonly message: Message;
  readonly ranges: readonly Range[];
}

export interface HitPage {
  readonly hits: readonly Hit[];
  readonly users: readonly User[];
  readonly next: Position | undefined;
  /** Conversations among them whose newest messages are not in the index yet. */
  readonly behind: readonly ConversationId[];
}

/** Rows of the index that one look reads at most, in all conversations together. */
const rowsPerLook = 20_000;
/**
 * The first look matches as many messages as the page holds, and the next ones more, because what the index offers has turned
 * out to be something else.
 */
const messagesPerLook = 100;
const mostLooks = 5;
/** So much a clock may be set back without anything being overlooked. */
const clockSlackMs = 24 * 3_600_000;

interface PlaceRow {
  readonly id: number;
  readonly seq: number;
  readonly indexed: number | null;
  /** Nothing up to here may be seen. */
  readonly floor: number;
  /** When that was sent. */
  readonly floor_at: number | null;
}

const selectPlaces = statement<{ user: number }, PlaceRow>((db, p) => placesOf(db, p));

const selectOnePlace = statement<{ user: number; id: number }, PlaceRow>((db, p) =>
  placesOf(db, p).where('m.conversation', '=', p.id),
);

function placesOf(db: Kysely<Database>, { app, user }: { app: number; user: number }) {
  const floor = sql<number>`case when m.join_seq - 1 > m.cleared then m.join_seq - 1 else m.cleared end`;
  const floorAt = sql<number | null>`case when m.join_seq > 1 or m.cleared > 0 then
    (select f.created_at from message f
      where f.app = m.app and f.conversation = m.conversation and f.seq = ${floor}) end`;
  return db
    .selectFrom('member as m')
    .innerJoin('conversation as c', (join) =>
      join.onRef('c.app', '=', 'm.app').onRef('c.id', '=', 'm.conversation'),
    )
    .leftJoin('search_state as s', (join) =>
      join.onRef('s.app', '=', 'm.app').onRef('s.conversation', '=', 'm.conversation'),
    )
    .where('m.app', '=', app)
    .where('m.user', '=', user)
    .where('m.left_version', '=', sql.lit(0))
    .where('c.deleted', '=', sql.lit(0))
    .select(['c.id', 'c.seq', 's.seq as indexed', floor.as('floor'), floorAt.as('floor_at')]);
}

type Looked = {
  /** JSON: [conversation, floor, not before this time] each. */
  places: string;
  key: string;
  at: number;
  conversation: number;
  seq: number;
};

/** The rows of the index under one key, in these places, older than the position. */
function within(p: Looked & { app: number }) {
  return sql`k.app = ${p.app} and k.conversation = v.c and k.key = ${p.key}
    and k.at >= v.t and k.at <= ${p.at} and k.seq > v.f
    and (k.at < ${p.at} or k.conversation < ${p.conversation}
      or (k.conversation = ${p.conversation} and k.seq < ${p.seq}))`;
}

function placesIn(json: string, engine: Engine) {
  return engine === 'sqlite'
    ? sql`(select json_extract(value, '$[0]') as c, json_extract(value, '$[1]') as f,
        json_extract(value, '$[2]') as t from json_each(${json}))`
    : sql`(select (value ->> 0)::bigint as c, (value ->> 1)::bigint as f, (value ->> 2)::bigint as t
        from json_array_elements(${json}::json))`;
}

// Of each conversation the time of its row number `most` + 1; the newest of those. Down to there all rows are read.
const selectEdge = statement<Looked & { most: number }, { edge: number | null }>(
  (_db, p, engine) =>
    sql`select max(x.e) as edge from (select (select k.at from search_key k where ${within(p)}
      order by k.at desc, k.seq desc limit 1 offset ${p.most}) as e
      from ${placesIn(p.places, engine)} v) x`,
);

type Candidates = Looked & { edge: number; others: string; limit: number };

// The others by their own look-ups: a join would be free to begin with the most frequent key.
const selectCandidates = statement<Candidates, Position>((_db, p, engine) => {
  const others =
    engine === 'sqlite'
      ? sql`json_each(${p.others}) o`
      : sql`json_array_elements_text(${p.others}::json) o(value)`;
  return sql`select k.conversation, k.at, k.seq
    from ${placesIn(p.places, engine)} v cross join search_key k
    where ${within(p)} and k.at >= ${p.edge}
      and not exists (select 1 from ${others} where not exists (select 1 from search_key q
        where q.app = ${p.app} and q.conversation = k.conversation and q.key = o.value
          and q.at = k.at and q.seq = k.seq))
    order by k.at desc, k.conversation desc, k.seq desc limit ${p.limit}`;
});

function pairsIn(json: string, engine: Engine) {
  return engine === 'sqlite'
    ? sql`(select json_extract(value, '$[0]') as c, json_extract(value, '$[1]') as s from json_each(${json}))`
    : sql`(select (value ->> 0)::bigint as c, (value ->> 1)::bigint as s from json_array_elements(${json}::json))`;
}

type FoundRow = MessageRow & { readonly own: Uint8Array | null };

const selectFound = statement<{ user: number; pairs: string }, FoundRow>((_db, p, engine) => {
  const columns = sql.join(messageColumns.map((column) => sql.ref(`m.${column}`)));
  return sql`select ${columns}, i.value as own from ${pairsIn(p.pairs, engine)} v
    cross join message m
    left join item i on i.app = m.app and i."user" = ${p.user}
      and i.kind = ${sql.lit(Item_Kind.MESSAGE)} and i.target = m.conversation
      and i.key = cast(m.seq as text) and i.removed = 0
    where m.app = ${p.app} and m.conversation = v.c and m.seq = v.s
    order by m.created_at desc, m.conversation desc, m.seq desc`;
});

/** A page of what the caller may see. Throws what history throws when a conversation is named. */
export const searchMessages: Read<Search, HitPage> = {
  name: 'searchMessages',
  *run(tx, search) {
    const places = yield* readPlaces(search);
    const found: Found[] = [];
    let next: Position | undefined = search.before;
    for (let looks = 0; next !== undefined && looks < mostLooks; looks += 1) {
      const look: Look = yield* lookFrom(next, {
        search,
        places,
        ...depthOf(looks, search, places),
      });
      found.push(...look.found);
      next = look.rest;
      if (found.length >= search.limit) break;
    }
    const page = found.slice(0, search.limit);
    const messages = page.map(({ message }) => message);
    return {
      hits: page.map(({ message, ranges }) => ({ message, ranges })),
      users: yield* readUsers(tx, namedIn([{ messages }])),
      next: found.length > page.length ? page.at(-1)?.position : next,
      behind: places.flatMap((place) => (isBehind(place) ? formatId('cnv', place.id) : [])),
    };
  },
};

/** Where the caller may see anything at all. */
function* readPlaces({ conversation, user: id }: Search): Steps<readonly PlaceRow[]> {
  const user = userKey(id);
  if (conversation !== undefined) requireMember(yield* readPlace(conversation, id));
  const rows =
    conversation === undefined
      ? yield* all(selectPlaces, { user })
      : yield* all(selectOnePlace, { user, id: conversationKey(conversation) });
  return rows.filter(({ seq, floor }) => seq > floor);
}

function isBehind({ seq, indexed }: PlaceRow): boolean {
  return seq > (indexed ?? 0);
}

interface Found extends Hit {
  readonly position: Position;
}

interface Look {
  readonly found: readonly Found[];
  /** Where the next look begins; undefined when there is nothing left. */
  readonly rest: Position | undefined;
}

interface Looking {
  readonly search: Search;
  readonly places: readonly PlaceRow[];
  /** Messages to match. */
  readonly most: number;
  /** Rows to read of each conversation. */
  readonly each: number;
}

/** The newest of what is said often stand in few rows; more are read when those were not enough. */
function depthOf(
  looks: number,
  { limit }: Search,
  { length }: readonly PlaceRow[],
): Pick<Looking, 'most' | 'each'> {
  const shared = (rows: number) => Math.ceil(rows / Math.max(1, length));
  return looks === 0
    ? { most: limit, each: shared(4 * limit) }
    : { most: messagesPerLook, each: shared(rowsPerLook) };
}

/** Reads the index from a position on, and matches what it offers. */
function* lookFrom(from: Position, { search, places, most, each }: Looking): Steps<Look> {
  const [key = '', ...others] = search.keys;
  const { since } = search;
  const within = {
    places: JSON.stringify(
      places.map(({ id, floor, floor_at: at }) => [id, floor, Math.max(since, startOf(at))]),
    ),
    key,
    ...from,
  };
  const edge = (yield* first(selectEdge, { ...within, most: each }))?.edge ?? -1;
  const offered = yield* all(selectCandidates, {
    ...within,
    edge,
    others: JSON.stringify(others),
    limit: most,
  });
  const pairs = JSON.stringify(offered.map(({ conversation, seq }) => [conversation, seq]));
  const rows =
    offered.length === 0 ? [] : yield* all(selectFound, { user: userKey(search.user), pairs });
  const messages = yield* toMessages(rows);
  const found = rows.flatMap((row, at) => matched({ row, message: messages[at] }, search.wanted));
  const before = edge < 0 ? undefined : { at: edge, conversation: 0, seq: 0 };
  return { found, rest: offered.length < most ? before : offered.at(-1) };
}

interface Offered {
  readonly row: FoundRow;
  readonly message: Message | undefined;
}

function matched({ row, message }: Offered, wanted: Wanted): readonly Found[] {
  if (message === undefined || message.damaged) return [];
  if (row.own !== null && fromBinary(ItemSchema, row.own).hidden) return [];
  const ranges = findIn(message, wanted);
  const { created_at: at, conversation, seq } = row;
  return ranges === undefined ? [] : [{ message, ranges, position: { at, conversation, seq } }];
}

/** Nothing that may be seen was sent before. */
function startOf(floorAt: number | null): number {
  return floorAt === null ? 0 : floorAt - clockSlackMs;
}
