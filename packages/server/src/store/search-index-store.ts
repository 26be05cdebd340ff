// Keeps the search index: messages go in a slice at a time, some moments after they were sent (features/message/indexer.ts);
// one that changes is changed here in the transaction that changes it, so that what was taken back is found no more.
//
// A message up to the conversation's state is in the index as it stands; a later one may be, by its change. Nothing stands
// in the index that no message says.
import { formatId, type ConversationId, type Message } from '@hubbub/protocol';
import { sql } from 'kysely';
import { keysOf } from '../rules/searchable.ts';
import { messageColumns, toMessages, type MessageRow } from './message-row.ts';
import type { SliceStatement } from './slice.ts';
import {
  all,
  first,
  run,
  runEach,
  statement,
  systemStatement,
  type Read,
  type Steps,
  type Write,
} from './statement.ts';
import { conversationKey } from './stream.ts';
import { textsIn } from './user-store.ts';

interface StateRow {
  readonly seq: number;
  readonly deleted: number;
  readonly indexed: number | null;
}

const selectState = statement<{ conversation: number }, StateRow>((db, p) =>
  db
    .selectFrom('conversation as c')
    .leftJoin('search_state as s', (join) =>
      join.onRef('s.app', '=', 'c.app').onRef('s.conversation', '=', 'c.id'),
    )
    .where('c.app', '=', p.app)
    .where('c.id', '=', p.conversation)
    .select(['c.seq', 'c.deleted', 's.seq as indexed']),
);

type After = { conversation: number; after: number; limit: number };

const selectAfter = statement<After, MessageRow>((db, p) =>
  db
    .selectFrom('message')
    .where('app', '=', p.app)
    .where('conversation', '=', p.conversation)
    .where('seq', '>', p.after)
    .select(messageColumns)
    .orderBy('seq')
    .limit(p.limit),
);

interface KeyRow {
  conversation: number;
  key: string;
  at: number;
  seq: number;
}

const insertKey = statement<KeyRow, unknown>((db, p) =>
  db
    .insertInto('search_key')
    .values({ app: p.app, conversation: p.conversation, key: p.key, at: p.at, seq: p.seq })
    .onConflict((conflict) => conflict.doNothing()),
);

const insertKeys = statement<{ conversation: number; rows: string }, unknown>((_db, p, engine) =>
  engine === 'sqlite'
    ? sql`insert into search_key (app, conversation, key, at, seq)
        select ${p.app}, ${p.conversation}, k.value, json_extract(m.value, '$[1]'), json_extract(m.value, '$[0]')
        from json_each(${p.rows}) m cross join json_each(m.value, '$[2]') k where true
        on conflict do nothing`
    : sql`insert into search_key (app, conversation, key, at, seq)
        select ${p.app}::bigint, ${p.conversation}::bigint, k.value, (m.value ->> 1)::bigint, (m.value ->> 0)::bigint
        from json_array_elements(${p.rows}::json) m(value)
          cross join json_array_elements_text(m.value -> 2) k(value)
        on conflict do nothing`,
);

/** The keys of one message. */
type Keyed = readonly [seq: number, at: number, keys: readonly string[]];

function* writeKeys(conversation: number, messages: readonly Keyed[]): Steps<void> {
  yield* run(insertKeys, { conversation, rows: JSON.stringify(messages) });
}

/** As they stand in the table, so that one page after the other is filled. */
function inKeyOrder(conversation: number, messages: readonly Keyed[]): readonly KeyRow[] {
  const byKey = new Map<string, KeyRow[]>();
  for (const [seq, at, keys] of messages)
    for (const key of keys) {
      const row = { conversation, key, at, seq };
      const rows = byKey.get(key);
      if (rows === undefined) byKey.set(key, [row]);
      else rows.push(row);
    }
  return [...byKey.keys()].toSorted().flatMap((key) => byKey.get(key) ?? []);
}

const upsertState = statement<{ conversation: number; seq: number }, unknown>((db, p) =>
  db
    .insertInto('search_state')
    .values({ app: p.app, conversation: p.conversation, seq: p.seq })
    .onConflict((conflict) =>
      conflict.columns(['app', 'conversation']).doUpdateSet({ seq: p.seq }),
    ),
);

type KeysOfOne = { conversation: number; at: number; seq: number; keys: string };

const deleteKeys = statement<KeysOfOne, unknown>((db, p, engine) =>
  db
    .deleteFrom('search_key')
    .where('app', '=', p.app)
    .where('conversation', '=', p.conversation)
    .where('key', 'in', textsIn(p.keys, engine))
    .where('at', '=', p.at)
    .where('seq', '=', p.seq),
);

/** Of a message whose words are not known any more: all the conversation's keys are looked through. */
const deleteKeysOf = statement<Omit<KeysOfOne, 'keys'>, unknown>((db, p) =>
  db
    .deleteFrom('search_key')
    .where('app', '=', p.app)
    .where('conversation', '=', p.conversation)
    .where('at', '=', p.at)
    .where('seq', '=', p.seq),
);

/** For the purge of a conversation (slice.ts): its rows of the index, as many at once as the slice has. */
export const removeKeys: SliceStatement = statement((_db, p) => {
  const rows = sql`select key, at, seq from search_key where app = ${p.app} and conversation = ${p.of}
    limit ${p.limit}`;
  return sql`delete from search_key where app = ${p.app} and conversation = ${p.of}
    and (key, at, seq) in (${rows})`;
});

interface Slice {
  readonly conversation: ConversationId;
  /** Messages. */
  readonly limit: number;
  /** Ends behind the message with which there are so many: the loop stands still meanwhile. */
  readonly mostKeys?: number;
}

/** Takes the next messages of a conversation into the index. @returns whether all are */
export const indexSlice: Write<Slice, { isDone: boolean }> = {
  name: 'indexSlice',
  // Whoever changes a message meanwhile waits, so that its words of before do not come in after they went.
  locks: ({ conversation }) => ({ conversations: [conversation] }),
  *run({ engine }, { conversation: id, limit, mostKeys = Infinity }) {
    const conversation = conversationKey(id);
    const state = yield* first(selectState, { conversation });
    if (state === undefined || state.deleted === 1) return { isDone: true };
    const after = state.indexed ?? 0;
    if (after >= state.seq) return { isDone: true };
    const rows = yield* all(selectAfter, { conversation, after, limit });
    // One that cannot be read has no words; the walk goes on after it.
    const messages = yield* toMessages(rows);
    const keys: Keyed[] = [];
    let seq = state.seq;
    let left = mostKeys;
    for (const [at, row] of rows.entries()) {
      const message = messages[at];
      if (left <= 0) break;
      ({ seq } = row);
      if (message === undefined || message.damaged) continue;
      const keyed = toKeys(row, message);
      keys.push(keyed);
      left -= keyed[2].length;
    }
    if (engine === 'sqlite') yield* runEach(insertKey, inKeyOrder(conversation, keys));
    else yield* writeKeys(conversation, keys);
    yield* run(upsertState, { conversation, seq });
    return { isDone: seq >= state.seq };
  },
};

/** A message says something else, or nothing any more: in the index too, before anybody is told. */
export function* keepKeys(row: MessageRow, before: Message, next: Message): Steps<void> {
  if (next.content === before.content && next.recalled === before.recalled) return;
  const { conversation, seq, created_at: at } = row;
  const [old, now] = [keysOf(before), keysOf(next)];
  if (before.damaged) yield* run(deleteKeysOf, { conversation, at, seq });
  const gone = [...old].filter((key) => !now.has(key));
  const come = [...now].filter((key) => !old.has(key));
  if (gone.length > 0)
    yield* run(deleteKeys, { conversation, at, seq, keys: JSON.stringify(gone) });
  if (come.length > 0) yield* writeKeys(conversation, [[seq, at, come]]);
}

interface HeadRow {
  readonly app: number;
  readonly name: string;
  readonly id: number;
  readonly seq: number;
  readonly indexed: number | null;
}

type Place = { app: number; id: number; limit: number };

const selectHeads = systemStatement<Place, HeadRow>((db, p) =>
  db
    .selectFrom('conversation as c')
    .innerJoin('app as a', 'a.id', 'c.app')
    .leftJoin('search_state as s', (join) =>
      join.onRef('s.app', '=', 'c.app').onRef('s.conversation', '=', 'c.id'),
    )
    .where(sql<boolean>`(c.app, c.id) > (${p.app}, ${p.id})`)
    .where('c.deleted', '=', sql.lit(0))
    .select(['c.app', 'a.name', 'c.id', 'c.seq', 's.seq as indexed'])
    .orderBy('c.app')
    .orderBy('c.id')
    .limit(p.limit),
);

interface Behind {
  readonly app: string;
  readonly conversation: ConversationId;
  /** That are not in the index. */
  readonly messages: number;
}

export interface HeadsPage {
  readonly behind: readonly Behind[];
  readonly next: { readonly app: number; readonly id: number } | undefined;
}

/** Of the next conversations of all apps, those that hold messages which are not in the index. */
export const conversationsBehind: Read<Place, HeadsPage> = {
  name: 'conversationsBehind',
  *run(_tx, place) {
    const rows = yield* all(selectHeads, place);
    const last = rows.length === place.limit ? rows.at(-1) : undefined;
    const behind = rows
      .map(({ name, id, seq, indexed }) => ({
        app: name,
        conversation: formatId('cnv', id),
        messages: seq - (indexed ?? 0),
      }))
      .filter(({ messages }) => messages > 0);
    return {
      behind,
      next: last && { app: last.app, id: last.id },
    };
  },
};

function toKeys({ seq, created_at: at }: MessageRow, message: Message): Keyed {
  return [seq, at, [...keysOf(message)]];
}
