// What a user did to messages that only this user sees: one item of SELF per message (docs/sync.md 7).
import { create, fromBinary } from '@bufbuild/protobuf';
import {
  Item_Kind,
  ItemSchema,
  OperationError,
  selfOf,
  type ConversationId,
  type Item,
  type UserId,
} from '@hubbub/protocol';
import { requireMember } from '../rules/conversation.ts';
import { isVisible } from '../rules/message.ts';
import { lockHead, readPlace } from './conversation-store.ts';
import { readItem, readItems, writeItem, writeItems, type ItemRow } from './item-store.ts';
import { run, statement, type Steps, type Write } from './statement.ts';
import { userKey, type StreamChange } from './stream.ts';

type OwnMessage = Pick<Item, 'reactions' | 'hidden' | 'votes'>;

interface Where {
  readonly conversation: number;
  readonly seq: number;
}

/** Changes what the user's item of a message says; SELF is locked by it. */
export function* changeOwn(
  user: UserId,
  { conversation: target, seq }: Where,
  change: (own: Item) => Partial<OwnMessage>,
): Steps<StreamChange> {
  yield* lockHead(selfOf(user));
  const keys = [`${seq}`];
  const [row] = yield* readItems(user, { kind: Item_Kind.MESSAGE, target, keys });
  const own = ownIn(row);
  return yield* writeItem(user, itemOf({ ...own, ...change(own) }, { conversation: target, seq }));
}

interface Deletion {
  readonly conversation: ConversationId;
  readonly user: UserId;
  readonly seqs: readonly number[];
}

/** UNKNOWN when one of them is not there for the user. Deleting again changes nothing. */
export const hideMessages: Write<Deletion, readonly StreamChange[]> = {
  name: 'hideMessages',
  locks: ({ user }) => ({ users: [user] }),
  *run(_tx, { conversation, user, seqs }) {
    const place = yield* readPlace(conversation, user);
    requireMember(place);
    const { id: target, seq: last } = place.head;
    if (!seqs.every((seq) => seq <= last && isVisible(seq, place)))
      throw new OperationError('UNKNOWN');
    yield* lockHead(selfOf(user));
    const keys = seqs.map(String);
    const rows = yield* readItems(user, { kind: Item_Kind.MESSAGE, target, keys });
    const held = new Map(rows.map((row) => [row.key, ownIn(row)]));
    const items = seqs.flatMap((seq) => {
      const own = held.get(`${seq}`);
      if (own?.hidden === true) return [];
      return itemOf({ ...noItem, ...own, hidden: true }, { conversation: target, seq });
    });
    return items.length === 0 ? [] : [yield* writeItems(user, items)];
  },
};

interface Clearing {
  readonly conversation: ConversationId;
  readonly user: UserId;
  /** 0: up to the newest. */
  readonly seq: number;
}

const updateCleared = statement<{ conversation: number; user: number; seq: number }, unknown>(
  (db, p) =>
    db
      .updateTable('member')
      .set({ cleared: p.seq })
      .where('app', '=', p.app)
      .where('conversation', '=', p.conversation)
      .where('user', '=', p.user),
);

/** Only goes forward. The member's row keeps it for reading, the item tells the user's devices. */
export const clearConversation: Write<
  Clearing,
  { cleared: number; streams: readonly StreamChange[] }
> = {
  name: 'clearConversation',
  locks: ({ user }) => ({ users: [user] }),
  *run(_tx, { conversation, user, seq }) {
    yield* lockHead(selfOf(user));
    const place = yield* readPlace(conversation, user);
    requireMember(place);
    const { id: target, seq: last } = place.head;
    const cleared = Math.max(place.cleared, Math.min(seq === 0 ? last : seq, last));
    const told = yield* readItem(user, Item_Kind.CLEARED, target);
    if (cleared === place.cleared && (told !== undefined || cleared === 0))
      return { cleared, streams: [] };
    yield* run(updateCleared, { conversation: target, user: userKey(user), seq: cleared });
    const value = { cleared };
    return {
      cleared,
      streams: [yield* writeItem(user, { kind: Item_Kind.CLEARED, target, value })],
    };
  },
};

const noItem = create(ItemSchema);

function ownIn(row: ItemRow | undefined): Item {
  return row?.value ? fromBinary(ItemSchema, row.value) : noItem;
}

function itemOf({ reactions, hidden, votes }: OwnMessage, { conversation: target, seq }: Where) {
  const isEmpty = reactions.length === 0 && votes.length === 0 && !hidden;
  return {
    kind: Item_Kind.MESSAGE,
    target,
    key: `${seq}`,
    removed: isEmpty,
    ...(!isEmpty && { value: { reactions, hidden, votes } }),
  };
}
