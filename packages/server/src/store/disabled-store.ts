// Users that may not come in. Their rows stay as they are, and so do the logins they had, which nobody gets in with: by them
// their clients are told why (login-store.ts).
import {
  formatId,
  LogEvent_Kind,
  OperationError,
  type AppId,
  type ManagedUser,
  type UserId,
} from '@hubbub/protocol';
import { sql } from 'kysely';
import { dropChallenges } from './challenge-store.ts';
import { deleteTickets } from './erase-store.ts';
import { readManaged } from './managed-store.ts';
import { enqueue } from './outbox-store.ts';
import { endOtherDevices } from './password-store.ts';
import { all, first, run, statement, systemStatement, type Read, type Write } from './statement.ts';
import { userKey } from './stream.ts';
import { disabledSince } from './user-store.ts';

type Disabling = { user: number; at: number; until: number; reason: string };

const updateDisabled = statement<Disabling, unknown>((db, p) =>
  db
    .updateTable('user')
    .set({ disabled_at: p.at, disabled_reason: p.reason, disabled_until: p.until })
    .where('app', '=', p.app)
    .where('id', '=', p.user)
    .where('deleted', '=', 0),
);

type Since = { app: number; name: string; id: number };

const selectSince = systemStatement<{ since: number }, Since>((db, p) =>
  db
    .selectFrom('user as u')
    .innerJoin('app as a', 'a.id', 'u.app')
    .where('u.disabled_at', '>', sql.lit(0))
    .where('u.disabled_at', '>=', p.since)
    .select(['u.app', 'a.name', 'u.id']),
);

const selectUntil = statement<{ user: number }, { disabled_until: number }>((db, p) =>
  db
    .selectFrom('user')
    .where('app', '=', p.app)
    .where('id', '=', p.user)
    .where('disabled_at', '>', sql.lit(0))
    .select('disabled_until'),
);

interface Disable {
  readonly user: UserId;
  readonly reason: string;
  /** From now on; 0: until it is enabled. */
  readonly seconds: number;
  /** The outbox entry that will enable it. */
  readonly outboxId: number;
}

/** What is owed to who was disabled for a time. It says until when, so that one that was set anew is not ended by the old. */
export interface EnableLater {
  readonly user: UserId;
  readonly until: number;
}

/** Doing it again gives another reason and another end, and leaves since when. UNKNOWN for one that is not there. */
export const disableUser: Write<Disable, ManagedUser> = {
  name: 'user.disable',
  locks: () => ({}),
  *run({ now }, { user: id, reason, seconds, outboxId }) {
    const user = userKey(id);
    const at = (yield* disabledSince(user)) || now;
    const delayMs = seconds * 1000;
    const until = seconds === 0 ? 0 : now + delayMs;
    if ((yield* run(updateDisabled, { user, at, until, reason })) === 0)
      throw new OperationError('UNKNOWN');
    const owed = { id: outboxId, key: `enable:${user}`, kind: 'user.enable', now, delayMs };
    const payload: EnableLater = { user: id, until };
    if (seconds > 0) yield* enqueue({ ...owed, payload });
    yield* run(deleteTickets, { user });
    yield* dropChallenges(id, ['logIn', 'passkey.create']);
    return yield* readManaged(user);
  },
  events: ({ user }) => [{ kind: LogEvent_Kind.USER_DISABLED, user }],
};

/** None of the logins from before is good any more. */
export const enableUser: Write<{ user: UserId }, ManagedUser> = {
  name: 'user.enable',
  locks: () => ({}),
  *run(_tx, { user: id }) {
    const user = userKey(id);
    const wasDisabled = (yield* disabledSince(user)) > 0;
    if ((yield* run(updateDisabled, { user, at: 0, until: 0, reason: '' })) === 0)
      throw new OperationError('UNKNOWN');
    if (wasDisabled) yield* endOtherDevices(id, undefined);
    return yield* readManaged(user);
  },
  events: ({ user }) => [{ kind: LogEvent_Kind.USER_ENABLED, user }],
};

/** Once that moment has come, unless something else was decided meanwhile. @returns whether it was enabled */
export const enableWhenOver: Write<EnableLater, boolean> = {
  name: 'user.enableWhenOver',
  locks: () => ({}),
  *run(_tx, { user: id, until }) {
    const user = userKey(id);
    if ((yield* first(selectUntil, { user }))?.disabled_until !== until) return false;
    yield* run(updateDisabled, { user, at: 0, until: 0, reason: '' });
    yield* endOtherDevices(id, undefined);
    return true;
  },
  events: ({ user }, enabled) => (enabled ? [{ kind: LogEvent_Kind.USER_ENABLED, user }] : []),
};

/** Who was disabled since then, wherever: a bus may have lost it. */
export const lastDisabled: Read<{ since: number }, readonly { app: AppId; user: UserId }[]> = {
  name: 'user.lastDisabled',
  *run(_tx, { since }) {
    const rows = yield* all(selectSince, { since });
    return rows.map(({ name, id }) => ({ app: name as AppId, user: formatId('usr', id) }));
  },
};
