// What cannot be taken back, and what lets somebody in for good, is done only by who has proved a short while ago to be the
// account's user: by logging in on this device, or by account.confirm.
import { OperationError } from '@hubbub/protocol';
import { findOwn, type OwnCredentials } from '../../store/own-account-store.ts';
import type { DeviceCall } from '../operation.ts';

export const freshMs = 10 * 60_000;

/** Throws NOT_FRESH when the proof is older; guests have nothing to prove themselves with. @returns the account as it stands */
export async function requireFresh(call: DeviceCall<unknown>): Promise<OwnCredentials> {
  const own = await call.read(findOwn, call.caller);
  if (!own.user.guest && own.now - own.provenAt > freshMs) throw new OperationError('NOT_FRESH');
  return own;
}
