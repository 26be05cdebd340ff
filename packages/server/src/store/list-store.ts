// Finding conversations: the app's rooms, or those the caller is in, in pages by id. New rooms have random ids, so they come
// up in a page that is still to come, or not at all; none comes twice and none is left out that was there.
import {
  Conversation_Kind as Kind,
  formatId,
  OperationError,
  type Conversation,
  type ConversationId,
  type User,
  type UserId,
} from '@hubbub/protocol';
import { sql, type RawBuilder } from 'kysely';
import { readPlace } from './conversation-store.ts';
import { headColumns, toPublicConversation, type Head } from './head.ts';
import {
  membershipsOf,
  readMembership,
  readMemberships,
  toOwnConversation,
  type MembershipRow,
} from './membership-store.ts';
import { namedIn, readUsers } from './named-store.ts';
import { all, statement, type Engine, type Read } from './statement.ts';
import { conversationKey, userKey } from './stream.ts';

interface PageRequest {
  readonly user: UserId;
  /** UNSPECIFIED: every kind but SELF. */
  readonly kind: Kind;
  /** Folded words, all of which the title must contain. */
  readonly words: readonly string[];
  readonly joined: boolean;
  readonly after: ConversationId | undefined;
  readonly limit: number;
}

export interface ConversationPage {
  readonly conversations: readonly Conversation[];
  readonly users: readonly User[];
  readonly next: ConversationId | undefined;
}

interface Params {
  words: string;
  after: number;
  limit: number;
}

const selectRooms = statement<Params, Head>((db, p, engine) =>
  db
    .selectFrom('conversation as c')
    .where('c.app', '=', p.app)
    .where('c.kind', '=', Kind.ROOM)
    .where('c.id', '>', p.after)
    .where('c.deleted', '=', 0)
    .where(hasWords(p.words, engine))
    .select(headColumns)
    .orderBy('c.id')
    .limit(p.limit),
);

type JoinedParams = Params & { user: number; kind: number };

const selectJoined = statement<JoinedParams, MembershipRow>((db, p, engine) =>
  membershipsOf(db, p)
    .where('m.conversation', '>', p.after)
    .where('c.kind', '!=', sql.lit(Kind.SELF))
    .where((e) => e.or([e('c.kind', '=', p.kind), e(sql<number>`${p.kind}`, '=', sql.lit(0))]))
    .where(hasWords(p.words, engine))
    .orderBy('c.id')
    .limit(p.limit),
);

export const listConversations: Read<PageRequest, ConversationPage> = {
  name: 'listConversations',
  *run(tx, { user, kind, words, joined, after, limit }) {
    if (words.some((word) => word.includes('\0')))
      throw new OperationError('FIELD', 'query: must not hold NUL');
    const params = {
      words: JSON.stringify(words),
      after: after === undefined ? -1 : conversationKey(after),
      limit: limit + 1,
    };
    const own = joined ? yield* all(selectJoined, { ...params, user: userKey(user), kind }) : [];
    const heads = joined ? own : yield* all(selectRooms, params);
    const page = heads.slice(0, limit);
    const mine = joined
      ? own
      : yield* readMemberships(
          page.map(({ id }) => id),
          user,
        );
    const byId = new Map(mine.map((row) => [row.id, row]));
    const conversations = page.map((head) => toShown(head, byId.get(head.id)));
    const last = heads.length > limit ? page.at(-1) : undefined;
    return {
      conversations,
      users: yield* readUsers(tx, namedIn(conversations.map((head) => ({ head })))),
      next: last && formatId('cnv', last.id),
    };
  },
};

/** One conversation as the user may see it: a member everything, anybody else what is public of a room. */
export const getConversation: Read<
  { conversation: ConversationId; user: UserId },
  { conversation: Conversation; users: readonly User[] }
> = {
  name: 'getConversation',
  *run(tx, { conversation: id, user }) {
    const { head, kind, role } = yield* readPlace(id, user);
    if (role === undefined && kind !== Kind.ROOM) throw new OperationError('UNKNOWN');
    const conversation = toShown(head, yield* readMembership(id, user));
    return { conversation, users: yield* readUsers(tx, namedIn([{ head: conversation }])) };
  },
};

function toShown(head: Head, own: MembershipRow | undefined): Conversation {
  return own === undefined ? toPublicConversation(head) : toOwnConversation(own);
}

function hasWords(words: string, engine: Engine): RawBuilder<boolean> {
  return engine === 'sqlite'
    ? sql`not exists (select 1 from json_each(${words}) w where instr(c.title_folded, w.value) = 0)`
    : sql`not exists (select 1 from json_array_elements_text(${words}::json) w(value)
        where strpos(c.title_folded, w.value) = 0)`;
}
