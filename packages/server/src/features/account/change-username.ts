import { AccountService, OperationError } from '@hubbub/protocol';
import { changeUsername as rename } from '../../store/profile-store.ts';
import type { DeviceOperation } from '../operation.ts';
import { profileEmission } from '../user/profile.ts';
import { requireFresh } from './fresh.ts';
import { readUsername } from './username.ts';

const day = 24 * 60 * 60_000;
/** Between two changes. */
export const usernameMs = 7 * day;
/** A name that was given up is its former user's for this long. */
export const heldNameMs = 30 * day;

export const changeUsername: DeviceOperation<typeof AccountService.method.changeUsername> = {
  method: AccountService.method.changeUsername,
  who: 'device',
  cost: 5,
  idempotency: 'none',
  async run(call) {
    const { nameChangedAt, now } = await requireFresh(call);
    const { name: username, folded: usernameFolded } = readUsername(call.args.username);
    const retryAfterMs = nameChangedAt + usernameMs - now;
    if (retryAfterMs > 0) throw new OperationError('RATE', undefined, { retryAfterMs });
    const { user } = call.caller;
    const held = { holdMs: heldNameMs };
    const profile = await call.write(rename, { user, username, usernameFolded, ...held });
    return { result: { user: profile }, emissions: [profileEmission(call.app, profile)] };
  },
};
