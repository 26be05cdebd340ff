// Memberships with all that unread needs (docs/sync.md 16, 27): the head, the user's place in it, the own mark, the last
// message sent, what was recalled after that. Everything that shows a user its own conversations reads them here.
import { create } from '@bufbuild/protobuf';
import {
  formatId,
  Item_Kind,
  OwnSchema,
  type Conversation_Kind,
  type ConversationId,
  type Own,
  type UserId,
} from '@hubbub/protocol';
import { sql, type Kysely, type RawBuilder } from 'kysely';
import { headColumns, toConversation, type Head } from './head.ts';
import { sentSpan } from './member-store.ts';
import { everybody } from './mention-store.ts';
import type { Database } from './schema.ts';
import { all, first, statement, type Read, type Steps } from './statement.ts';
import { conversationKey, userKey } from './stream.ts';
import { numbersIn } from './user-store.ts';

export interface MembershipRow extends Head {
  readonly role: number;
  readonly join_seq: number;
  readonly join_version: number;
  readonly cleared: number;
  readonly read_seq: number | null;
  readonly marked_unread: number | null;
  readonly last_sent_seq: number | null;
  readonly recalled: number | null;
  readonly mentions: number | null;
}

interface Of {
  readonly app: number;
  readonly user: number;
}

/**
 * The user's present memberships of conversations that were not deleted.
 *
 * @param unless true of rows whose counts the caller will not look at: they are not counted
 */
export function membershipsOf(
  db: Kysely<Database>,
  { app, user }: Of,
  unless?: RawBuilder<boolean>,
) {
  const sent = sql<number | null>`(select s.seq from message s
    where m.sent_floor > 0 and s.app = c.app and s.conversation = c.id
      and s.seq between m.sent_floor and m.sent_floor + ${sql.lit(sentSpan)} and s.sender = m."user"
    order by s.seq desc limit 1)`;
  // The literal 1 lets both engines use the partial index of what was recalled.
  const recalled = sql<number | null>`(select cast(count(*) as integer) from message r
    where r.app = c.app and r.conversation = c.id and r.recalled = 1
      and r.seq >= m.join_seq and r.seq > m.cleared and r.seq > coalesce(i.read_seq, 0)
      and r.seq > coalesce(${sent}, 0))`;
  // Those that were recalled have no row here any more.
  const mentions = sql<number | null>`(select cast(count(*) as integer) from mention t
    where t.app = c.app and t.conversation = c.id and t."user" in (m."user", ${sql.lit(everybody)})
      and t.seq >= m.join_seq and t.seq > m.cleared and t.seq > coalesce(i.read_seq, 0)
      and t.seq > coalesce(${sent}, 0))`;
  const counted = (value: RawBuilder<number | null>) =>
    unless === undefined
      ? value
      : sql<number | null>`case when ${unless} then null else ${value} end`;
  return db
    .selectFrom('member as m')
    .innerJoin('conversation as c', (join) =>
      join.onRef('c.app', '=', 'm.app').onRef('c.id', '=', 'm.conversation'),
    )
    .leftJoin('item as i', (join) =>
      join
        .onRef('i.app', '=', 'm.app')
        .onRef('i.user', '=', 'm.user')
        .on('i.kind', '=', sql.lit(Item_Kind.MARK))
        .onRef('i.target', '=', 'm.conversation')
        .on('i.key', '=', sql.lit('')),
    )
    .where('m.app', '=', app)
    .where('m.user', '=', user)
    .where('m.left_version', '=', sql.lit(0))
    .where('c.deleted', '=', sql.lit(0))
    .select(headColumns)
    .select(['m.role', 'm.join_seq', 'm.join_version', 'm.cleared'])
    .select(['i.read_seq', 'i.marked_unread'])
    .select([counted(sent).as('last_sent_seq'), counted(recalled).as('recalled')])
    .select(counted(mentions).as('mentions'));
}

const selectMembership = statement<{ user: number; id: number }, MembershipRow>((db, p) =>
  membershipsOf(db, p).where('m.conversation', '=', p.id),
);

const selectSome = statement<{ user: number; ids: string }, MembershipRow>((db, p, engine) =>
  membershipsOf(db, p).where('m.conversation', 'in', numbersIn(p.ids, engine)),
);

type Brief = Pick<Head, 'id' | 'kind' | 'version'>;

const selectBrief = statement<{ user: number }, Brief>((db, p) =>
  db
    .selectFrom('member as m')
    .innerJoin('conversation as c', (join) =>
      join.onRef('c.app', '=', 'm.app').onRef('c.id', '=', 'm.conversation'),
    )
    .where('m.app', '=', p.app)
    .where('m.user', '=', p.user)
    .where('m.left_version', '=', 0)
    .where('c.deleted', '=', 0)
    .select(['c.id', 'c.kind', 'c.version'])
    // In one order, whatever the database finds first.
    .orderBy('c.id'),
);

/** All of a user's conversations, its SELF included. */
export const memberships: Read<
  { user: UserId },
  { conversation: ConversationId; kind: Conversation_Kind; version: number }[]
> = {
  name: 'memberships',
  *run(_tx, { user }) {
    const rows = yield* all(selectBrief, { user: userKey(user) });
    return rows.map(({ id, kind, version }) => ({
      conversation: formatId('cnv', id),
      kind,
      version,
    }));
  },
};

export function* readMembership(
  conversation: ConversationId,
  user: UserId,
): Steps<MembershipRow | undefined> {
  const key = { user: userKey(user), id: conversationKey(conversation) };
  return yield* first(selectMembership, key);
}

/** Those of these conversations that the user is in. */
export function* readMemberships(
  ids: readonly number[],
  user: UserId,
): Steps<readonly MembershipRow[]> {
  return yield* all(selectSome, { ids: JSON.stringify(ids), user: userKey(user) });
}

/** The head as its one reader gets it in replies and pulls. */
export function toOwnConversation(row: MembershipRow) {
  return toConversation(row, toOwn(row));
}

function toOwn(row: MembershipRow): Own {
  return create(OwnSchema, {
    role: row.role,
    joinSeq: row.join_seq,
    cleared: row.cleared,
    readSeq: row.read_seq ?? 0,
    lastSentSeq: row.last_sent_seq ?? 0,
    recalled: row.recalled ?? 0,
    mentions: row.mentions ?? 0,
    markedUnread: row.marked_unread === 1,
  });
}
