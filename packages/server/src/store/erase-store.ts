// The end of an account. One transaction takes away what lets anybody in and whatever names the person; the row stays,
// blank, for what it said. The rest, which may be much, goes in slices from the outbox (features/account/erase.ts).
import { OperationError, Reason_Code, selfOf, type DeviceId, type UserId } from '@hubbub/protocol';
import { bumpWith, lockHead } from './conversation-store.ts';
import { loggedOut } from './device-store.ts';
import { holdName } from './held-name-store.ts';
import { enqueue } from './outbox-store.ts';
import { endOtherDevices } from './password-store.ts';
import { pushOfUser } from './push-store.ts';
import { removeSlice, sliceOf } from './slice.ts';
import { first, run, statement, type Write } from './statement.ts';
import { userKey } from './stream.ts';

interface NameRow {
  readonly username_folded: string | null;
}

const selectName = statement<{ user: number }, NameRow>((db, p, engine) => {
  const query = db
    .selectFrom('user')
    .where('app', '=', p.app)
    .where('id', '=', p.user)
    .where('deleted', '=', 0)
    .select('username_folded');
  return engine === 'postgres' ? query.forUpdate() : query;
});

const blankUser = statement<{ user: number }, unknown>((db, p) =>
  db
    .updateTable('user')
    .set((e) => ({
      username: null,
      username_folded: null,
      display_name: '',
      picture: '',
      about: '',
      password_hash: null,
      guest: 0,
      accept: 0,
      moment_window: 0,
      receipts: 0,
      typing: 0,
      presence: 0,
      seen_at: 0,
      status: null,
      name_changed_at: 0,
      external_id: null,
      deleted: 1,
      counter: e('counter', '+', 1),
    }))
    .where('app', '=', p.app)
    .where('id', '=', p.user),
);

export const deleteTickets = statement<{ user: number }, unknown>((db, p) =>
  db
    .deleteFrom('ticket')
    .where('app', '=', p.app)
    .where('device', 'in', (e) =>
      e.selectFrom('device').where('app', '=', p.app).where('user', '=', p.user).select('id'),
    ),
);

/** All of a user's rows in one of these tables; they are few. */
function deleteAll(table: 'challenge' | 'email' | 'passkey' | 'totp' | 'recovery_code') {
  return statement<{ user: number }, unknown>((db, p) =>
    db.deleteFrom(table).where('app', '=', p.app).where('user', '=', p.user),
  );
}

const keys = (['challenge', 'email', 'passkey', 'totp', 'recovery_code'] as const).map(deleteAll);

interface Erasure {
  readonly user: UserId;
  /** How long nobody else gets the name. */
  readonly holdMs: number;
  /** The outbox entry that will take away the rest. */
  readonly outboxId: number;
}

/** Throws UNKNOWN when it is gone already. `ended` are the devices that were logged in. */
export const eraseAccount: Write<Erasure, { ended: readonly DeviceId[] }> = {
  name: 'account.erase',
  locks: ({ user }) => ({ users: [user] }),
  *run({ now }, { user: id, holdMs, outboxId }) {
    const user = userKey(id);
    const row = yield* first(selectName, { user });
    if (row === undefined) throw new OperationError('UNKNOWN');
    const { username_folded: usernameFolded } = row;
    if (usernameFolded !== null)
      yield* holdName({ usernameFolded, user, now, until: now + holdMs });
    yield* run(blankUser, { user });
    for (const remove of [deleteTickets, ...keys, ...pushOfUser]) yield* run(remove, { user });
    const ended = yield* endOtherDevices(id, undefined);
    yield* bumpWith(yield* lockHead(selfOf(id)), { deleted: 1 });
    const payload = { user: id };
    yield* enqueue({ id: outboxId, key: `user:${user}`, kind: 'account.erase', payload, now });
    return { ended };
  },
  events: ({ user }, { ended }) => ended.map((one) => loggedOut(user, one, Reason_Code.DELETED)),
};

/** Whatever only the user could see, or only the server needed. A new table of that kind has its line here. */
const rest = [
  sliceOf('item', { owner: 'user', by: 'version' }),
  sliceOf('idempotency', { owner: 'user', by: 'client_key' }),
  sliceOf('join_request', { owner: 'user', by: 'conversation' }),
  sliceOf('ban', { owner: 'user', by: 'conversation' }),
];

/** @returns whether rows are left */
export const eraseSlice: Write<{ user: UserId; limit: number }, { isDone: boolean }> = {
  name: 'account.eraseSlice',
  locks: () => ({}),
  *run(_tx, { user: id, limit }) {
    return { isDone: yield* removeSlice(rest, { of: userKey(id), limit }) };
  },
};
