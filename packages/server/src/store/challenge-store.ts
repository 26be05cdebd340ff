// What somebody has to answer, once and soon: the code of a second step or of a mail, a passkey's signature. A challenge is
// found by the hash of its name. A wrong answer counts before it is looked at, so that many at one moment are not more.
import type { UserId } from '@hubbub/protocol';
import { first, run, statement, type Read, type Steps, type Write } from './statement.ts';
import { userKey } from './stream.ts';

export type ChallengeKind = 'logIn' | 'passkey.ask' | 'passkey.create' | 'email' | 'reset';

/** The answer after this many wrong ones is not heard. */
export const mostTries = 5;

interface Row {
  hash: string;
  kind: string;
  user: number;
  data: string;
  expiresAt: number;
}

const insertChallenge = statement<Row, unknown>((db, p) =>
  db
    .insertInto('challenge')
    .values({
      app: p.app,
      hash: p.hash,
      kind: p.kind,
      user: p.user,
      data: p.data,
      tries: 0,
      expires_at: p.expiresAt,
    })
    .onConflict((conflict) =>
      conflict.columns(['app', 'hash']).doUpdateSet((eb) => ({
        data: eb.ref('excluded.data'),
        tries: 0,
        expires_at: eb.ref('excluded.expires_at'),
      })),
    ),
);

const deleteExpired = statement<{ now: number }, unknown>((db, p) =>
  db.deleteFrom('challenge').where('app', '=', p.app).where('expires_at', '<=', p.now),
);

const deleteOfUser = statement<{ user: number; kind: string }, unknown>((db, p) =>
  db
    .deleteFrom('challenge')
    .where('app', '=', p.app)
    .where('user', '=', p.user)
    .where('kind', '=', p.kind),
);

type Named = { hash: string; kind: string; now: number };
type Found = { user: number; data: string };

const countTry = statement<Named, Found>((db, p) =>
  db
    .updateTable('challenge')
    .set((e) => ({ tries: e('tries', '+', 1) }))
    .where('app', '=', p.app)
    .where('hash', '=', p.hash)
    .where('kind', '=', p.kind)
    .where('expires_at', '>', p.now)
    .where('tries', '<', mostTries)
    .returning(['user', 'data']),
);

const takeRow = statement<Named, Found>((db, p) =>
  db
    .deleteFrom('challenge')
    .where('app', '=', p.app)
    .where('hash', '=', p.hash)
    .where('kind', '=', p.kind)
    .where('expires_at', '>', p.now)
    .returning(['user', 'data']),
);

const selectNamed = statement<Named, Found>((db, p) =>
  db
    .selectFrom('challenge')
    .where('app', '=', p.app)
    .where('hash', '=', p.hash)
    .where('kind', '=', p.kind)
    .where('expires_at', '>', p.now)
    .select(['user', 'data']),
);

const selectOfUser = statement<{ user: number; kind: string; now: number }, { data: string }>(
  (db, p) =>
    db
      .selectFrom('challenge')
      .where('app', '=', p.app)
      .where('user', '=', p.user)
      .where('kind', '=', p.kind)
      .where('expires_at', '>', p.now)
      .select('data'),
);

export interface NewChallenge {
  readonly hash: string;
  readonly kind: ChallengeKind;
  /** Undefined before it is known whose answer it will be. */
  readonly user: UserId | undefined;
  readonly data: string;
  readonly lifeMs: number;
}

/** Within a write. The same hash again begins anew; challenges that ended unanswered go. */
export function* openChallenge(now: number, challenge: NewChallenge): Steps<void> {
  const { user, lifeMs, ...rest } = challenge;
  yield* run(deleteExpired, { now });
  const key = user === undefined ? 0 : userKey(user);
  yield* run(insertChallenge, { ...rest, user: key, expiresAt: now + lifeMs });
}

export const createChallenge: Write<NewChallenge, void> = {
  name: 'challenge.create',
  locks: () => ({}),
  *run(tx, challenge) {
    yield* openChallenge(tx.now, challenge);
  },
};

interface Name {
  readonly hash: string;
  readonly kind: ChallengeKind;
}

/** Counts a try; undefined when there is no such challenge, or it has been tried too often. */
export const tryChallenge: Write<Name, (Found & { readonly now: number }) | undefined> = {
  name: 'challenge.try',
  locks: () => ({}),
  *run({ now }, name) {
    const found = yield* first(countTry, { ...name, now });
    return found && { ...found, now };
  },
};

/** Within a write: uses a challenge up. Of many who answer it at once one gets it. */
export function* takeChallenge(now: number, name: Name): Steps<Found | undefined> {
  return yield* first(takeRow, { ...name, now });
}

/** The same as a write of its own. */
export const redeemChallenge: Write<Name, Found | undefined> = {
  name: 'challenge.redeem',
  locks: () => ({}),
  *run({ now }, name) {
    return yield* takeChallenge(now, name);
  },
};

/** Whatever of this kind was open for the user is not any more. */
export function* dropChallenges(user: UserId, kinds: readonly ChallengeKind[]): Steps<void> {
  for (const kind of kinds) yield* run(deleteOfUser, { user: userKey(user), kind });
}

interface OfUser {
  readonly user: UserId;
  readonly kind: ChallengeKind;
}

export const findChallenge: Read<OfUser, string | undefined> = {
  name: 'challenge.find',
  *run({ now }, { user, kind }) {
    return (yield* first(selectOfUser, { user: userKey(user), kind, now }))?.data;
  },
};

/** Looks at a challenge that nobody could guess, and leaves it open. */
export function* findNamed(now: number, name: Name): Steps<Found | undefined> {
  return yield* first(selectNamed, { ...name, now });
}
