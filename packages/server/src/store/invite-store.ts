// Links into groups. What a link is worth is decided when it is used: it must not be revoked, expired or used up, and its maker
// must still have the right to invite. Of the code only its SHA-256 is here.
import { create } from '@bufbuild/protobuf';
import { timestampFromMs } from '@bufbuild/protobuf/wkt';
import {
  formatId,
  hasRight,
  InviteSchema,
  Member_Role as Role,
  OperationError,
  type ConversationId,
  type Invite,
  type InviteId,
  type User,
  type UserId,
} from '@hubbub/protocol';
import type { Selectable } from 'kysely';
import { deadInviteMs, mostInvites, requireAct, requireVoice } from '../rules/conversation.ts';
import { lockPlace, readPlace, type Place } from './conversation-store.ts';
import { findResult, keepResult, type Key } from './idempotency-store.ts';
import { readUsers } from './named-store.ts';
import type { Database } from './schema.ts';
import { all, first, run, statement, type Read, type Steps, type Write } from './statement.ts';
import { keyOf, userKey } from './stream.ts';

export type InviteRow = Omit<Selectable<Database['invite']>, 'app' | 'code_hash'>;

const columns = [
  'id',
  'conversation',
  'creator',
  'created_at',
  'expires_at',
  'most_uses',
  'uses',
  'approval',
  'revoked_at',
] as const;

const selectByHash = statement<{ hash: string }, InviteRow>((db, p) =>
  db.selectFrom('invite').where('app', '=', p.app).where('code_hash', '=', p.hash).select(columns),
);

const selectById = statement<{ id: number }, InviteRow>((db, p) =>
  db.selectFrom('invite').where('app', '=', p.app).where('id', '=', p.id).select(columns),
);

const selectGood = statement<{ conversation: number; now: number }, InviteRow>((db, p) =>
  db
    .selectFrom('invite')
    .where('app', '=', p.app)
    .where('conversation', '=', p.conversation)
    .where('revoked_at', '=', 0)
    .where((e) => e.or([e('expires_at', '=', 0), e('expires_at', '>', p.now)]))
    .where((e) => e.or([e('most_uses', '=', 0), e('most_uses', '>', e.ref('uses'))]))
    .select(columns)
    .orderBy('created_at', 'desc')
    .orderBy('id'),
);

const insertInvite = statement<InviteRow & { hash: string }, unknown>((db, p) =>
  db.insertInto('invite').values({
    app: p.app,
    id: p.id,
    conversation: p.conversation,
    code_hash: p.hash,
    creator: p.creator,
    created_at: p.created_at,
    expires_at: p.expires_at,
    most_uses: p.most_uses,
    uses: 0,
    approval: p.approval,
    revoked_at: 0,
  }),
);

const deleteDead = statement<{ conversation: number; before: number }, unknown>((db, p) =>
  db
    .deleteFrom('invite')
    .where('app', '=', p.app)
    .where('conversation', '=', p.conversation)
    .where((e) =>
      e.or([
        e.and([e('revoked_at', '>', 0), e('revoked_at', '<', p.before)]),
        e.and([e('expires_at', '>', 0), e('expires_at', '<', p.before)]),
      ]),
    ),
);

const updateRevoked = statement<{ id: number; now: number }, unknown>((db, p) =>
  db
    .updateTable('invite')
    .set({ revoked_at: p.now })
    .where('app', '=', p.app)
    .where('id', '=', p.id)
    .where('revoked_at', '=', 0),
);

const updateUses = statement<{ id: number }, unknown>((db, p) =>
  db
    .updateTable('invite')
    .set((e) => ({ uses: e('uses', '+', 1) }))
    .where('app', '=', p.app)
    .where('id', '=', p.id),
);

interface NewInvite {
  readonly id: InviteId;
  readonly conversation: ConversationId;
  readonly user: UserId;
  /** Of the code, SHA-256 in hex. */
  readonly hash: string;
  /** 0: never. */
  readonly lifeMs: number;
  readonly mostUses: number;
  readonly approval: boolean;
  /** Empty: it is no retry of anything. */
  readonly clientKey: string;
  readonly digest: Uint8Array;
}

/** FULL when the group has as many good links as it may have. */
export const createInvite: Write<NewInvite, { invite: Invite; repeated: boolean }> = {
  name: 'createInvite',
  locks: ({ conversation, user }) => ({ conversations: [conversation], users: [user] }),
  *run({ now }, args) {
    const { clientKey, digest, user } = args;
    const place = yield* lockPlace(args.conversation, user);
    const key = { user, operation, clientKey, digest };
    const earlier = clientKey === '' ? undefined : yield* findResult(key);
    if (earlier !== undefined) return { invite: yield* inviteOf(earlier), repeated: true };
    requireAct('invite', place);
    requireVoice(place, now);
    const conversation = place.head.id;
    yield* run(deleteDead, { conversation, before: now - deadInviteMs });
    const good = yield* all(selectGood, { conversation, now });
    if (good.length >= mostInvites) throw new OperationError('FULL');
    const row: InviteRow = {
      id: keyOf('inv', args.id),
      conversation,
      creator: userKey(user),
      created_at: now,
      expires_at: args.lifeMs === 0 ? 0 : now + args.lifeMs,
      most_uses: args.mostUses,
      uses: 0,
      approval: args.approval ? 1 : 0,
      revoked_at: 0,
    };
    yield* run(insertInvite, { ...row, hash: args.hash });
    if (clientKey !== '') yield* keepResult(key, row.id);
    return { invite: toInvite(row), repeated: false };
  },
};

const operation = 'invite.create';

/** The link that an earlier call with this key made, without its code; undefined when there was none. */
export const findCreated: Read<Omit<Key, 'operation'>, Invite | undefined> = {
  name: 'findCreated',
  *run(_tx, key) {
    const earlier = yield* findResult({ ...key, operation });
    return earlier === undefined ? undefined : yield* inviteOf(earlier);
  },
};

interface Asked {
  readonly conversation: ConversationId;
  readonly user: UserId;
}

/** Those that are good, newest first. */
export const readInvites: Read<Asked, { invites: readonly Invite[]; users: readonly User[] }> = {
  name: 'readInvites',
  *run(tx, { conversation, user }) {
    const place = yield* readPlace(conversation, user);
    requireAct('invite', place);
    const rows = yield* all(selectGood, { conversation: place.head.id, now: tx.now });
    const makers = new Set(rows.map(({ creator }) => formatId('usr', creator)));
    return { invites: rows.map(toInvite), users: yield* readUsers(tx, [...makers]) };
  },
};

interface Revocation {
  readonly conversation: ConversationId;
  readonly user: UserId;
  readonly invite: InviteId;
}

/** One's own, or anybody's for owner and admins. One that is revoked already stays so. */
export const revokeInvite: Write<Revocation, void> = {
  name: 'revokeInvite',
  locks: ({ conversation }) => ({ conversations: [conversation] }),
  *run({ now }, { conversation, user, invite }) {
    const place = yield* lockPlace(conversation, user);
    const row = yield* first(selectById, { id: keyOf('inv', invite) });
    const isStaff = (place.role ?? 0) >= Role.ADMIN;
    const isOwn = place.role !== undefined && row?.creator === userKey(user);
    if (!isOwn && !isStaff) requireAct('decide', place);
    if (row?.conversation !== place.head.id) throw new OperationError('UNKNOWN');
    yield* run(updateRevoked, { id: row.id, now });
  },
};

/** Where a code leads to, good or not. UNKNOWN for a code that nobody made. */
export const findInvite: Read<{ hash: string }, ConversationId> = {
  name: 'findInvite',
  *run(_tx, { hash }) {
    return formatId('cnv', (yield* mustFind(hash)).conversation);
  },
};

/** The link with this code. */
export function* mustFind(hash: string): Steps<InviteRow> {
  const row = yield* first(selectByHash, { hash });
  if (row === undefined) throw new OperationError('UNKNOWN');
  return row;
}

/** Throws REVOKED, EXPIRED or USED_UP, in this order. */
export function* requireGood(row: InviteRow, now: number): Steps<void> {
  const maker = yield* readPlace(formatId('cnv', row.conversation), formatId('usr', row.creator));
  if (row.revoked_at > 0 || !hasRight('invite', maker)) throw new OperationError('REVOKED');
  if (row.expires_at > 0 && row.expires_at <= now) throw new OperationError('EXPIRED');
  if (row.most_uses > 0 && row.uses >= row.most_uses) throw new OperationError('USED_UP');
}

export function* useInvite({ id }: InviteRow): Steps<void> {
  yield* run(updateUses, { id });
}

/** Owner and admins decide about each who comes by it, and about whoever was removed before. */
export function needsApproval({ approval }: InviteRow, { wasRemoved }: Place): boolean {
  return approval === 1 || wasRemoved;
}

function* inviteOf(id: number): Steps<Invite> {
  const row = yield* first(selectById, { id });
  if (row === undefined) throw new OperationError('UNKNOWN');
  return toInvite(row);
}

function toInvite(row: InviteRow): Invite {
  return create(InviteSchema, {
    id: formatId('inv', row.id),
    conversation: formatId('cnv', row.conversation),
    createdBy: formatId('usr', row.creator),
    createdAt: timestampFromMs(row.created_at),
    ...(row.expires_at > 0 && { expiresAt: timestampFromMs(row.expires_at) }),
    mostUses: row.most_uses,
    uses: row.uses,
    approval: row.approval === 1,
  });
}
