// Names that were given up: for a while only their former user may have them again, so that nobody is taken for who has
// just left. They stand here as hashes.
import { createHash } from 'node:crypto';
import { OperationError } from '@hubbub/protocol';
import { first, run, statement, type Steps } from './statement.ts';

interface Holding {
  nameHash: string;
  user: number;
  now: number;
}

const upsertHeld = statement<Omit<Holding, 'now'> & { until: number }, unknown>((db, p) =>
  db
    .insertInto('held_name')
    .values({ app: p.app, name_hash: p.nameHash, user: p.user, until: p.until })
    .onConflict((conflict) =>
      conflict.columns(['app', 'name_hash']).doUpdateSet((eb) => ({
        user: eb.ref('excluded.user'),
        until: eb.ref('excluded.until'),
      })),
    ),
);

const deleteEnded = statement<{ now: number }, unknown>((db, p) =>
  db.deleteFrom('held_name').where('app', '=', p.app).where('until', '<=', p.now),
);

const selectHeld = statement<Holding, { user: number }>((db, p) =>
  db
    .selectFrom('held_name')
    .where('app', '=', p.app)
    .where('name_hash', '=', p.nameHash)
    .where('until', '>', p.now)
    .where('user', '!=', p.user)
    .select('user'),
);

interface Name {
  readonly usernameFolded: string;
  /** Who gives it up, or wants it. */
  readonly user: number;
  readonly now: number;
}

/** Keeps a name that its user gives up from everybody else until `until`. */
export function* holdName({ usernameFolded, user, now, until }: Name & { readonly until: number }) {
  yield* run(deleteEnded, { now });
  yield* run(upsertHeld, { nameHash: hashOf(usernameFolded), user, until });
}

/** Throws TAKEN for a name that somebody else gave up not long ago. */
export function* requireNotHeld({ usernameFolded, user, now }: Name): Steps<void> {
  const held = yield* first(selectHeld, { nameHash: hashOf(usernameFolded), user, now });
  if (held !== undefined) throw new OperationError('TAKEN');
}

function hashOf(usernameFolded: string): string {
  return createHash('sha256').update(`username ${usernameFolded}`).digest('hex');
}
