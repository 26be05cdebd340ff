// Items: the rows of SELF, which only their user sees. Each write of one is a change of the user's SELF stream.
import { fromBinary, toBinary, create, type MessageInitShape } from '@bufbuild/protobuf';
import {
  Conversation_Kind,
  formatId,
  Item_Kind,
  ItemSchema,
  OperationError,
  selfOf,
  type Item,
  type UserId,
} from '@hubbub/protocol';
import type { Selectable } from 'kysely';
import { bump, lockHead } from './conversation-store.ts';
import type { Head } from './head.ts';
import type { Database } from './schema.ts';
import { all, run, statement, type Steps } from './statement.ts';
import { changeOf, userKey, type StreamChange } from './stream.ts';
import { textsIn } from './user-store.ts';

export type ItemRow = Pick<
  Selectable<Database['item']>,
  | 'kind'
  | 'target'
  | 'key'
  | 'version'
  | 'removed'
  | 'read_seq'
  | 'delivered_seq'
  | 'marked_unread'
  | 'value'
>;

export const itemColumns = [
  'kind',
  'target',
  'key',
  'version',
  'removed',
  'read_seq',
  'delivered_seq',
  'marked_unread',
  'value',
] as const;

const upsertItem = statement<ItemRow & { user: number }, unknown>((db, p) => {
  const state = {
    version: p.version,
    removed: p.removed,
    read_seq: p.read_seq,
    delivered_seq: p.delivered_seq,
    marked_unread: p.marked_unread,
    value: p.value,
  };
  return db
    .insertInto('item')
    .values({
      app: p.app,
      user: p.user,
      kind: p.kind,
      target: p.target,
      key: p.key,
      ...state,
    })
    .onConflict((conflict) =>
      conflict.columns(['app', 'user', 'kind', 'target', 'key']).doUpdateSet(state),
    );
});

type ItemsOf = { user: number; kind: number; target: number; keys: string };

const selectItems = statement<ItemsOf, ItemRow>((db, p, engine) =>
  db
    .selectFrom('item')
    .where('app', '=', p.app)
    .where('user', '=', p.user)
    .where('kind', '=', p.kind)
    .where('target', '=', p.target)
    .where('key', 'in', textsIn(p.keys, engine))
    .select(itemColumns),
);

/** The head after the Change that holds the new membership. */
export type Joining = Pick<Head, 'id' | 'kind' | 'version'>;

/** Tells a user, on its SELF, that it became a member: that is how its devices learn of the conversation. */
export function* writeJoined(user: UserId, { id, kind, version }: Joining): Steps<StreamChange> {
  const change = yield* writeItem(user, { kind: Item_Kind.JOINED, target: id });
  return { ...change, joined: [{ conversation: formatId('cnv', id), kind, version }] };
}

interface NewItem extends Partial<
  Pick<ItemRow, 'key' | 'read_seq' | 'delivered_seq' | 'marked_unread'>
> {
  readonly kind: Item_Kind;
  readonly target: number;
  /** What kinds of their own hold; on the wire they are fields of the item. */
  readonly value?: ItemValue;
  readonly removed?: boolean;
}

type ItemValue = Pick<
  MessageInitShape<typeof ItemSchema>,
  | 'contact'
  | 'settings'
  | 'moment'
  | 'seenNotices'
  | 'seenMoments'
  | 'reactions'
  | 'hidden'
  | 'votes'
  | 'cleared'
  | 'configuration'
  | 'draft'
  | 'request'
  | 'waiting'
>;

/** Writes an item at the next version of the user's SELF, which is locked by it. */
export function* writeItem(user: UserId, item: NewItem): Steps<StreamChange> {
  return yield* writeItems(user, [item]);
}

/** Several at one version. */
export function* writeItems(user: UserId, items: readonly NewItem[]): Steps<StreamChange> {
  const { version } = yield* bump(yield* lockHead(selfOf(user)));
  const rows = items.map((item) => rowOf(item, version));
  for (const row of rows) yield* run(upsertItem, { ...row, user: userKey(user) });
  return selfChange(userKey(user), rows);
}

/** @param rows all at one version */
export function selfChange(key: number, rows: readonly ItemRow[]): StreamChange {
  const user = formatId('usr', key);
  const conversation = selfOf(user);
  const version = rows[0]?.version ?? 0;
  const step = { conversation, base: version - 1, version };
  return {
    conversation,
    kind: Conversation_Kind.SELF,
    change: changeOf(step, { items: rows.map(toItem) }),
    audience: [user],
    joined: [],
    left: [],
  };
}

export function rowOf({ value, removed = false, ...item }: NewItem, version: number): ItemRow {
  return {
    key: '',
    removed: removed ? 1 : 0,
    value: value === undefined ? null : toBinary(ItemSchema, create(ItemSchema, value)),
    read_seq: 0,
    delivered_seq: 0,
    marked_unread: 0,
    ...item,
    version,
  };
}

/** The same for who may be gone by now: nobody is told then. */
export function* writeItemUnlessGone(user: UserId, item: NewItem): Steps<StreamChange | undefined> {
  try {
    return yield* writeItem(user, item);
  } catch (error) {
    // Thrown where SELF is locked, before anything is written.
    if (error instanceof OperationError && error.reason === 'UNKNOWN') return undefined;
    throw error;
  }
}

export function* readItem(
  user: UserId,
  kind: Item_Kind,
  target: number,
): Steps<ItemRow | undefined> {
  const [item] = yield* readItems(user, { kind, target, keys: [''] });
  return item;
}

interface Keyed {
  readonly kind: Item_Kind;
  readonly target: number;
  readonly keys: readonly string[];
}

/** Those of these items that are there, removed ones included. */
export function* readItems(user: UserId, { kind, target, keys }: Keyed): Steps<readonly ItemRow[]> {
  const params = { user: userKey(user), kind, target, keys: JSON.stringify(keys) };
  return yield* all(selectItems, params);
}

/** What an item's key begins with the id of; kinds that are not here have one item, with an empty key. */
const keyPrefixes: Partial<Record<Item_Kind, 'cnv' | 'usr' | 'int'>> = {
  [Item_Kind.JOINED]: 'cnv',
  [Item_Kind.MARK]: 'cnv',
  [Item_Kind.CONTACT]: 'usr',
  [Item_Kind.MOMENT_NOTICE]: 'int',
  [Item_Kind.MESSAGE]: 'cnv',
  [Item_Kind.CLEARED]: 'cnv',
  [Item_Kind.CONFIGURATION]: 'cnv',
  [Item_Kind.DRAFT]: 'cnv',
  [Item_Kind.REQUEST]: 'cnv',
  [Item_Kind.REQUESTS]: 'cnv',
};

export function toItem(row: ItemRow): Item {
  const item = row.value === null ? create(ItemSchema) : fromBinary(ItemSchema, row.value);
  const kind: Item_Kind = row.kind;
  const prefix = keyPrefixes[kind];
  const target = prefix === undefined ? '' : formatId(prefix, row.target);
  item.kind = kind;
  item.key = row.key === '' ? target : `${target}/${row.key}`;
  item.version = row.version;
  item.removed = row.removed === 1;
  item.markedUnread = row.marked_unread === 1;
  if (kind === Item_Kind.MARK) {
    item.read = row.read_seq;
    item.delivered = row.delivered_seq;
  }
  return item;
}
