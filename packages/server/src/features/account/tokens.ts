// Tokens and tickets: 256 random bits in base64url. What is stored is their SHA-256, which needs no salt and no slow hash,
// because nobody can guess 256 bits; and looking one up by its hash tells nothing by its time, because whoever asks cannot
// steer the hash.
import { createHash } from 'node:crypto';

const day = 24 * 60 * 60 * 1000;

export interface Token {
  /** Shown once to the caller and kept nowhere. */
  readonly token: string;
  readonly hash: string;
}

export function createToken(): Token {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  const token = bytes.toBase64({ alphabet: 'base64url', omitPadding: true });
  return { token, hash: hashToken(token) };
}

export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** Of the operator; whoever finds it somewhere sees what it is. */
export function createOperatorToken(): string {
  return `hbo_${createToken().token}`;
}

const keyPrefix = 'hbk_';
const secretOfKey = /^hbk_[\w-]{43}$/;

/** The secret of an app key: a token that anybody, and every scanner, recognises as one. */
export function createKeySecret(): Token {
  const token = `${keyPrefix}${createToken().token}`;
  return { token, hash: hashToken(token) };
}

/** By its length no device's token is one. */
export function isKeySecret(token: string): boolean {
  return secretOfKey.test(token);
}

export interface Life {
  readonly idleMs: number;
  readonly absoluteMs: number;
}

/** How long a login lasts: in a browser's cookie, and as a token kept by an installed client (which has no end in use). */
export const lives = {
  cookie: { idleMs: 7 * day, absoluteMs: 30 * day },
  token: { idleMs: 90 * day, absoluteMs: 100 * 365 * day },
  /** Of a guest: whoever is away longer has lost it. */
  guest: { idleMs: 30 * day, absoluteMs: 100 * 365 * day },
} as const satisfies Record<string, Life>;

export const ticketLifeMs = 30_000;
