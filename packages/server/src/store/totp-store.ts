// Codes of an authenticator app: the secret, the last step that was used, recovery codes as hashes.
import { OperationError, type UserId } from '@hubbub/protocol';
import { sql } from 'kysely';
import { first, run, statement, type Read, type Steps, type Write } from './statement.ts';
import { userKey } from './stream.ts';

interface TotpRow {
  readonly secret: string;
  readonly confirmed_at: number;
}

const selectTotp = statement<{ user: number }, TotpRow>((db, p) =>
  db
    .selectFrom('totp')
    .where('app', '=', p.app)
    .where('user', '=', p.user)
    .select(['secret', 'confirmed_at']),
);

// One that is confirmed is not replaced: it is removed first.
const upsertPending = statement<{ user: number; secret: string }, unknown>((db, p) =>
  db
    .insertInto('totp')
    .values({ app: p.app, user: p.user, secret: p.secret, confirmed_at: 0, last_step: 0 })
    .onConflict((conflict) =>
      conflict
        .columns(['app', 'user'])
        .doUpdateSet({ secret: p.secret, last_step: 0 })
        .where('totp.confirmed_at', '=', 0),
    ),
);

const confirmTotp = statement<{ user: number; secret: string; now: number }, unknown>((db, p) =>
  db
    .updateTable('totp')
    .set({ confirmed_at: p.now })
    .where('app', '=', p.app)
    .where('user', '=', p.user)
    .where('secret', '=', p.secret)
    .where('confirmed_at', '=', 0),
);

const updateStep = statement<{ user: number; step: number }, unknown>((db, p) =>
  db
    .updateTable('totp')
    .set({ last_step: p.step })
    .where('app', '=', p.app)
    .where('user', '=', p.user)
    .where('last_step', '<', p.step),
);

const deleteTotp = statement<{ user: number }, unknown>((db, p) =>
  db.deleteFrom('totp').where('app', '=', p.app).where('user', '=', p.user),
);

const deleteCodes = statement<{ user: number }, unknown>((db, p) =>
  db.deleteFrom('recovery_code').where('app', '=', p.app).where('user', '=', p.user),
);

const insertCode = statement<{ user: number; hash: string }, unknown>((db, p) =>
  db.insertInto('recovery_code').values({ app: p.app, user: p.user, hash: p.hash }),
);

const deleteCode = statement<{ user: number; hash: string }, unknown>((db, p) =>
  db
    .deleteFrom('recovery_code')
    .where('app', '=', p.app)
    .where('user', '=', p.user)
    .where('hash', '=', p.hash),
);

const countCodes = statement<{ user: number }, { count: number }>((db, p) =>
  db
    .selectFrom('recovery_code')
    .where('app', '=', p.app)
    .where('user', '=', p.user)
    .select(sql<number>`cast(count(*) as integer)`.as('count')),
);

/** The secret of codes that are asked at log-in; undefined when none are. */
export const findTotp: Read<{ user: UserId }, string | undefined> = {
  name: 'totp.find',
  *run(_tx, { user }) {
    const row = yield* first(selectTotp, { user: userKey(user) });
    return row !== undefined && row.confirmed_at > 0 ? row.secret : undefined;
  },
};

/** The secret that waits for its first code. */
export const findPendingTotp: Read<{ user: UserId }, string | undefined> = {
  name: 'totp.findPending',
  *run(_tx, { user }) {
    const row = yield* first(selectTotp, { user: userKey(user) });
    return row?.confirmed_at === 0 ? row.secret : undefined;
  },
};

export function* countRecoveryCodes(user: UserId): Steps<number> {
  return (yield* first(countCodes, { user: userKey(user) }))?.count ?? 0;
}

/** TAKEN while codes are asked already. */
export const createTotp: Write<{ user: UserId; secret: string }, void> = {
  name: 'totp.create',
  locks: () => ({}),
  *run(_tx, { user, secret }) {
    if ((yield* run(upsertPending, { user: userKey(user), secret })) === 0)
      throw new OperationError('TAKEN', 'Codes are asked already; remove them first.');
  },
};

interface Confirmation {
  readonly user: UserId;
  readonly secret: string;
  readonly step: number;
  readonly codeHashes: readonly string[];
}

/** From now on codes are asked. CODE_WRONG when the secret was exchanged or confirmed meanwhile. */
export const enableTotp: Write<Confirmation, void> = {
  name: 'totp.enable',
  locks: () => ({}),
  *run({ now }, { user: id, secret, step, codeHashes }) {
    const user = userKey(id);
    if ((yield* run(confirmTotp, { user, secret, now })) === 0)
      throw new OperationError('CODE_WRONG');
    yield* run(updateStep, { user, step });
    yield* setCodes(user, codeHashes);
  },
};

/** Throws UNKNOWN when no codes are asked. */
export const renewRecoveryCodes: Write<Omit<Confirmation, 'secret' | 'step'>, void> = {
  name: 'totp.renewCodes',
  locks: () => ({}),
  *run(_tx, { user: id, codeHashes }) {
    const user = userKey(id);
    const row = yield* first(selectTotp, { user });
    if (row === undefined || row.confirmed_at === 0) throw new OperationError('UNKNOWN');
    yield* setCodes(user, codeHashes);
  },
};

export const removeTotp: Write<{ user: UserId }, void> = {
  name: 'totp.remove',
  locks: () => ({}),
  *run(_tx, { user: id }) {
    const user = userKey(id);
    yield* run(deleteTotp, { user });
    yield* run(deleteCodes, { user });
  },
};

/** What was checked, to be used up: the step of a code, or a recovery code. */
export type Factor = { readonly step: number } | { readonly codeHash: string };

/** Within a write. Throws CODE_WRONG for a step that was used, or a later one; and for a recovery code that is not there. */
export function* useFactor(user: UserId, factor: Factor): Steps<void> {
  const key = { user: userKey(user) };
  const used =
    'step' in factor
      ? yield* run(updateStep, { ...key, step: factor.step })
      : yield* run(deleteCode, { ...key, hash: factor.codeHash });
  if (used === 0) throw new OperationError('CODE_WRONG');
}

function* setCodes(user: number, hashes: readonly string[]): Steps<void> {
  yield* run(deleteCodes, { user });
  for (const hash of hashes) yield* run(insertCode, { user, hash });
}
