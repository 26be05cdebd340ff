// Finding messages by the index. What it offers (search-offer-store.ts) of the conversations that the caller may see is looked
// up and matched by its text. Nothing counts that the caller may not see (docs/sync.md 20), not even to tell how far a page
// reaches.
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
import { offered, type Position, type Wish } from './search-offer-store.ts';
import type { Database } from './schema.ts';
import { all, statement, type Engine, type Read, type Steps } from './statement.ts';
import { conversationKey, userKey } from './stream.ts';

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

/** Rows of the index that one look reads at most, in all conversations together, and messages in them. */
const mostPerLook = 20_000;
/** The newest of what is said often stand in few rows; so many times more are read when those were not enough. */
const growth = 16;
/**
 * The first look matches as many messages as the page holds, and the next ones more, because what the index offers has turned
 * out to be something else.
 */
const messagesPerLook = 100;
const mostLooks = 6;
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
    const visible = yield* readPlaces(search);
    const places = visible.map(({ id, floor, floor_at: at }) => ({
      id,
      floor,
      since: Math.max(search.since, startOf(at)),
    }));
    const found: Found[] = [];
    let next: Position | undefined = search.before;
    let rows = 4 * search.limit;
    for (let looks = 0; next !== undefined && looks < mostLooks; looks += 1) {
      const limit = looks === 0 ? search.limit : messagesPerLook;
      const most = Math.min(mostPerLook, rows * growth);
      const look: Look = yield* lookFrom(next, { search, places, limit, rows, most });
      found.push(...look.found);
      next = look.rest;
      rows = most;
      if (found.length >= search.limit) break;
    }
    const page = found.slice(0, search.limit);
    const messages = page.map(({ message }) => message);
    return {
      hits: page.map(({ message, ranges }) => ({ message, ranges })),
      users: yield* readUsers(tx, namedIn([{ messages }])),
      next: found.length > page.length ? page.at(-1)?.position : next,
      behind: visible.flatMap((place) => (isBehind(place) ? formatId('cnv', place.id) : [])),
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

interface Looking extends Pick<Wish, 'places' | 'rows' | 'most'> {
  readonly search: Search;
  /** Messages to match. */
  readonly limit: number;
}

/** Reads the index from a position on, and matches what it offers. */
function* lookFrom(before: Position, { search, ...looking }: Looking): Steps<Look> {
  const { keys, wanted, user: id } = search;
  const { messages: there, rest } = yield* offered({ keys, before, ...looking });
  if (there.length === 0) return { found: [], rest };
  const pairs = JSON.stringify(there.map(({ conversation, seq }) => [conversation, seq]));
  const rows = yield* all(selectFound, { user: userKey(id), pairs });
  const messages = yield* toMessages(rows);
  const found = rows.flatMap((row, at) => matched({ row, message: messages[at] }, wanted));
  return { found, rest };
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
