// What the browser does with passkeys; options and credentials are JSON text to the server.
import { Told } from './failure.ts';
import { t } from '../strings.ts';
import type { Offers } from '../state/use-offers.ts';

/** The browser has passkeys, and the server's work on this page. */
export function hasPasskeys(offers: Offers | undefined): boolean {
  if (offers === undefined || !isAble()) return false;
  const { passkeyDomain: domain } = offers;
  const { hostname } = location;
  return hostname === domain || hostname.endsWith(`.${domain}`);
}

export async function getPasskey(options: object): Promise<object> {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(
    options as PublicKeyCredentialRequestOptionsJSON,
  );
  return await asked(navigator.credentials.get({ publicKey }));
}

export async function createPasskey(options: object): Promise<object> {
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(
    options as PublicKeyCredentialCreationOptionsJSON,
  );
  return await asked(navigator.credentials.create({ publicKey }));
}

/** In the older of today's browsers a page would have to write down credentials itself; there passwords serve. */
function isAble(): boolean {
  return (
    typeof PublicKeyCredential === 'function' &&
    'parseRequestOptionsFromJSON' in PublicKeyCredential &&
    'toJSON' in PublicKeyCredential.prototype
  );
}

async function asked(answer: Promise<Credential | null>): Promise<object> {
  const credential = await answer.catch((error: unknown) => {
    // The authenticator holds one of this account already.
    const isThere = error instanceof DOMException && error.name === 'InvalidStateError';
    throw new Told(t(isThere ? 'passkeys.there' : 'passkeys.none'));
  });
  return (credential as PublicKeyCredential).toJSON() as object;
}
