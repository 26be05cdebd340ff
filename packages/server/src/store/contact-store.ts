// How users stand to each other: one row per user and other one, changed by its owner, and kept on the owner's SELF as an
// item so that all devices agree. Asking, and being accepted, are the only ways to change somebody else's row.
import { create } from '@bufbuild/protobuf';
import { timestampFromMs } from '@bufbuild/protobuf/wkt';
import {
  Contact_Request as Request,
  ContactSchema,
  formatId,
  Item_Kind,
  OperationError,
  type Contact,
  type User,
  type UserId,
} from '@hubbub/protocol';
import { sql, type Selectable } from 'kysely';
import { isAsking, mostFriends, requestMs, toFlags, toSide, type Side } from '../rules/contact.ts';
import { writeItem } from './item-store.ts';
import { readUsers } from './named-store.ts';
import type { Database } from './schema.ts';
import {
  all,
  first,
  run,
  statement,
  type Read,
  type Steps,
  type Transaction,
} from './statement.ts';
import { userKey, type StreamChange } from './stream.ts';

type ContactRow = Omit<Selectable<Database['contact']>, 'app'>;

/** One user's side towards another, with all that only the user itself knows of it. */
export interface ContactState extends Side {
  readonly user: UserId;
  readonly other: UserId;
  readonly alias: string;
  readonly tags: readonly string[];
  readonly request: Request;
  readonly requestText: string;
  readonly requestedAt: number;
  readonly askedAt: number;
}

const columns = [
  'user',
  'other',
  'flags',
  'alias',
  'tags',
  'request',
  'request_text',
  'requested_at',
  'asked_at',
] as const;

const selectContact = statement<{ user: number; other: number }, ContactRow>((db, p) =>
  db
    .selectFrom('contact')
    .where('app', '=', p.app)
    .where('user', '=', p.user)
    .where('other', '=', p.other)
    .select(columns),
);

const selectContacts = statement<{ user: number; after: number; limit: number }, ContactRow>(
  (db, p) =>
    db
      .selectFrom('contact')
      .where('app', '=', p.app)
      .where('user', '=', p.user)
      .where('other', '>', p.after)
      .orderBy('other')
      .limit(p.limit)
      .select(columns),
);

const upsertContact = statement<ContactRow, unknown>((db, p) => {
  const state = {
    flags: p.flags,
    alias: p.alias,
    tags: p.tags,
    request: p.request,
    request_text: p.request_text,
    requested_at: p.requested_at,
    asked_at: p.asked_at,
  };
  return db
    .insertInto('contact')
    .values({ app: p.app, user: p.user, other: p.other, ...state })
    .onConflict((conflict) => conflict.columns(['app', 'user', 'other']).doUpdateSet(state));
});

const count = sql<number>`cast(count(*) as integer)`;

const countFriends = statement<{ user: number }, { count: number }>((db, p) =>
  db
    .selectFrom('contact')
    .where('app', '=', p.app)
    .where('user', '=', p.user)
    .where(sql`flags & 1`, '=', sql.lit(1))
    .select(count.as('count')),
);

const countAsked = statement<{ user: number; since: number }, { count: number }>((db, p) =>
  db
    .selectFrom('contact')
    .where('app', '=', p.app)
    .where('user', '=', p.user)
    .where('asked_at', '>', p.since)
    .select(count.as('count')),
);

/** A stranger's state where there is no row. */
export function* readContact(user: UserId, other: UserId): Steps<ContactState> {
  const row = yield* first(selectContact, { user: userKey(user), other: userKey(other) });
  return row === undefined ? strangers(user, other) : toState(row);
}

/** Keeps the user's side and tells its devices. */
export function* writeContact(
  state: ContactState,
  { now }: Pick<Transaction, 'now'>,
): Steps<StreamChange> {
  const target = userKey(state.other);
  yield* run(upsertContact, toRow(state));
  const contact = toContact(state, now);
  return yield* writeItem(state.user, {
    kind: Item_Kind.CONTACT,
    target,
    value: { contact },
    removed: !isSomething(contact),
  });
}

/** Throws FULL for a user who has as many friends as one may have. */
export function* requireRoomForFriend(user: UserId): Steps<void> {
  const row = yield* first(countFriends, { user: userKey(user) });
  if ((row?.count ?? 0) >= mostFriends) throw new OperationError('FULL');
}

/** How many others the user has asked since. */
export function* readAsked(user: UserId, since: number): Steps<number> {
  return (yield* first(countAsked, { user: userKey(user), since }))?.count ?? 0;
}

/** Pages through everybody the user stands to in some way. */
export const listContacts: Read<
  { user: UserId; after: number; limit: number },
  { contacts: Contact[]; users: User[]; next: UserId | undefined }
> = {
  name: 'listContacts',
  *run(tx, { user, after, limit }) {
    const rows = yield* all(selectContacts, { user: userKey(user), after, limit: limit + 1 });
    const page = rows.slice(0, limit).map(toState);
    const contacts = page.map((state) => toContact(state, tx.now)).filter(isSomething);
    const users = yield* readUsers(
      tx,
      contacts.map((contact) => contact.user as UserId),
    );
    const next = rows.length > limit ? page.at(-1)?.other : undefined;
    return { contacts, users, next };
  },
};

/** What the user itself is shown. A request that is over is none. */
export function toContact(state: ContactState, now: number): Contact {
  const { request, requestedAt } = state;
  const stands = request !== Request.UNSPECIFIED && isAsking(state, request, now);
  return create(ContactSchema, {
    user: state.other,
    friend: state.isFriend,
    blocked: state.blocks,
    hideMine: state.hidesMine,
    hideTheirs: state.hidesTheirs,
    alias: state.alias,
    tags: [...state.tags],
    ...(stands && {
      request,
      text: state.requestText,
      requestedAt: timestampFromMs(requestedAt),
      expiresAt: timestampFromMs(requestedAt + requestMs),
    }),
  });
}

function isSomething(contact: Contact): boolean {
  const { friend, request, blocked, hideMine, hideTheirs, alias, tags } = contact;
  return (
    friend || request !== 0 || blocked || hideMine || hideTheirs || alias !== '' || tags.length > 0
  );
}

function strangers(user: UserId, other: UserId): ContactState {
  return {
    user,
    other,
    ...toSide(0),
    alias: '',
    tags: [],
    request: Request.UNSPECIFIED,
    requestText: '',
    requestedAt: 0,
    askedAt: 0,
  };
}

function toState(row: ContactRow): ContactState {
  return {
    user: formatId('usr', row.user),
    other: formatId('usr', row.other),
    ...toSide(row.flags),
    alias: row.alias,
    tags: JSON.parse(row.tags) as string[],
    request: row.request,
    requestText: row.request_text,
    requestedAt: row.requested_at,
    askedAt: row.asked_at,
  };
}

function toRow(state: ContactState): ContactRow {
  return {
    user: userKey(state.user),
    other: userKey(state.other),
    flags: toFlags(state),
    alias: state.alias,
    tags: JSON.stringify(state.tags),
    request: state.request,
    request_text: state.requestText,
    requested_at: state.requestedAt,
    asked_at: state.askedAt,
  };
}
