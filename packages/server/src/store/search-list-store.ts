// The rows of the search index as they are written and changed. A message that changes is changed here in the transaction that
// changes it, so that what was taken back is found no more.
import type { Message } from '@hubbub/protocol';
import { sql } from 'kysely';
import { keysOf } from '../rules/searchable.ts';
import type { MessageRow } from './message-row.ts';
import { listsOf, untilOf, without, type List } from './search-list.ts';
import type { SliceStatement } from './slice.ts';
import { all, run, runEach, statement, type Engine, type Steps } from './statement.ts';
import { textsIn } from './user-store.ts';

/** What stands under a key. */
export interface KeyList extends List {
  readonly key: string;
}

// A message that changed before it was indexed has rows of its own already, and a list that begins with it holds it too.
const orLonger = sql`on conflict (app, conversation, key, at, seq)
  do update set span = excluded.span, rest = excluded.rest
  where length(excluded.rest) > length(search_key.rest)`;

const insertList = statement<KeyList & { conversation: number }, unknown>(
  (_db, p) =>
    sql`insert into search_key (app, conversation, key, at, seq, span, rest)
      values (${p.app}, ${p.conversation}, ${p.key}, ${p.at}, ${p.seq}, ${p.span}, ${p.rest}) ${orLonger}`,
);

const insertLists = statement<{ conversation: number; lists: string }, unknown>((_db, p, engine) =>
  engine === 'sqlite'
    ? sql`insert into search_key (app, conversation, key, at, seq, span, rest)
        select ${p.app}, ${p.conversation}, json_extract(r.value, '$[0]'), json_extract(r.value, '$[1]'),
          json_extract(r.value, '$[2]'), json_extract(r.value, '$[3]'), json_extract(r.value, '$[4]')
        from json_each(${p.lists}) r where true ${orLonger}`
    : sql`insert into search_key (app, conversation, key, at, seq, span, rest)
        select ${p.app}::bigint, ${p.conversation}::bigint, r.value ->> 0, (r.value ->> 1)::bigint,
          (r.value ->> 2)::bigint, (r.value ->> 3)::bigint, r.value ->> 4
        from json_array_elements(${p.lists}::json) r(value) ${orLonger}`,
);

/** Brings lists into the index, many at once. */
export function* insertAll(
  engine: Engine,
  conversation: number,
  lists: readonly KeyList[],
): Steps<void> {
  if (engine === 'postgres') yield* insertTogether(conversation, lists);
  else
    yield* runEach(
      insertList,
      lists.map((list) => ({ ...list, conversation })),
    );
}

/** With one statement. */
function* insertTogether(conversation: number, lists: readonly KeyList[]): Steps<void> {
  const values = lists.map(({ key, at, seq, span, rest }) => [key, at, seq, span, rest]);
  yield* run(insertLists, { conversation, lists: JSON.stringify(values) });
}

type Place = { conversation: number; at: number; until: number; seq: number };

/** The rows that may hold a message. */
function around(p: Place & { app: number }) {
  return sql`app = ${p.app} and conversation = ${p.conversation} and at >= ${p.at}
    and at <= ${p.until} and at - span <= ${p.at} and seq >= ${p.seq}`;
}

const selectUnder = statement<Place & { keys: string }, KeyList>(
  (_db, p, engine) =>
    sql`select key, at, seq, span, rest from search_key
      where ${around(p)} and key in ${textsIn(p.keys, engine)}`,
);

/** Of a message whose words are not known any more: all the conversation's keys are looked through. */
const selectAround = statement<Place, KeyList>(
  (_db, p) => sql`select key, at, seq, span, rest from search_key where ${around(p)}`,
);

const deleteLists = statement<{ conversation: number; lists: string }, unknown>(
  (_db, p, engine) => {
    const lists =
      engine === 'sqlite'
        ? sql`select json_extract(r.value, '$[0]'), json_extract(r.value, '$[1]'), json_extract(r.value, '$[2]')
          from json_each(${p.lists}) r`
        : sql`select r.value ->> 0, (r.value ->> 1)::bigint, (r.value ->> 2)::bigint
          from json_array_elements(${p.lists}::json) r(value)`;
    return sql`delete from search_key where app = ${p.app} and conversation = ${p.conversation}
    and (key, at, seq) in (${lists})`;
  },
);

/** For the purge of a conversation (slice.ts): its rows of the index, as many at once as the slice has. */
export const removeKeys: SliceStatement = statement((_db, p) => {
  const rows = sql`select key, at, seq from search_key where app = ${p.app} and conversation = ${p.of}
    limit ${p.limit}`;
  return sql`delete from search_key where app = ${p.app} and conversation = ${p.of}
    and (key, at, seq) in (${rows})`;
});

/** A message says something else, or nothing any more: in the index too, before anybody is told. */
export function* keepKeys(row: MessageRow, before: Message, next: Message): Steps<void> {
  if (next.content === before.content && next.recalled === before.recalled) return;
  const { conversation, created_at: at, seq } = row;
  const place = { conversation, at, until: untilOf(at), seq };
  const [old, now] = [keysOf(before), keysOf(next)];
  const gone = [...old].filter((key) => !now.has(key));
  const come = [...now].filter((key) => !old.has(key));
  const alone = listsOf([seq], () => at);
  const left: KeyList[] = come.flatMap((key) => alone.map((list) => ({ ...list, key })));
  if (before.damaged || gone.length > 0) {
    const found = before.damaged
      ? yield* all(selectAround, place)
      : yield* all(selectUnder, { ...place, keys: JSON.stringify(gone) });
    left.push(...(yield* takeOut(found, place)));
  }
  if (left.length > 0) yield* insertTogether(conversation, left);
}

/** Deletes the rows that hold a message. @returns what is left of them */
function* takeOut(
  found: readonly KeyList[],
  { conversation, seq }: Place,
): Steps<readonly KeyList[]> {
  const holding: (readonly [key: string, at: number, seq: number])[] = [];
  const left: KeyList[] = [];
  for (const list of found) {
    const lists = without(list, seq);
    if (lists === undefined) continue;
    holding.push([list.key, list.at, list.seq]);
    left.push(...lists.map((one) => ({ ...one, key: list.key })));
  }
  if (holding.length > 0) yield* run(deleteLists, { conversation, lists: JSON.stringify(holding) });
  return left;
}
