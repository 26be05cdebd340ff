// The password of the account whose user is logged in already. Wrong ones count like those of a login on a device that the
// account knows: whoever found the device open gets no more guesses than anybody, and locks nobody out elsewhere.
import { OperationError } from '@hubbub/protocol';
import type { OwnCredentials } from '../../store/own-account-store.ts';
import type { DeviceCall } from '../operation.ts';
import { normalizePassword } from './new-password.ts';
import type { AccountNeeds } from './opening.ts';
import type { Verified } from './passwords.ts';

interface Check {
  readonly own: OwnCredentials;
  readonly password: string;
}

/** Throws PASSWORD_WRONG, or RATE when the tries are used up. */
export async function verifyOwnPassword(
  { passwords, attempts }: Pick<AccountNeeds, 'passwords' | 'attempts'>,
  { app, address, caller }: DeviceCall<unknown>,
  { own: { usernameFolded, passwordHash }, password }: Check,
): Promise<Verified> {
  const attempt = { app, address, usernameFolded, knownDevice: caller.device };
  const verified = await attempts.logIn(attempt, () =>
    passwords.verify(normalizePassword(password), passwordHash),
  );
  if (verified === undefined) throw new OperationError('PASSWORD_WRONG');
  return verified;
}
