// What the hub asks when it has missed something (docs/sync.md 11): heads to compare, and the rows of (base, head] in the
// form in which they are published, which is the same for every member.
import {
  Conversation_Kind as Kind,
  formatId,
  Item_Kind,
  type ConversationId,
} from '@hubbub/protocol';
import { mostMembersInChanges, mostMembersLive } from '../rules/conversation.ts';
import { mostVersionsInDelta } from '../rules/sync.ts';
import { headColumns, toConversation, type Head } from './head.ts';
import { readAudience } from './member-store.ts';
import { addRows, readRows, type Row } from './row-store.ts';
import { all, first, statement, type Read, type Steps } from './statement.ts';
import { changeOf, conversationKey, type Joined, type StreamChange } from './stream.ts';
import { numbersIn } from './user-store.ts';

type HeadsRow = Pick<Head, 'id' | 'version'>;

const selectHeads = statement<{ ids: string }, HeadsRow>((db, p, engine) =>
  db
    .selectFrom('conversation')
    .where('app', '=', p.app)
    .where('id', 'in', numbersIn(p.ids, engine))
    .select(['id', 'version']),
);

const selectHead = statement<{ id: number }, Head>((db, p) =>
  db
    .selectFrom('conversation as c')
    .where('c.app', '=', p.app)
    .where('c.id', '=', p.id)
    .select(headColumns),
);

type JoinedRow = Pick<Head, 'id' | 'kind'> & { join_version: number };

type Since = { conversation: number; base: number };

const selectLeft = statement<Since, { user: number }>((db, p) =>
  db
    .selectFrom('member')
    .where('app', '=', p.app)
    .where('conversation', '=', p.conversation)
    .where('left_version', '>', p.base)
    .select('user'),
);

const selectJoined = statement<{ user: number; base: number }, JoinedRow>((db, p) =>
  db
    .selectFrom('item as i')
    .innerJoin('member as m', (join) =>
      join
        .onRef('m.app', '=', 'i.app')
        .onRef('m.user', '=', 'i.user')
        .onRef('m.conversation', '=', 'i.target'),
    )
    .innerJoin('conversation as c', (join) =>
      join.onRef('c.app', '=', 'i.app').onRef('c.id', '=', 'i.target'),
    )
    .where('i.app', '=', p.app)
    .where('i.user', '=', p.user)
    .where('i.kind', '=', Item_Kind.JOINED)
    .where('i.version', '>', p.base)
    .where('m.left_version', '=', 0)
    .where('c.deleted', '=', 0)
    .select(['c.id', 'c.kind', 'm.join_version']),
);

/** Where these streams stand, deleted ones included; those that were purged are left out. */
export const readHeads: Read<
  { conversations: readonly ConversationId[] },
  { conversation: ConversationId; version: number }[]
> = {
  name: 'readHeads',
  *run(_tx, { conversations }) {
    const ids = JSON.stringify(conversations.map(conversationKey));
    const rows = yield* all(selectHeads, { ids });
    return rows.map(({ id, version }) => ({ conversation: formatId('cnv', id), version }));
  },
};

/**
 * All that happened to a stream after `base`, up to the head of this snapshot; undefined when the conversation is not there.
 * The Change is bare when it would hold too much, or something that not every member may see.
 */
export const readDifference: Read<
  { conversation: ConversationId; base: number },
  StreamChange | undefined
> = {
  name: 'readDifference',
  *run(_tx, { conversation, base }) {
    const head = yield* first(selectHead, { id: conversationKey(conversation) });
    if (head === undefined) return undefined;
    const rows = yield* readChanged(head, base);
    const isBare = rows === undefined || !isForAll(head, rows);
    const change = changeOf({ conversation, base, version: head.version }, { bare: isBare });
    // Also in a bare change: it tells of a deletion, after which there is nothing to pull.
    change.head = toConversation(head);
    if (!isBare) addRows(change, rows);
    const left = yield* all(selectLeft, { conversation: head.id, base });
    return {
      conversation,
      kind: head.kind,
      change,
      audience: yield* readAudience(head),
      joined: yield* readJoined(head, base),
      left: left.map(({ user }) => formatId('usr', user)),
    };
  },
};

function* readChanged(head: Head, base: number): Steps<readonly Row[] | undefined> {
  const distance = head.version - base;
  if (distance > mostVersionsInDelta || head.deleted === 1) return undefined;
  const span = {
    conversation: head.id,
    isDelta: true,
    after: base,
    low: Math.max(1, head.seq - distance + 1),
    high: head.seq,
    visible: 1,
    lowAnchor: 0,
    noticesAfter: base,
    members: 'all',
  } as const;
  const isSelf = head.kind === Kind.SELF;
  const items = isSelf ? { itemsAfter: base, itemLimit: mostVersionsInDelta + 1 } : {};
  const rows = yield* readRows({ spans: [span], user: head.id, ...items });
  return rows.get(head.id) ?? [];
}

/**
 * The rows may go to every member: few enough, no message below the seq from which all of them see, and no notice from
 * before one of them came in.
 */
function isForAll(head: Head, rows: readonly Row[]): boolean {
  if (rows.length > mostVersionsInDelta) return false;
  const members = rows.filter((row) => row.type === 'member');
  if (head.member_count > mostMembersInChanges && members.length > mostMembersLive) return false;
  const present = members.filter(({ row }) => !row.left);
  const newestJoin = Math.max(0, ...present.map(({ version }) => version));
  return rows.every(({ type, version, row }) => {
    if (type === 'message') return (row.seq ?? 0) >= head.floor;
    return type !== 'notice' || version > newestJoin;
  });
}

function* readJoined(head: Head, base: number): Steps<readonly Joined[]> {
  if (head.kind !== Kind.SELF) return [];
  const rows = yield* all(selectJoined, { user: head.id, base });
  return rows.map(({ id, kind, join_version: version }) => ({
    conversation: formatId('cnv', id),
    kind,
    version,
  }));
}
