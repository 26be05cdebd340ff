// What a device that is owed something is told, as it is at that moment: what was read, taken back, muted or blocked since
// then is not told, and neither is who may not see it any more.
import {
  Contact_Request as Request,
  Conversation_Kind as Kind,
  formatId,
  Item_Kind,
  mayNotify,
  MomentNotice_Kind,
  userId,
  type Message,
  type User,
  type UserId,
} from '@hubbub/protocol';
import { sql } from 'kysely';
import { isAsking } from '../rules/contact.ts';
import { isVisible } from '../rules/message.ts';
import { readContact } from './contact-store.ts';
import { readPlace, type Place } from './conversation-store.ts';
import { deviceKey } from './device-store.ts';
import { itemColumns, readItem, toItem, type ItemRow } from './item-store.ts';
import { sentSpan } from './member-store.ts';
import { messageColumns, toMessages, type MessageRow } from './message-row.ts';
import { readNotices, readSeen } from './moment-notice-store.ts';
import { readUsers } from './named-store.ts';
import type { OwedPush } from './push-due-store.ts';
import { configuredBy } from './push-owed-store.ts';
import { readPush } from './push-store.ts';
import type { PushSubscriptionTable } from './schema-push.ts';
import { all, first, statement, type Read, type Steps, type Transaction } from './statement.ts';
import { conversationKey, userKey } from './stream.ts';

/** Whoever was out of reach for longer is told nothing: it is found in the app. */
export const lifeMs = 24 * 3_600_000;
const mostLooked = 50;

export type PushNews =
  | {
      readonly about: 'message';
      readonly message: Message;
      readonly kind: Kind;
      /** Where it is read: a whisper in its room. */
      readonly place: string;
      /** Of a room or group. */
      readonly title: string;
      /** What the user calls its sender, and those it names. */
      readonly names: ReadonlyMap<string, string>;
      /** It calls the user, or is for few. */
      readonly isUrgent: boolean;
    }
  | { readonly about: 'request'; readonly name: string; readonly version: number }
  | {
      readonly about: 'like' | 'comment' | 'reply';
      readonly name: string;
      readonly text: string;
      readonly version: number;
    };

export interface PushTelling {
  readonly subscription: PushSubscriptionTable;
  readonly news: PushNews;
}

type Range = { stream: number; after: number; place: number; since: number };

const selectMessages = statement<Range, MessageRow>((db, p) =>
  db
    .selectFrom('message')
    .where('app', '=', p.app)
    .where('conversation', '=', p.stream)
    .where('seq', '>', p.after)
    .where('seq', '<=', p.place)
    .where('created_at', '>', p.since)
    .select(messageColumns)
    .orderBy('seq', 'desc'),
);

type Sent = { stream: number; user: number; from: number };

const selectSent = statement<Sent, { seq: number }>((db, p) =>
  db
    .selectFrom('message')
    .where('app', '=', p.app)
    .where('conversation', '=', p.stream)
    .where('seq', '>=', p.from)
    .where('seq', '<=', sql<number>`${p.from} + ${sql.lit(sentSpan)}`)
    .where('sender', '=', p.user)
    .select('seq')
    .orderBy('seq', 'desc')
    .limit(1),
);

type Items = { user: number; after: number; place: number };

const selectItems = statement<Items, ItemRow>((db, p) =>
  db
    .selectFrom('item')
    .where('app', '=', p.app)
    .where('user', '=', p.user)
    .where('version', '>', p.after)
    .where('version', '<=', p.place)
    .where('kind', '=', Item_Kind.CONTACT)
    .where('removed', '=', 0)
    .select(itemColumns)
    .orderBy('version', 'desc'),
);

/** Undefined when there is nothing to tell, or nobody to tell it. */
export const readPushNews: Read<OwedPush, PushTelling | undefined> = {
  name: 'push.news',
  *run(tx, owed) {
    const subscription = yield* readPush(deviceKey(owed.device), tx.now);
    if (subscription === undefined || subscription.user !== userKey(owed.user)) return undefined;
    const isSelf = conversationKey(owed.stream) === subscription.user;
    const news = isSelf ? yield* ownNews(tx, owed, subscription) : yield* messageNews(tx, owed);
    return news && { subscription, news };
  },
};

function* messageNews(tx: Transaction, owed: OwedPush): Steps<PushNews | undefined> {
  const { user, stream } = owed;
  const place = yield* readPlace(stream, user);
  const { head, kind } = place;
  if (place.role === undefined || head.deleted === 1) return undefined;
  const message = yield* newestFor(tx, { place, owed });
  if (message === undefined) return undefined;
  const names = yield* namesFor(tx, user, [message.sender, ...message.mentions]);
  const isWhisper = kind === Kind.WHISPER;
  return {
    about: 'message',
    message,
    kind,
    place: isWhisper ? formatId('cnv', head.parent) : stream,
    title: head.title,
    names,
    isUrgent: kind === Kind.DIRECT || isWhisper || message.mentions.includes(user),
  };
}

interface Looking {
  readonly place: Place;
  readonly owed: OwedPush;
}

/** The newest message that the user has not read, may see and wants to be told of. */
function* newestFor(tx: Transaction, { place, owed }: Looking): Steps<Message | undefined> {
  const { head, kind, cleared } = place;
  const { user } = owed;
  const mark = yield* readItem(user, Item_Kind.MARK, head.id);
  const settings = kind === Kind.WHISPER ? head.parent : head.id;
  const chosen = yield* readItem(user, Item_Kind.CONFIGURATION, settings);
  const configured = configuredBy(chosen?.value ?? null);
  // Whoever answers has read what was before, also when the answer came after this was owed.
  const sent = yield* newestSent(place, user);
  const after = Math.max(mark?.read_seq ?? 0, sent, cleared, owed.after, owed.place - mostLooked);
  const range = { stream: head.id, after, place: owed.place, since: tx.now - lifeMs };
  const blocked = new Map<string, boolean>();
  for (const message of yield* toMessages(yield* all(selectMessages, range))) {
    const { sender } = message;
    if (!isVisible(message.seq ?? 0, place)) return undefined;
    if (message.damaged || !mayNotify({ configured, user, now: tx.now }, message)) continue;
    const isBlocked = blocked.get(sender) ?? (yield* readContact(user, userId(sender))).blocks;
    blocked.set(sender, isBlocked);
    if (!isBlocked) return message;
  }
  return undefined;
}

/** 0 when it sent nothing yet. */
function* newestSent({ head, sentFloor: from }: Place, user: UserId): Steps<number> {
  if (from === 0) return 0;
  const row = yield* first(selectSent, { stream: head.id, user: userKey(user), from });
  return row?.seq ?? 0;
}

function* ownNews(
  tx: Transaction,
  { user, after, place }: OwedPush,
  subscription: PushSubscriptionTable,
): Steps<PushNews | undefined> {
  const wantsContacts = subscription.no_contacts === 0;
  const request = wantsContacts ? yield* requestFor(tx, { user, after, place }) : undefined;
  if (request !== undefined || subscription.no_moments === 1) return request;
  return yield* noticeFor(tx, { user, after, place });
}

interface Span {
  readonly user: UserId;
  readonly after: number;
  readonly place: number;
}

function* requestFor(tx: Transaction, { user, ...span }: Span): Steps<PushNews | undefined> {
  for (const row of yield* all(selectItems, { user: userKey(user), ...span })) {
    const other = userId(toItem(row).key);
    const state = yield* readContact(user, other);
    if (state.blocks || !isAsking(state, Request.RECEIVED, tx.now)) continue;
    const names = yield* namesFor(tx, user, [other]);
    return { about: 'request', name: names.get(other) ?? '', version: row.version };
  }
  return undefined;
}

const kinds: Readonly<Partial<Record<MomentNotice_Kind, 'like' | 'comment' | 'reply'>>> = {
  [MomentNotice_Kind.LIKE]: 'like',
  [MomentNotice_Kind.COMMENT]: 'comment',
  [MomentNotice_Kind.REPLY]: 'reply',
};

function* noticeFor(tx: Transaction, { user, after, place }: Span): Steps<PushNews | undefined> {
  const page = { viewer: user, before: place + 1, limit: 1 };
  const [notice] = (yield* readNotices.run(tx, page)).notices;
  if (notice === undefined) return undefined;
  const { version = 0 } = notice;
  const about = kinds[notice.kind];
  if (about === undefined || version <= after) return undefined;
  if (version <= (yield* readSeen(user)).notices) return undefined;
  const names = yield* namesFor(tx, user, [notice.author]);
  const name = names.get(notice.author) ?? '';
  return { about, name, text: notice.comment?.text ?? '', version };
}

/** What the user calls them: as it has named them itself, else as they call themselves. */
function* namesFor(
  tx: Transaction,
  user: UserId,
  ids: readonly string[],
): Steps<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  for (const one of yield* readUsers(tx, [...new Set(ids)].map(userId))) {
    const { alias } = yield* readContact(user, userId(one.id));
    names.set(one.id, alias === '' ? ownName(one) : alias);
  }
  return names;
}

function ownName({ displayName, username }: User): string {
  return displayName === '' ? username : displayName;
}
