// What the index offers to a search: messages that stand under all of its keys, newest first. Each place is read under the one
// key that is likely to be the rarest, and of the other keys only the rows of those times.
import { sql } from 'kysely';
import { eachOf, mostSpanMs, untilOf } from './search-list.ts';
import { all, first, statement, type Engine, type Steps } from './statement.ts';

/** Where a page begins: everything older than this. */
export interface Position {
  readonly at: number;
  readonly conversation: number;
  readonly seq: number;
}

/** A conversation, as far as the caller may see it and wants to. */
interface Place {
  readonly id: number;
  /** Nothing up to here. */
  readonly floor: number;
  /** Nothing that was sent before. */
  readonly since: number;
}

export interface Wish {
  /** The rarest first. */
  readonly keys: readonly string[];
  readonly places: readonly Place[];
  readonly before: Position;
  /** Rows of the index that are read, about. */
  readonly rows: number;
  /** Messages in them that are looked at, about. */
  readonly most: number;
  readonly limit: number;
}

interface Offer {
  readonly messages: readonly Position[];
  /** Everything before this was not looked at; undefined when there is nothing left. */
  readonly rest: Position | undefined;
}

/** Messages that are looked up under the other keys at once. */
const messagesAtOnce = 200;

type Looked = {
  /** JSON: [conversation, floor, since] each. */
  places: string;
  key: string;
  at: number;
};

function placesIn(json: string, engine: Engine) {
  return engine === 'sqlite'
    ? sql`(select json_extract(value, '$[0]') as c, json_extract(value, '$[1]') as f,
        json_extract(value, '$[2]') as t from json_each(${json}))`
    : sql`(select (value ->> 0)::bigint as c, (value ->> 1)::bigint as f, (value ->> 2)::bigint as t
        from json_array_elements(${json}::json))`;
}

function keysIn(json: string, engine: Engine) {
  return engine === 'sqlite'
    ? sql`json_each(${json}) o`
    : sql`json_array_elements_text(${json}::json) o(value)`;
}

type Edge = Looked & Position & { most: number };

// Of each conversation the time of its row number `most` + 1; the newest of those. Down to there all rows are read. Those that
// begin before the position and end after it do not count: they are few, and to have read them is no way ahead.
const selectEdge = statement<Edge, { edge: number | null }>(
  (_db, p, engine) =>
    sql`select max(x.e) as edge from (select (select k.at from search_key k
      where k.app = ${p.app} and k.conversation = v.c and k.key = ${p.key}
        and k.at >= v.t and k.at <= ${p.at} and k.seq > v.f
        and (k.at < ${p.at} or k.conversation < ${p.conversation}
          or (k.conversation = ${p.conversation} and k.seq < ${p.seq}))
      order by k.at desc, k.seq desc limit 1 offset ${p.most}) as e
      from ${placesIn(p.places, engine)} v) x`,
);

interface Row {
  readonly conversation: number;
  readonly at: number;
  readonly seq: number;
  readonly rest: string;
}

type Rows = Looked & {
  edge: number;
  until: number;
  /** JSON: the other keys. */
  others: string;
};

// Those alone that may hold a message of all keys: each of the others has a row of that time.
const selectRows = statement<Rows, Row>(
  (_db, p, engine) => sql`select k.conversation, k.at, k.seq, k.rest
    from ${placesIn(p.places, engine)} v cross join search_key k
    where k.app = ${p.app} and k.conversation = v.c and k.key = ${p.key}
      and k.at >= case when v.t > ${p.edge} then v.t else ${p.edge} end
      and k.at <= ${p.until} and k.at - k.span <= ${p.at} and k.seq > v.f
      and not exists (select 1 from ${keysIn(p.others, engine)} where not exists (select 1 from search_key q
        where q.app = ${p.app} and q.conversation = k.conversation and q.key = o.value
          and q.at >= k.at - k.span and q.at <= k.at + ${sql.lit(mostSpanMs)} and q.at - q.span <= k.at))
    order by k.at desc`,
);

type Times = {
  /** JSON: [conversation, from, to, until] each. */
  times: string;
  keys: string;
};

// A join would be free to begin with the most frequent key.
const selectRowsAt = statement<Times, Row & { readonly key: string }>((_db, p, engine) => {
  const rows = sql`q.app = ${p.app} and q.conversation = v.c and q.key = o.value
    and q.at >= v.f and q.at <= v.u and q.at - q.span <= v.t`;
  return engine === 'sqlite'
    ? sql`select q.conversation, q.key, q.at, q.seq, q.rest
        from (select json_extract(value, '$[0]') as c, json_extract(value, '$[1]') as f,
          json_extract(value, '$[2]') as t, json_extract(value, '$[3]') as u from json_each(${p.times})) v
        cross join ${keysIn(p.keys, engine)} cross join search_key q where ${rows}`
    : sql`select r.conversation, r.key, r.at, r.seq, r.rest
        from (select (value ->> 0)::bigint as c, (value ->> 1)::bigint as f, (value ->> 2)::bigint as t,
          (value ->> 3)::bigint as u from json_array_elements(${p.times}::json)) v
        cross join ${keysIn(p.keys, engine)}
        cross join lateral (select * from search_key q where ${rows} offset 0) r`;
});

/** The next messages before a position. It may offer what says something else, and never overlooks what does not. */
export function* offered({ keys, places, before, limit, ...wish }: Wish): Steps<Offer> {
  const [key = '', ...others] = keys;
  const looked = {
    places: JSON.stringify(places.map(({ id, floor, since }) => [id, floor, since])),
    key,
    ...before,
  };
  const most = Math.ceil(wish.rows / Math.max(1, places.length));
  const edge = (yield* first(selectEdge, { ...looked, most }))?.edge ?? -1;
  const rows = yield* all(selectRows, {
    ...looked,
    edge,
    until: untilOf(before.at),
    others: JSON.stringify(others),
  });
  const enough = others.length === 0 ? limit : wish.most;
  const read = readRows(rows, { before, edge, enough, places });
  const messages: readonly Position[] =
    others.length === 0
      ? read.entries.slice(0, limit)
      : yield* thoseUnder(others, read.entries, limit);
  const below = read.edge < 0 ? undefined : { at: read.edge, conversation: 0, seq: 0 };
  return { messages, rest: messages.length < limit ? below : messages.at(-1) };
}

interface Entry extends Position {
  readonly row: Row;
}

interface Reading extends Pick<Wish, 'before' | 'places'> {
  /** Down to this time, the rows are all there. */
  readonly edge: number;
  /** Messages. */
  readonly enough: number;
}

/** @returns the messages in them, newest first, and down to which time they are all there */
function readRows(
  rows: readonly Row[],
  { before, edge, enough, places }: Reading,
): { entries: readonly Entry[]; edge: number } {
  const entries: Entry[] = [];
  const byId = new Map(places.map((place) => [place.id, place]));
  let [last, down] = [Infinity, edge];
  for (const row of rows) {
    // What was sent in one moment is read together, and at least one moment, so that every look comes ahead.
    if (entries.length >= enough && row.at < last && last < before.at) {
      down = row.at + 1;
      break;
    }
    last = row.at;
    const { conversation } = row;
    const { floor = 0, since = 0 } = byId.get(conversation) ?? {};
    eachOf(row, (seq, at) => {
      const entry = { at, conversation, seq, row };
      if (seq > floor && at >= since && newestFirst(before, entry) < 0) entries.push(entry);
    });
  }
  const all = entries.filter(({ at }) => at >= down).toSorted(newestFirst);
  // One that changed may stand in a row of its own, too.
  const once = all.filter((entry, i) => i === 0 || newestFirst(all[i - 1] as Entry, entry) !== 0);
  return { entries: once, edge: down };
}

function newestFirst(a: Position, b: Position): number {
  return b.at - a.at || b.conversation - a.conversation || b.seq - a.seq;
}

/** The first of them that stand under all these keys. */
function* thoseUnder(
  keys: readonly string[],
  entries: readonly Entry[],
  limit: number,
): Steps<readonly Position[]> {
  const found: Entry[] = [];
  for (let from = 0; from < entries.length && found.length < limit; from += messagesAtOnce) {
    const some = entries.slice(from, from + messagesAtOnce);
    const seqs = yield* seqsUnder(keys, some);
    const isUnder = ({ conversation, seq }: Entry) =>
      keys.every((key) => seqs.get(`${conversation} ${key}`)?.has(seq) === true);
    found.push(...some.filter(isUnder));
  }
  return found.slice(0, limit);
}

/** What stands under each of these keys when these were sent: seqs by conversation and key. */
function* seqsUnder(
  keys: readonly string[],
  entries: readonly Entry[],
): Steps<ReadonlyMap<string, ReadonlySet<number>>> {
  const times = new Map<Row, [conversation: number, from: number, to: number, until: number]>();
  for (const { row, conversation, at } of entries) {
    const time = times.get(row);
    if (time) time[1] = at;
    else times.set(row, [conversation, at, at, untilOf(at)]);
  }
  const rows = yield* all(selectRowsAt, {
    times: JSON.stringify([...times.values()]),
    keys: JSON.stringify(keys),
  });
  const seqs = new Map<string, Set<number>>();
  for (const row of rows) {
    const name = `${row.conversation} ${row.key}`;
    const known = seqs.get(name);
    const all = known ?? new Set();
    if (known === undefined) seqs.set(name, all);
    eachOf(row, (seq) => all.add(seq));
  }
  return seqs;
}
