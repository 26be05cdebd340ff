// What passkeys sign: a challenge of ours, once, within five minutes. It comes back inside what was signed.
import { OperationError, parseId, type UserId } from '@hubbub/protocol';
import { createChallenge, redeemChallenge } from '../../store/challenge-store.ts';
import type { Call } from '../operation.ts';
import { createToken, hashToken } from '../account/tokens.ts';

/** A new passkey is for the user who asked for it; whose a signature is, shows when it comes. */
export type Purpose =
  | { readonly kind: 'passkey.ask'; readonly user?: undefined }
  | { readonly kind: 'passkey.create'; readonly user: UserId };

export const challengeMs = 5 * 60_000;

export async function makeChallenge(
  call: Call<unknown>,
  { kind, user }: Purpose,
): Promise<Uint8Array<ArrayBuffer>> {
  const { token, hash } = createToken();
  await call.write(createChallenge, { hash, kind, user, data: '', lifeMs: challengeMs });
  return Uint8Array.fromBase64(token, { alphabet: 'base64url' });
}

/** Uses the challenge up that was signed, whether or not the signature is good. Throws PASSKEY when there is none. */
export async function takeSigned(
  call: Call<unknown>,
  { kind, user }: Purpose,
  clientData: string,
): Promise<string> {
  const challenge = challengeIn(clientData);
  const found = await call.write(redeemChallenge, { hash: hashToken(challenge), kind });
  const isOwn = user === undefined || found?.user === parseId('usr', user);
  if (found === undefined || !isOwn) throw new OperationError('PASSKEY');
  return challenge;
}

function challengeIn(clientData: string): string {
  const text = Buffer.from(clientData, 'base64url').toString('utf8');
  const { challenge } = JSON.parse(text) as { challenge?: unknown };
  if (typeof challenge !== 'string') throw new OperationError('PASSKEY');
  return challenge;
}
