// Direct conversations: found or made by the sorted pair of their two users. An empty one is in the pull of those only who
// opened it; the first message makes the other a member (peer-store.ts). Nobody leaves one.
import {
  Conversation_Kind as Kind,
  formatId,
  Member_Role as Role,
  OperationError,
  type ConversationId,
  type UserId,
} from '@hubbub/protocol';
import { lockPlace, openKeyedHead } from './conversation-store.ts';
import { partiesOf, partyKey } from './head.ts';
import { findKey, keepKey } from './idempotency-store.ts';
import { writeJoined } from './item-store.ts';
import { enterMember, requireRoomForUser } from './member-store.ts';
import { admissionChange, admit } from './peer-store.ts';
import { repeatOpening, type Opened } from './opening-store.ts';
import { first, statement, type Steps, type Transaction, type Write } from './statement.ts';
import { userKey, type StreamChange } from './stream.ts';
import { readReset } from './sync-store.ts';

export interface Opening {
  /** For the conversation, if it has to be made. */
  readonly id: ConversationId;
  readonly user: UserId;
  readonly peer: UserId;
  /** May be empty: the pair is a key by itself. */
  readonly clientKey: string;
  readonly digest: Uint8Array;
  /** Opened by a system account, which talks to any number of people. */
  readonly bySystem?: true | undefined;
}

const selectDirect = statement<{ pair: string }, { id: number }>((db, p) =>
  db
    .selectFrom('conversation')
    .where('app', '=', p.app)
    .where('direct_key', '=', p.pair)
    .select('id'),
);

const selectLiving = statement<{ id: number }, { id: number }>((db, p) =>
  db
    .selectFrom('user')
    .where('app', '=', p.app)
    .where('id', '=', p.id)
    .where('deleted', '=', 0)
    .select('id'),
);

/**
 * KIND for a conversation with oneself (that is SELF), UNKNOWN for a user who is not there. No locks are named: the
 * conversation is only known inside, and comes before SELF in the order of locks.
 */
export const openDirect: Write<Opening, Opened> = {
  name: 'openDirect',
  locks: () => ({}),
  *run(tx, args) {
    const { id, user, peer, clientKey, digest } = args;
    const key = { user, operation: 'conversation.direct', clientKey, digest };
    const earlier = clientKey === '' ? undefined : yield* findKey(key);
    if (earlier !== undefined) return yield* repeatOpening(earlier, user);
    if (user === peer) throw new OperationError('KIND');
    if ((yield* first(selectLiving, { id: userKey(peer) })) === undefined)
      throw new OperationError('UNKNOWN');
    const pair = partyKey([userKey(user), userKey(peer)]);
    const made = yield* make(tx, { id, user, pair, bySystem: args.bySystem });
    const streams = made ?? (yield* enter(tx, { user, pair }));
    const found = made ? id : yield* mustFind(pair);
    if (clientKey !== '') yield* keepKey(key, found);
    const reset = yield* readReset(tx, { conversation: found, user });
    return { ...reset, repeated: false, streams };
  },
};

/** @returns undefined when there is one already, made by another writer at this very moment included */
function* make(
  { now }: Transaction,
  { id, user, pair, bySystem }: Pick<Opening, 'id' | 'user' | 'bySystem'> & { pair: string },
): Steps<readonly StreamChange[] | undefined> {
  if ((yield* first(selectDirect, { pair })) !== undefined) return undefined;
  if (bySystem !== true) yield* requireRoomForUser(user);
  const head = yield* openKeyedHead({ id, kind: Kind.DIRECT, key: pair, now });
  if (head === undefined) return undefined;
  yield* enterMember(head, { user, role: Role.MEMBER, joinSeq: 1, now });
  return [yield* writeJoined(user, head)];
}

/** The one who is found in an empty direct opens it as well: from now on it is in the pull of both. */
function* enter(
  { now }: Transaction,
  { user, pair }: { user: UserId; pair: string },
): Steps<readonly StreamChange[]> {
  const place = yield* lockPlace(yield* mustFind(pair), user);
  if (place.role !== undefined) return [];
  yield* requireRoomForUser(user);
  const admission = yield* admit(place.head, { users: [user], messages: 0, joinSeq: 1, now });
  return [...admission.streams, admissionChange(admission, partiesOf(admission.head))];
}

function* mustFind(pair: string): Steps<ConversationId> {
  const found = yield* first(selectDirect, { pair });
  if (found === undefined) throw new OperationError('UNKNOWN');
  return formatId('cnv', found.id);
}
