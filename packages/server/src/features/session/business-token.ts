// Tokens that the business makes itself: JWTs signed with a key from its app's settings. `aud` is the app, `sub` the business's
// own id of the user. Which algorithm is right is said by the key and never by the token.
import type { AppId, AppSettings, TokenKey } from '@hubbub/protocol';
import { TokenKey_Algorithm as Algorithm } from '@hubbub/protocol';
import {
  decodeJwt,
  decodeProtectedHeader,
  importJWK,
  importSPKI,
  jwtVerify,
  type CryptoKey,
  type JWK,
} from 'jose';

export interface BusinessToken {
  readonly app: AppId;
  readonly externalId: string;
  /** For a user who has to be made; '' when it says none. */
  readonly displayName: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
  /** Undefined where it says none. */
  readonly issuedAt: number | undefined;
}

/** Longer ones are refused unread. */
const longest = 4096;
const longestId = 128;
/** RFC 7515, 7.1. The library would also read padding, so that one token could be written in many ways. */
const compact = /^[\w-]+\.[\w-]+\.[\w-]+$/;
/** A token is good for at most this long, from now. */
export const longestLifeMs = 24 * 60 * 60 * 1000;
const clockToleranceSeconds = 5;

const names: Readonly<Record<Algorithm, string>> = {
  [Algorithm.UNSPECIFIED]: '',
  [Algorithm.HS256]: 'HS256',
  [Algorithm.EDDSA]: 'EdDSA',
};

export function looksLikeJwt(token: string): boolean {
  return token.split('.', 4).length === 3;
}

/** Undefined for every token that is not good, whatever is wrong with it. */
export async function readBusinessToken(
  token: string,
  settingsOf: (app: AppId) => AppSettings | undefined,
): Promise<BusinessToken | undefined> {
  if (token.length > longest || !compact.test(token)) return undefined;
  try {
    const { kid } = decodeProtectedHeader(token);
    // What is read here is not believed: it only says with which key to verify.
    const app = decodeJwt(token).aud;
    if (typeof app !== 'string' || typeof kid !== 'string') return undefined;
    const key = settingsOf(app as AppId)?.tokenKeys.find(({ id }) => id === kid);
    return key && (await verify(token, { app: app as AppId, key }));
  } catch {
    return undefined;
  }
}

/** Throws what is wrong with a key, in words. */
export async function importKey({ algorithm, key }: TokenKey): Promise<CryptoKey | Uint8Array> {
  if (algorithm === Algorithm.HS256) {
    const secret = new TextEncoder().encode(key);
    if (secret.length < 32) throw new Error('an HS256 secret has at least 32 bytes');
    return secret;
  }
  if (algorithm !== Algorithm.EDDSA) throw new Error('the algorithm is HS256 or EDDSA');
  if (!key.trimStart().startsWith('{')) return await importSPKI(key, 'EdDSA');
  const jwk = JSON.parse(key) as JWK;
  if (jwk.kty !== 'OKP' || jwk.crv !== 'Ed25519') throw new Error('it is no Ed25519 key');
  if (jwk.d !== undefined) throw new Error('it is a private key; only the public one is needed');
  return (await importJWK(jwk, 'EdDSA')) as CryptoKey;
}

interface With {
  readonly app: AppId;
  readonly key: TokenKey;
}

async function verify(token: string, { app, key }: With): Promise<BusinessToken | undefined> {
  const { payload } = await jwtVerify(token, await importKey(key), {
    algorithms: [names[key.algorithm]],
    audience: app,
    requiredClaims: ['exp', 'sub'],
    clockTolerance: clockToleranceSeconds,
  });
  const { sub = '', exp = 0, iat, name } = payload;
  const expiresAt = exp * 1000;
  if (sub === '' || sub.length > longestId || expiresAt > Date.now() + longestLifeMs)
    return undefined;
  const issuedAt = iat === undefined ? undefined : iat * 1000;
  const displayName = typeof name === 'string' ? name : '';
  return { app, externalId: sub, displayName, expiresAt, issuedAt };
}
