// Keeps the search index: messages go in a slice at a time, some moments after they were sent (features/message/indexer.ts);
// one that changes is changed here in the transaction that changes it, so that what was taken back is found no more.
//
// A message up to the conversation's state is in the index as it stands; a later one may be, by its change. Nothing stands
// in the index that no message says.
import { formatId, type ConversationId, type Message } from '@hubbub/protocol';
import { sql } from 'kysely';
import { GatheredKeys } from '../rules/gathered-keys.ts';
import { eachKeyOf, keysOf, senderKey } from '../rules/searchable.ts';
import { contentIn, type MessageRow } from './message-row.ts';
import { DamagedRow } from './message-sum.ts';
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

/** What a message's keys are made of. */
const saidColumns = [
  'conversation',
  'seq',
  'sender',
  'client_msg_id',
  'content',
  'created_at',
  'recalled',
] as const;

type SaidRow = Pick<MessageRow, (typeof saidColumns)[number]>;

const selectAfter = statement<After, SaidRow>((db, p) =>
  db
    .selectFrom('message')
    .where('app', '=', p.app)
    .where('conversation', '=', p.conversation)
    .where('seq', '>', p.after)
    .select(saidColumns)
    .orderBy('seq')
    .limit(p.limit),
);

type Between = { conversation: number; from: number; to: number; version: number };

const selectChanged = statement<Between, SaidRow>((db, p) =>
  db
    .selectFrom('message')
    .where('app', '=', p.app)
    .where('conversation', '=', p.conversation)
    .where('version_changed', '=', sql.lit(1))
    .where('version', '>=', p.version)
    .where('seq', '>=', p.from)
    .where('seq', '<=', p.to)
    .select(saidColumns)
    .orderBy('seq'),
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
        select ${p.app}, ${p.conversation}, json_extract(r.value, '$[0]'), json_extract(r.value, '$[1]'),
          json_extract(r.value, '$[2]')
        from json_each(${p.rows}) r where true
        on conflict do nothing`
    : sql`insert into search_key (app, conversation, key, at, seq)
        select ${p.app}::bigint, ${p.conversation}::bigint, r.value ->> 0, (r.value ->> 1)::bigint, (r.value ->> 2)::bigint
        from json_array_elements(${p.rows}::json) r(value)
        on conflict do nothing`,
);

function* writeKeys(conversation: number, rows: readonly KeyRow[]): Steps<void> {
  const values = rows.map(({ key, at, seq }) => [key, at, seq]);
  yield* run(insertKeys, { conversation, rows: JSON.stringify(values) });
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

/** Keys of messages that follow on each other, gathered when they were sent. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  /** Of the first one, when it was told of. What changed since has a higher one, and it itself may have changed before. */
  readonly version: number;
  readonly keys: GatheredKeys;
}

interface Slice {
  readonly conversation: ConversationId;
  /** Messages that are read. */
  readonly limit: number;
  /** Ends behind the message with which there are so many: the loop stands still meanwhile. */
  readonly mostKeys?: number;
  /** In order; the first that goes on where the index ends is taken, and nothing is read but what changed of it. */
  readonly held?: readonly Stretch[];
}

interface Indexed {
  readonly isDone: boolean;
  /** Up to which seq. */
  readonly seq: number;
}

/** Takes the next messages of a conversation into the index. @returns whether all are */
export const indexSlice: Write<Slice, Indexed> = {
  name: 'indexSlice',
  // Whoever changes a message meanwhile waits, so that its words of before do not come in after they went.
  locks: ({ conversation }) => ({ conversations: [conversation] }),
  *run({ engine }, { conversation: id, limit, mostKeys = Infinity, held = [] }) {
    const conversation = conversationKey(id);
    const state = yield* first(selectState, { conversation });
    if (state === undefined || state.deleted === 1) return { isDone: true, seq: Infinity };
    const after = state.indexed ?? 0;
    if (after >= state.seq) return { isDone: true, seq: after };
    const stretch = held.find(({ from, to }) => from <= after + 1 && to > after && to <= state.seq);
    const next = stretch
      ? yield* heldRows(conversation, stretch)
      : yield* saidRows({ conversation, after, limit }, mostKeys);
    if (engine === 'sqlite') yield* runEach(insertKey, next.rows);
    else yield* writeKeys(conversation, next.rows);
    const seq = next.seq ?? state.seq;
    yield* run(upsertState, { conversation, seq });
    return { isDone: seq >= state.seq, seq };
  },
};

interface NextRows {
  readonly rows: readonly KeyRow[];
  /** Of the last message that is in them; none when there is no further one. */
  readonly seq: number | undefined;
}

function* saidRows(place: After, mostKeys: number): Steps<NextRows> {
  const keys = new GatheredKeys();
  const seq = yield* gatherFrom(keys, yield* all(selectAfter, place), mostKeys);
  return { rows: rowsOf(place.conversation, keys), seq };
}

/** What was said is what stands in the table, but for what changed. */
function* heldRows(conversation: number, stretch: Stretch): Steps<NextRows> {
  const { from, to, version, keys } = stretch;
  const changed = yield* all(selectChanged, { conversation, from, to, version });
  const rows = rowsOf(conversation, keys, new Set(changed.map(({ seq }) => seq)));
  if (changed.length === 0) return { rows, seq: to };
  const now = new GatheredKeys();
  yield* gatherFrom(now, changed);
  return { rows: [...rows, ...rowsOf(conversation, now)], seq: to };
}

/** @returns the last one's seq */
function* gatherFrom(
  keys: GatheredKeys,
  rows: readonly SaidRow[],
  mostKeys = Infinity,
): Steps<number | undefined> {
  const senders = new Map<number, string>();
  let last: number | undefined;
  for (const row of rows) {
    if (keys.rows >= mostKeys) break;
    last = row.seq;
    const said = contentIn(row);
    // One that cannot be read has no words; the walk goes on after it.
    if (said === undefined) yield { damage: new DamagedRow(row) };
    else if (row.recalled === 0) {
      keys.begin(row.seq, row.created_at);
      eachKeyOf(said, keyOfSender(senders, row), (key) => keys.add(key));
    }
  }
  return last;
}

/** @param except messages that are left out */
function rowsOf(
  conversation: number,
  keys: GatheredKeys,
  except?: ReadonlySet<number>,
): readonly KeyRow[] {
  const rows: KeyRow[] = [];
  keys.each((key, at, seq) => {
    if (except?.has(seq) !== true) rows.push({ conversation, key, at, seq });
  });
  return rows;
}

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
  if (come.length > 0)
    yield* writeKeys(
      conversation,
      come.map((key) => ({ conversation, key, at, seq })),
    );
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

/** Few people say all that is said in a conversation: each one's key is made once. */
function keyOfSender(known: Map<number, string>, { sender }: SaidRow): string {
  let key = known.get(sender);
  if (key === undefined) known.set(sender, (key = senderKey(formatId('usr', sender))));
  return key;
}
