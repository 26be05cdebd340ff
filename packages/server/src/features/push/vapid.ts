// How the server shows push services who it is (RFC 8292): a signed word for each service, good for half a day.
import { createECDH, createPrivateKey, type KeyObject } from 'node:crypto';
import { SignJWT } from 'jose';

const lifeMs = 12 * 3_600_000;
/** A new one when so much of it is over. */
const renewMs = 6 * 3_600_000;
const mostServices = 1_000;

/** 32 random bytes that are a key, in base64url. */
export function newPushKey(): string {
  const pair = createECDH('prime256v1');
  pair.generateKeys();
  const bytes = pair.getPrivateKey();
  return Buffer.concat([Buffer.alloc(32 - bytes.length), bytes]).toString('base64url');
}

/** What clients subscribe with: the uncompressed point in base64url. Throws for what is no key. */
export function publicKeyOf(key: string): string {
  const pair = createECDH('prime256v1');
  pair.setPrivateKey(Buffer.from(key, 'base64url'));
  return pair.getPublicKey().toString('base64url');
}

export class Vapid {
  readonly applicationKey: string;
  readonly #key: KeyObject;
  readonly #contact: string;
  readonly #words = new Map<string, { readonly header: string; readonly from: number }>();

  /** @param contact mailto: or https: where the operator is reached; '' for none */
  constructor(key: string, contact: string) {
    this.applicationKey = publicKeyOf(key);
    this.#contact = contact;
    const point = Buffer.from(this.applicationKey, 'base64url');
    this.#key = createPrivateKey({
      format: 'jwk',
      key: {
        kty: 'EC',
        crv: 'P-256',
        d: key,
        x: point.subarray(1, 33).toString('base64url'),
        y: point.subarray(33).toString('base64url'),
      },
    });
  }

  /** The Authorization header for the service at this origin. */
  async header(origin: string, now: number): Promise<string> {
    const held = this.#words.get(origin);
    if (held !== undefined && now >= held.from && now - held.from < renewMs) return held.header;
    const word = new SignJWT(this.#contact === '' ? {} : { sub: this.#contact })
      .setProtectedHeader({ alg: 'ES256', typ: 'JWT' })
      .setAudience(origin)
      .setExpirationTime(Math.floor((now + lifeMs) / 1000));
    const header = `vapid t=${await word.sign(this.#key)}, k=${this.applicationKey}`;
    if (this.#words.size >= mostServices) this.#words.clear();
    this.#words.set(origin, { header, from: now });
    return header;
  }
}
