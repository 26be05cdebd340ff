// Checks of what a browser sends back. Whatever is wrong with it is PASSKEY: an unknown passkey is told like a bad signature.
import { OperationError, type UserId } from '@hubbub/protocol';
import type {
  AuthenticationResponseJSON,
  AuthenticatorTransport,
  RegistrationResponseJSON,
} from '@simplewebauthn/server';
import { findPasskey } from '../../store/passkey-store.ts';
import type { PasskeyParty } from '../account/offers.ts';
import type { Call, DeviceCall } from '../operation.ts';
import { takeSigned } from './challenge.ts';
import { webauthn } from './library.ts';

/** What a good signature proves. */
export interface Signature {
  readonly user: UserId;
  readonly passkey: number;
  readonly counter: number;
}

interface Shown {
  readonly party: PasskeyParty;
  /** JSON text. */
  readonly credential: string;
}

/** Of a passkey that is known, for a challenge that is open, on a page of ours, by a user the authenticator has verified. */
export function verifySignature(call: Call<unknown>, shown: Shown): Promise<Signature> {
  return orPasskey(async () => {
    const response = JSON.parse(shown.credential) as AuthenticationResponseJSON;
    const expectedChallenge = await takeSigned(
      call,
      { kind: 'passkey.ask' },
      response.response.clientDataJSON,
    );
    const found = await call.read(findPasskey, { credential: response.id });
    if (found === undefined) throw new OperationError('PASSKEY');
    const { publicKey, counter, transports } = found;
    const { verifyAuthenticationResponse } = await webauthn();
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response,
      expectedChallenge,
      expectedOrigin: [...shown.party.origins()],
      expectedRPID: shown.party.domain,
      requireUserVerification: true,
      credential: {
        id: response.id,
        publicKey: new Uint8Array(publicKey),
        counter,
        transports: transports as AuthenticatorTransport[],
      },
    });
    const { userHandle } = response.response;
    const isOwn =
      userHandle === undefined || Buffer.from(userHandle, 'base64url').toString() === found.user;
    if (!verified || !isOwn) throw new OperationError('PASSKEY');
    const { user, passkey } = found;
    return { user, passkey, counter: authenticationInfo.newCounter };
  });
}

/** Of a new passkey. */
export function verifyNew(call: DeviceCall<unknown>, shown: Shown) {
  return orPasskey(async () => {
    const response = JSON.parse(shown.credential) as RegistrationResponseJSON;
    const { clientDataJSON } = response.response;
    const { user } = call.caller;
    const { verifyRegistrationResponse } = await webauthn();
    const made = await verifyRegistrationResponse({
      response,
      expectedChallenge: await takeSigned(call, { kind: 'passkey.create', user }, clientDataJSON),
      expectedOrigin: [...shown.party.origins()],
      expectedRPID: shown.party.domain,
      requireUserVerification: true,
    });
    if (!made.verified) throw new OperationError('PASSKEY');
    const {
      id: credential,
      publicKey,
      counter,
      transports = [],
    } = made.registrationInfo.credential;
    return { credential, publicKey, counter, transports };
  });
}

/** The library throws a text for each of the many things that may be wrong. */
async function orPasskey<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof OperationError) throw cause;
    throw new OperationError('PASSKEY', undefined, { cause });
  }
}
