// Keeps the search index: messages go in a slice at a time, some moments after they were sent (features/message/indexer.ts);
// those that change are changed in it at once (search-list-store.ts).
//
// A message up to the conversation's state is in the index as it stands; a later one may be, by its change. Nothing stands
// in the index that no message says.
import { formatId, type ConversationId } from '@hubbub/protocol';
import { sql } from 'kysely';
import { GatheredKeys } from '../rules/gathered-keys.ts';
import { eachKeyOf, senderKey } from '../rules/searchable.ts';
import { headsAfter, pageOf, type BehindPage, type HeadRow, type Page } from './behind.ts';
import { contentIn, type MessageRow } from './message-row.ts';
import { DamagedRow } from './message-sum.ts';
import { insertAll, type KeyList } from './search-list-store.ts';
import { listsOf } from './search-list.ts';
import {
  all,
  first,
  run,
  statement,
  systemStatement,
  type Read,
  type Steps,
  type Write,
} from './statement.ts';
import { conversationKey } from './stream.ts';

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

const upsertState = statement<{ conversation: number; seq: number }, unknown>((db, p) =>
  db
    .insertInto('search_state')
    .values({ app: p.app, conversation: p.conversation, seq: p.seq })
    .onConflict((conflict) =>
      conflict.columns(['app', 'conversation']).doUpdateSet({ seq: p.seq }),
    ),
);

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
      ? yield* heldLists(conversation, stretch)
      : yield* saidLists({ conversation, after, limit }, mostKeys);
    yield* insertAll(engine, conversation, next.lists);
    const seq = next.seq ?? state.seq;
    yield* run(upsertState, { conversation, seq });
    return { isDone: seq >= state.seq, seq };
  },
};

interface NextLists {
  readonly lists: readonly KeyList[];
  /** Of the last message that is in them; none when there is no further one. */
  readonly seq: number | undefined;
}

function* saidLists(place: After, mostKeys: number): Steps<NextLists> {
  const keys = new GatheredKeys();
  const seq = yield* gatherFrom(keys, yield* all(selectAfter, place), mostKeys);
  return { lists: listsIn(keys), seq };
}

/** What was said is what stands in the table, but for what changed. */
function* heldLists(conversation: number, stretch: Stretch): Steps<NextLists> {
  const { from, to, version, keys } = stretch;
  const changed = yield* all(selectChanged, { conversation, from, to, version });
  if (changed.length === 0) return { lists: listsIn(keys), seq: to };
  const now = new GatheredKeys();
  yield* gatherFrom(now, changed);
  const except = new Set(changed.map(({ seq }) => seq));
  return { lists: [...listsIn(keys, except), ...listsIn(now)], seq: to };
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
    if (keys.entries >= mostKeys) break;
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
function listsIn(keys: GatheredKeys, except?: ReadonlySet<number>): readonly KeyList[] {
  const lists: KeyList[] = [];
  const sentAt = (seq: number) => keys.sentAt(seq);
  keys.each((key, seqs) => {
    const left = except ? seqs.filter((seq) => !except.has(seq)) : seqs;
    for (const { at, seq, span, rest } of listsOf(left, sentAt))
      lists.push({ key, at, seq, span, rest });
  });
  return lists;
}

const selectHeads = systemStatement<Page, HeadRow>((db, p) =>
  headsAfter(db, p)
    .leftJoin('search_state as s', (join) =>
      join.onRef('s.app', '=', 'c.app').onRef('s.conversation', '=', 'c.id'),
    )
    .select((e) => sql<number>`${e.ref('c.seq')} - coalesce(${e.ref('s.seq')}, 0)`.as('changes')),
);

/** Of the next conversations of all apps, those that hold messages which are not in the index. */
export const conversationsBehind: Read<Page, BehindPage> = {
  name: 'conversationsBehind',
  *run(_tx, page) {
    return pageOf(yield* all(selectHeads, page), page);
  },
};

/** Few people say all that is said in a conversation: each one's key is made once. */
function keyOfSender(known: Map<number, string>, { sender }: SaidRow): string {
  let key = known.get(sender);
  if (key === undefined) known.set(sender, (key = senderKey(formatId('usr', sender))));
  return key;
}
