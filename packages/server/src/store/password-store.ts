// Changing a password: the hash, and the end of the logins that it opened.
import {
  formatId,
  OperationError,
  Reason_Code,
  type DeviceId,
  type UserId,
} from '@hubbub/protocol';
import { dropChallenges } from './challenge-store.ts';
import { deviceKey, loggedOut } from './device-store.ts';
import { oweNews, readEmail } from './email-store.ts';
import { all, run, statement, type Steps, type Write } from './statement.ts';
import { userKey } from './stream.ts';

type Exchange = { id: number; verifiedHash: string; passwordHash: string };

const exchangeHash = statement<Exchange, unknown>((db, p) =>
  db
    .updateTable('user')
    .set({ password_hash: p.passwordHash })
    .where('app', '=', p.app)
    .where('id', '=', p.id)
    .where('deleted', '=', 0)
    .where('password_hash', '=', p.verifiedHash),
);

const deleteOthers = statement<{ user: number; except: number }, { id: number }>((db, p) =>
  db
    .deleteFrom('device')
    .where('app', '=', p.app)
    .where('user', '=', p.user)
    .where('id', '!=', p.except)
    .returning('id'),
);

/**
 * Puts another hash in the place of the one that was verified. BUSY when it was changed, or the user deleted, since then:
 * trying again verifies against what is there now. It also holds the user's row.
 */
export function* exchangePassword(exchange: Exchange): Steps<void> {
  if ((yield* run(exchangeHash, exchange)) === 0)
    throw new OperationError('BUSY', 'The account has just changed; try again.');
}

/** Forgets a user's devices but one, and their keys; @returns those that ended */
export function* endOtherDevices(user: UserId, except: DeviceId | undefined): Steps<DeviceId[]> {
  const kept = except === undefined ? 0 : deviceKey(except);
  const ended = yield* all(deleteOthers, { user: userKey(user), except: kept });
  return ended.map(({ id }) => formatId('dev', id));
}

interface NewPassword {
  readonly user: UserId;
  /** Stays logged in. */
  readonly device: DeviceId;
  readonly verifiedHash: string;
  readonly passwordHash: string;
  readonly outboxId: number;
}

/** A second step that was begun with the old password cannot be finished. */
export const changePassword: Write<NewPassword, { ended: readonly DeviceId[] }> = {
  name: 'account.changePassword',
  locks: () => ({}),
  *run({ now }, { user, device, verifiedHash, passwordHash, outboxId }) {
    yield* exchangePassword({ id: userKey(user), verifiedHash, passwordHash });
    yield* dropChallenges(user, ['logIn', 'reset']);
    const to = yield* readEmail(user);
    if (to !== undefined) yield* oweNews({ now, outboxId, user, to, what: 'passwordChanged' });
    return { ended: yield* endOtherDevices(user, device) };
  },
  events: ({ user }, { ended }) =>
    ended.map((one) => loggedOut(user, one, Reason_Code.PASSWORD_CHANGED)),
};
