// Pages of messages for a member, from the first that member may see. Seqs have no holes, so a page is a range that is known
// before anything is read.
import {
  type ConversationId,
  type Message,
  type Notice,
  type User,
  type UserId,
} from '@hubbub/protocol';
import { requireMember } from '../rules/conversation.ts';
import { isVisible, visibleFrom } from '../rules/message.ts';
import { mostNotices } from '../rules/sync.ts';
import { readPlace } from './conversation-store.ts';
import { messageColumns, toMessages, type MessageRow } from './message-row.ts';
import { namedIn, readUsers } from './named-store.ts';
import { readRows } from './row-store.ts';
import { all, statement, type Read } from './statement.ts';
import { userKey } from './stream.ts';
import { numbersIn } from './user-store.ts';

interface PageRequest {
  readonly conversation: ConversationId;
  readonly user: UserId;
  /** The page ends before this seq, or starts after that one; with neither, it is the newest. */
  readonly before?: number;
  readonly after?: number;
  readonly limit: number;
}

export interface Page {
  readonly messages: readonly Message[];
  readonly notices: readonly Notice[];
  readonly users: readonly User[];
  /** There is more in the direction that was asked for. */
  readonly more: boolean;
  readonly noticesCut: boolean;
}

interface Range {
  readonly low: number;
  readonly high: number;
  readonly more: boolean;
}

export const readHistory: Read<PageRequest, Page> = {
  name: 'readHistory',
  *run(tx, request) {
    const place = yield* readPlace(request.conversation, request.user);
    requireMember(place);
    const visible = visibleFrom(place) ?? 1;
    const { low, high, more } = rangeOf(request, { visible, seq: place.head.seq });
    const span = {
      conversation: place.head.id,
      isDelta: false,
      after: 0,
      low,
      high,
      visible,
      lowAnchor: low === visible ? low - 1 : low,
      noticesAfter: place.joinVersion ?? 0,
      members: 'none',
    } as const;
    const rows = (yield* readRows({ spans: [span], user: userKey(request.user) })).get(
      place.head.id,
    );
    const messages = (rows ?? []).flatMap((row) => (row.type === 'message' ? row.row : []));
    messages.sort((a, b) => (a.seq ?? 0) - (b.seq ?? 0));
    const found = (rows ?? []).flatMap((row) => (row.type === 'notice' ? row.row : []));
    const notices = found.slice(-mostNotices);
    const users = yield* readUsers(tx, namedIn([{ messages, notices }]));
    return { messages, notices, users, more, noticesCut: notices.length < found.length };
  },
};

type SomeParams = { conversation: number; seqs: string };

const selectSome = statement<SomeParams, MessageRow>((db, p, engine) =>
  db
    .selectFrom('message')
    .where('app', '=', p.app)
    .where('conversation', '=', p.conversation)
    .where('seq', 'in', numbersIn(p.seqs, engine))
    .select(messageColumns)
    .orderBy('seq'),
);

interface Some {
  readonly conversation: ConversationId;
  readonly user: UserId;
  readonly seqs: readonly number[];
}

/** Those of these messages that the user may see, in order of seq. */
export const getMessages: Read<Some, Pick<Page, 'messages' | 'users'>> = {
  name: 'getMessages',
  *run(tx, { conversation, user, seqs }) {
    const place = yield* readPlace(conversation, user);
    requireMember(place);
    const visible = [...new Set(seqs)].filter((seq) => isVisible(seq, place));
    const params = { conversation: place.head.id, seqs: JSON.stringify(visible) };
    const messages = yield* toMessages(yield* all(selectSome, params));
    return { messages, users: yield* readUsers(tx, namedIn([{ messages }])) };
  },
};

function rangeOf(
  { before, after, limit }: Pick<PageRequest, 'before' | 'after' | 'limit'>,
  { visible, seq }: { visible: number; seq: number },
): Range {
  if (after !== undefined) {
    const low = Math.max(visible, after + 1);
    const high = Math.min(seq, low + limit - 1);
    return { low, high, more: high < seq };
  }
  const high = Math.min(seq, (before ?? Infinity) - 1);
  const low = Math.max(visible, high - limit + 1);
  return { low, high, more: low > visible };
}
