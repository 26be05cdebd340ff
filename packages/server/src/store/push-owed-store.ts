// What devices are to be told over push services. `owePush` follows the messages of a conversation, and the items of a SELF,
// some moments after they were written, so that writing them pays nothing for it; what is owed is one row for each device
// and stream, however much was said (told by push-due-store.ts).
import {
  Conversation_Kind as Kind,
  formatId,
  Item_Kind,
  mayNotify,
  type ConversationId,
  type Message,
} from '@hubbub/protocol';
import { sql } from 'kysely';
import { headsAfter, pageOf, type BehindPage, type HeadRow, type Page } from './behind.ts';
import { itemColumns, toItem, type ItemRow } from './item-store.ts';
import { messageColumns, toMessages, type MessageRow } from './message-row.ts';
import { livePush, setPushState } from './push-store.ts';
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

/** Older news are not told to anybody who was not told when they were new. */
export const freshMs = 10 * 60_000;
/** What is read meanwhile, here or on another device, is not told. */
export const graceMs = 1_000;
/** Who was busy with more than this is told of the newest. */
const mostLooked = 200;

interface StateRow {
  readonly seq: number;
  readonly version: number;
  readonly kind: number;
  readonly parent: number;
  readonly deleted: number;
  readonly place: number | null;
}

const selectState = statement<{ stream: number }, StateRow>((db, p) =>
  db
    .selectFrom('conversation as c')
    .leftJoin('push_state as s', (join) =>
      join.onRef('s.app', '=', 'c.app').onRef('s.stream', '=', 'c.id'),
    )
    .where('c.app', '=', p.app)
    .where('c.id', '=', p.stream)
    .select(['c.kind', 'c.parent', 'c.deleted', 'c.seq', 'c.version', 's.place']),
);

type After = { stream: number; after: number; since: number };

const selectMessages = statement<After, MessageRow>((db, p) =>
  db
    .selectFrom('message')
    .where('app', '=', p.app)
    .where('conversation', '=', p.stream)
    .where('seq', '>', p.after)
    .where('created_at', '>', p.since)
    .select(messageColumns),
);

type ItemsAfter = { user: number; after: number };

const selectItems = statement<ItemsAfter, ItemRow>((db, p) =>
  db
    .selectFrom('item')
    .where('app', '=', p.app)
    .where('user', '=', p.user)
    .where('version', '>', p.after)
    .select(itemColumns),
);

interface Listener {
  readonly device: number;
  readonly user: number;
  readonly join_seq: number;
  readonly configured: Uint8Array | null;
}

type Listening = { stream: number; settings: number; kind: number; now: number };

// From the members to the few subscriptions.
const selectListeners = statement<Listening, Listener>((db, p) =>
  livePush(db, p.now)
    .innerJoin('member as m', (join) =>
      join.onRef('m.app', '=', 's.app').onRef('m.user', '=', 's.user'),
    )
    .leftJoin('item as i', (join) =>
      join
        .onRef('i.app', '=', 'm.app')
        .onRef('i.user', '=', 'm.user')
        .on('i.kind', '=', p.kind)
        .on('i.target', '=', p.settings)
        .on('i.key', '=', ''),
    )
    .where('m.app', '=', p.app)
    .where('m.conversation', '=', p.stream)
    .where('m.left_version', '=', 0)
    .select(['s.device', 's.user', 'm.join_seq', 'i.value as configured']),
);

const selectOwn = statement<{ user: number; now: number }, { device: number }>((db, p) =>
  livePush(db, p.now).where('s.app', '=', p.app).where('s.user', '=', p.user).select('s.device'),
);

type Owing = { rows: string; stream: number; after: number; place: number; dueAt: number };

/** What is owed already is owed up to the new place, when it was due. */
const insertOwed = statement<Owing, unknown>((_db, p, engine) =>
  engine === 'sqlite'
    ? sql`insert into push_owed (app, device, stream, "user", after, place, due_at, attempts, lease_until, lease_token)
        select ${p.app}, json_extract(value, '$[0]'), ${p.stream}, json_extract(value, '$[1]'), ${p.after}, ${p.place}, ${p.dueAt}, 0, 0, ''
        from json_each(${p.rows}) where true
        on conflict (app, device, stream) do update set place = excluded.place`
    : sql`insert into push_owed (app, device, stream, "user", after, place, due_at, attempts, lease_until, lease_token)
        select ${p.app}::bigint, (value ->> 0)::bigint, ${p.stream}::bigint, (value ->> 1)::bigint, ${p.after}::bigint, ${p.place}::bigint, ${p.dueAt}::bigint, 0, 0, ''
        from json_array_elements(${p.rows}::json)
        on conflict (app, device, stream) do update set place = excluded.place`,
);

/** Whether anybody in there may have to be told, so that the others cost no write. */
export const hasListeners: Read<{ conversation: ConversationId }, boolean> = {
  name: 'push.hasListeners',
  *run({ now }, { conversation }) {
    const stream = conversationKey(conversation);
    const state = yield* first(selectState, { stream });
    if (state === undefined) return false;
    return (yield* listenersOf(stream, state, now)).length > 0;
  },
};

function* listenersOf(stream: number, state: StateRow, now: number): Steps<readonly Listener[]> {
  if (state.deleted === 1) return [];
  if (state.kind === Kind.SELF) {
    const own = yield* all(selectOwn, { user: stream, now });
    return own.map(({ device }) => ({ device, user: stream, join_seq: 0, configured: null }));
  }
  // A whisper is drawn in its room, and heard as that is.
  const settings = state.kind === Kind.WHISPER ? state.parent : stream;
  return yield* all(selectListeners, { stream, settings, kind: Item_Kind.CONFIGURATION, now });
}

type Heads = { app: number; id: number; limit: number; since: number };

// What owes nothing is not behind, however old its state: what was said long ago is told to nobody, and a SELF to its user alone.
const selectHeads = systemStatement<Heads, HeadRow>((db, p) =>
  headsAfter(db, p)
    .leftJoin('push_state as s', (join) =>
      join.onRef('s.app', '=', 'c.app').onRef('s.stream', '=', 'c.id'),
    )
    .select((e) => {
      const isSelf = e('c.kind', '=', sql.lit(Kind.SELF));
      const isTold = e
        .selectFrom('push_subscription as o')
        .whereRef('o.app', '=', 'c.app')
        .whereRef('o.user', '=', 'c.id')
        .select('o.device');
      const isFresh = e
        .selectFrom('message as m')
        .whereRef('m.app', '=', 'c.app')
        .whereRef('m.conversation', '=', 'c.id')
        .whereRef('m.seq', '=', 'c.seq')
        .where('m.created_at', '>', p.since)
        .select('m.seq');
      const isOwed = e.or([
        e.and([isSelf, e('c.version', '>', e.ref('s.place')), e.exists(isTold)]),
        e.and([
          e.not(isSelf),
          e('c.seq', '>', e.fn.coalesce('s.place', sql.lit(0))),
          e.exists(isFresh),
        ]),
      ]);
      return e.case().when(isOwed).then(sql.lit(1)).else(sql.lit(0)).end().as('changes');
    }),
);

/** Of the next streams of all apps, those with something that nobody has settled and somebody may have to be told. */
export const streamsBehind: Read<Page, BehindPage> = {
  name: 'push.behind',
  *run({ now }, page) {
    return pageOf(yield* all(selectHeads, { ...page, since: now - freshMs }), page);
  },
};

/** Settles who is to be told of what is new in this stream. @returns whether anybody is */
export const owePush: Write<{ conversation: ConversationId }, boolean> = {
  name: 'push.owe',
  // Of several nodes one settles it.
  locks: ({ conversation }) => ({ conversations: [conversation] }),
  *run({ now }, { conversation }) {
    const stream = conversationKey(conversation);
    const state = yield* first(selectState, { stream });
    if (state === undefined) return false;
    const listeners = yield* listenersOf(stream, state, now);
    if (listeners.length === 0) return false;
    const isSelf = state.kind === Kind.SELF;
    const place = isSelf ? state.version : state.seq;
    const settled = state.place ?? 0;
    if (place <= settled) return false;
    yield* run(setPushState, { stream, place });
    const after = Math.max(settled, place - mostLooked);
    const told = isSelf
      ? (yield* hasTellable(stream, after))
        ? listeners
        : []
      : yield* concerned(listeners, { stream, after }, now);
    if (told.length === 0) return false;
    const rows = JSON.stringify(told.map(({ device, user }) => [device, user]));
    yield* run(insertOwed, { rows, stream, after, place, dueAt: now + graceMs });
    return true;
  },
};

/** Those who want to know of one of the new messages. */
function* concerned(
  listeners: readonly Listener[],
  of: { readonly stream: number; readonly after: number },
  now: number,
): Steps<readonly Listener[]> {
  const rows = yield* all(selectMessages, { ...of, since: now - freshMs });
  const messages = (yield* toMessages(rows)).filter(({ damaged }) => !damaged);
  return listeners.filter((one) => messages.some((message) => concerns(one, message, now)));
}

function concerns(
  { user, join_seq, configured }: Listener,
  message: Message,
  now: number,
): boolean {
  if ((message.seq ?? 0) < join_seq) return false;
  const configuration = configuredBy(configured);
  return mayNotify({ configured: configuration, user: formatId('usr', user), now }, message);
}

/** Requests of contacts, and what was said of moments; whether they still stand is looked up when they are sent. */
function* hasTellable(user: number, after: number): Steps<boolean> {
  const items = yield* all(selectItems, { user, after });
  return items.some(({ kind, removed }) => removed === 0 && tellable.has(kind));
}

const tellable: ReadonlySet<number> = new Set([Item_Kind.CONTACT, Item_Kind.MOMENT_NOTICE]);

export function configuredBy(value: Uint8Array | null) {
  if (value === null) return undefined;
  const empty = { kind: Item_Kind.CONFIGURATION, target: 0, key: '', version: 0, removed: 0 };
  return toItem({ ...empty, read_seq: 0, delivered_seq: 0, marked_unread: 0, value }).configuration;
}
