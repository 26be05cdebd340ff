// Codes of an authenticator app, and the recovery codes that stand in for it. Nothing is stored or counted here.
import { Secret, TOTP } from 'otpauth';
import { hashTypedCode, makeTypedCode } from '../account/typed-code.ts';

const periodMs = 30_000;

export function makeSecret(): string {
  return new Secret({ size: 20 }).base32;
}

/** What the app reads from a QR code. */
export function totpUri(secret: string, username: string, issuer: string): string {
  return new TOTP({ issuer, label: username, secret }).toString();
}

/**
 * The step that the code is of, or undefined when it is of none near now: a clock may be half a minute off. The library
 * compares in constant time.
 */
export function stepOf(secret: string, code: string, now: number): number | undefined {
  const token = code.replaceAll(/\s/g, '');
  if (!/^\d{6}$/.test(token)) return undefined;
  const options = { token, secret: Secret.fromBase32(secret), timestamp: now, window: 1 };
  const delta = TOTP.validate(options);
  return delta === null ? undefined : Math.floor(now / periodMs) + delta;
}

/** Ten codes of 80 random bits. */
export function makeRecoveryCodes(): string[] {
  return Array.from({ length: 10 }, () => makeTypedCode(16));
}

export function hashRecoveryCode(code: string): string {
  return hashTypedCode('recovery', code);
}
