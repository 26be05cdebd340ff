// E-mail addresses of accounts: at most one each, and only once its code came back. Several accounts may have the same: that
// it is taken would tell that somebody has it.
import { formatId, OperationError, type UserId } from '@hubbub/protocol';
import { openChallenge, takeChallenge, dropChallenges } from './challenge-store.ts';
import { enqueue } from './outbox-store.ts';
import { all, first, run, statement, type Read, type Steps, type Write } from './statement.ts';
import { userKey } from './stream.ts';

interface Address {
  /** As it is written to. */
  readonly address: string;
  /** As it is found. */
  readonly folded: string;
  /** Of the mails. */
  readonly language: string;
}

interface Row {
  user: number;
  address: string;
  folded: string;
  language: string;
  now: number;
}

const upsertEmail = statement<Row, unknown>((db, p) =>
  db
    .insertInto('email')
    .values({
      app: p.app,
      user: p.user,
      address: p.address,
      address_folded: p.folded,
      language: p.language,
      verified_at: p.now,
    })
    .onConflict((conflict) =>
      conflict.columns(['app', 'user']).doUpdateSet((eb) => ({
        address: eb.ref('excluded.address'),
        address_folded: eb.ref('excluded.address_folded'),
        language: eb.ref('excluded.language'),
        verified_at: eb.ref('excluded.verified_at'),
      })),
    ),
);

const selectEmail = statement<{ user: number }, { address: string; language: string }>((db, p) =>
  db
    .selectFrom('email')
    .where('app', '=', p.app)
    .where('user', '=', p.user)
    .select(['address', 'language']),
);

type Holder = { id: number; username: string | null; address: string };

const selectHolders = statement<{ folded: string }, Holder>((db, p) =>
  db
    .selectFrom('email as e')
    .innerJoin('user as u', (join) =>
      join.onRef('u.app', '=', 'e.app').onRef('u.id', '=', 'e.user'),
    )
    .where('e.app', '=', p.app)
    .where('e.address_folded', '=', p.folded)
    .where('u.deleted', '=', 0)
    .select(['u.id', 'u.username', 'e.address'])
    .orderBy('e.user')
    .limit(5),
);

const deleteEmail = statement<{ user: number }, unknown>((db, p) =>
  db.deleteFrom('email').where('app', '=', p.app).where('user', '=', p.user),
);

export function* readEmail(user: UserId): Steps<Pick<Address, 'address' | 'language'> | undefined> {
  return yield* first(selectEmail, { user: userKey(user) });
}

/** The verified address of an account. */
export const findEmail: Read<{ user: UserId }, Pick<Address, 'address' | 'language'> | undefined> =
  {
    name: 'email.find',
    *run(_tx, { user }) {
      return yield* readEmail(user);
    },
  };

/** The accounts that have verified an address. */
export const findHolders: Read<
  { folded: string },
  { user: UserId; username: string; address: string }[]
> = {
  name: 'email.holders',
  *run(_tx, { folded }) {
    const rows = yield* all(selectHolders, { folded });
    return rows.map(({ id, username, address }) => ({
      user: formatId('usr', id),
      username: username ?? '',
      address,
    }));
  },
};

/** How long a mail of each kind is worth sending. */
export const mailLifeMs = { code: 10 * 60_000, news: 24 * 60 * 60_000 } as const;

interface Setting extends Address {
  readonly user: UserId;
  /** The challenge's, of which a user has one. */
  readonly hash: string;
  readonly outboxId: number;
}

/** The address waits for its code; the mail is owed, and the code made when it is sent. */
export const setEmail: Write<Setting, void> = {
  name: 'email.set',
  locks: () => ({}),
  *run({ now }, { user, hash, outboxId, ...address }) {
    const data = JSON.stringify({ ...address, codeHash: '' });
    yield* openChallenge(now, { hash, kind: 'email', user, data, lifeMs: mailLifeMs.code });
    const payload = { user, until: now + mailLifeMs.code };
    yield* enqueue({
      id: outboxId,
      key: `mail:${userKey(user)}`,
      kind: 'email.verify',
      payload,
      now,
    });
  },
};

interface Verified extends Address {
  readonly user: UserId;
  readonly hash: string;
  readonly outboxId: number;
}

/** The address is the account's; who had the one before is told. CODE_WRONG when the challenge was used meanwhile. */
export const confirmEmail: Write<Verified, void> = {
  name: 'email.confirm',
  locks: () => ({}),
  *run({ now }, { user, hash, outboxId, ...address }) {
    const taken = yield* takeChallenge(now, { hash, kind: 'email' });
    if (taken === undefined) throw new OperationError('CODE_WRONG');
    const before = yield* readEmail(user);
    yield* run(upsertEmail, { ...address, user: userKey(user), now });
    if (before !== undefined && before.address !== address.address)
      yield* oweNews({ now, outboxId, user, to: before, what: 'emailChanged' });
  },
};

export const removeEmail: Write<{ user: UserId; outboxId: number }, void> = {
  name: 'email.remove',
  locks: () => ({}),
  *run({ now }, { user, outboxId }) {
    const before = yield* readEmail(user);
    yield* dropChallenges(user, ['email', 'reset']);
    if (before === undefined) return;
    yield* run(deleteEmail, { user: userKey(user) });
    yield* oweNews({ now, outboxId, user, to: before, what: 'emailChanged' });
  },
};

interface News {
  readonly now: number;
  readonly outboxId: number;
  readonly user: UserId;
  readonly to: Pick<Address, 'address' | 'language'>;
  readonly what: 'emailChanged' | 'passwordChanged';
}

/** Owes a mail that tells of what was done to the account, within the write that does it. */
export function* oweNews({ now, outboxId, user, to, what }: News): Steps<void> {
  const payload = { user, ...to, what, until: now + mailLifeMs.news };
  yield* enqueue({ id: outboxId, key: `mail:${userKey(user)}`, kind: 'email.news', payload, now });
}

interface ResetRequest {
  readonly folded: string;
  readonly language: string;
  readonly outboxId: number;
}

/** Owed whether or not anybody has the address: who has is looked up when it is done, so that no answer tells. */
export const requestReset: Write<ResetRequest, void> = {
  name: 'account.requestReset',
  locks: () => ({}),
  *run({ now }, { folded, language, outboxId }) {
    const payload = { folded, language, until: now + mailLifeMs.code };
    yield* enqueue({ id: outboxId, key: `reset:${outboxId}`, kind: 'email.reset', payload, now });
  },
};
