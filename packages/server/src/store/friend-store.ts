// Becoming friends: asking, accepting, declining (docs/moments.md, "Friends"). Whoever asks learns one thing only, that
// they have become friends; declined, overlooked and blocked look alike.
import { Contact_Request as Request, OperationError, type UserId } from '@hubbub/protocol';
import { isAsking } from '../rules/contact.ts';
import {
  readAsked,
  readContact,
  requireRoomForFriend,
  toContact,
  writeContact,
  type ContactState,
} from './contact-store.ts';
import type { Changed } from './contact-change-store.ts';
import { findResult, keepResult } from './idempotency-store.ts';
import type { Steps, Transaction, Write } from './statement.ts';
import { userKey, type StreamChange } from './stream.ts';
import { requireLiving } from './user-store.ts';

interface Asked {
  readonly user: UserId;
  readonly other: UserId;
  readonly text: string;
  /** May be empty. */
  readonly clientKey: string;
  readonly digest: Uint8Array;
  readonly mostPerDay: number;
}

interface Pair {
  readonly user: UserId;
  readonly other: UserId;
}

const dayMs = 24 * 3_600_000;
const none = { request: Request.UNSPECIFIED, requestText: '', requestedAt: 0 } as const;

/** BLOCKED when the asker has blocked the other one, FULL when it has asked too many today. */
export const askFriend: Write<Asked, Changed & { readonly repeated: boolean }> = {
  name: 'askFriend',
  locks: ({ user, other }) => ({ users: inOrder(user, other) }),
  *run(tx, { user, other, text, clientKey, digest, mostPerDay }) {
    const key = { user, operation: 'contact.request', clientKey, digest };
    const repeated = clientKey !== '' && (yield* findResult(key)) !== undefined;
    const mine = yield* readContact(user, other);
    if (repeated) return { ...answer(tx, mine, []), repeated };
    yield* requireLiving(tx, [other]);
    if (mine.blocks) throw new OperationError('BLOCKED');
    if (clientKey !== '') yield* keepResult(key, userKey(other));
    const theirs = yield* readContact(other, user);
    const isDone = mine.isFriend && theirs.isFriend;
    if (isDone || isAsking(mine, Request.SENT, tx.now))
      return { ...answer(tx, mine, []), repeated };
    if ((yield* readAsked(user, tx.now - dayMs)) >= mostPerDay)
      throw new OperationError('FULL', 'as many requests as a day may have were made');
    const asking = { ...mine, askedAt: tx.now };
    if (theirs.isFriend || isAsking(theirs, Request.SENT, tx.now))
      return { ...(yield* befriend(tx, asking, theirs)), repeated };
    const request = { requestText: text, requestedAt: tx.now };
    const sent = { ...asking, ...request, request: Request.SENT };
    const streams = [yield* writeContact(sent, tx)];
    // To who is blocked it looks like a request that nobody answers.
    if (!theirs.blocks)
      streams.push(yield* writeContact({ ...theirs, ...request, request: Request.RECEIVED }, tx));
    return { ...answer(tx, sent, streams), repeated };
  },
};

/** UNKNOWN unless the other one's request stands. */
export const acceptFriend: Write<Pair, Changed> = {
  name: 'acceptFriend',
  locks: ({ user, other }) => ({ users: inOrder(user, other) }),
  *run(tx, { user, other }) {
    const mine = yield* readContact(user, other);
    if (!isAsking(mine, Request.RECEIVED, tx.now)) {
      if (mine.isFriend) return answer(tx, mine, []);
      throw new OperationError('UNKNOWN');
    }
    const theirs = yield* readContact(other, user);
    if (theirs.isFriend || isAsking(theirs, Request.SENT, tx.now))
      return yield* befriend(tx, mine, theirs);
    // Who asked has blocked the one who accepts by now; the latter gets a friend who is silent.
    yield* requireRoomForFriend(user);
    const friend = { ...mine, ...none, isFriend: true };
    return answer(tx, friend, [yield* writeContact(friend, tx)]);
  },
};

export const declineFriend: Write<Pair, Changed> = {
  name: 'declineFriend',
  locks: ({ user }) => ({ users: [user] }),
  *run(tx, { user, other }) {
    const mine = yield* readContact(user, other);
    if (mine.request !== Request.RECEIVED) return answer(tx, mine, []);
    const declined = { ...mine, ...none };
    return answer(tx, declined, [yield* writeContact(declined, tx)]);
  },
};

function* befriend(tx: Transaction, mine: ContactState, theirs: ContactState): Steps<Changed> {
  const streams: StreamChange[] = [];
  const [friend, back] = [mine, theirs].map((side) => ({ ...side, ...none, isFriend: true })) as [
    ContactState,
    ContactState,
  ];
  for (const [before, after] of [
    [mine, friend],
    [theirs, back],
  ] as const) {
    if (!before.isFriend) yield* requireRoomForFriend(before.user);
    streams.push(yield* writeContact(after, tx));
  }
  return answer(tx, friend, streams);
}

function answer(tx: Transaction, mine: ContactState, streams: readonly StreamChange[]): Changed {
  return { contact: toContact(mine, tx.now), streams };
}

function inOrder(one: UserId, other: UserId): readonly UserId[] {
  return [one, other].toSorted();
}
