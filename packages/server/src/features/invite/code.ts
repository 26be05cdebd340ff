// Codes of links: 128 random bits in base64url, so nobody can guess one. What is stored is their SHA-256: whoever reads the
// database, or a copy of it, comes into no group by it (docs/adr/0028).
import { createHash } from 'node:crypto';

export interface InviteCode {
  /** Shown once to who made the link, and kept nowhere. */
  readonly code: string;
  readonly hash: string;
}

export function createCode(): InviteCode {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const code = bytes.toBase64({ alphabet: 'base64url', omitPadding: true });
  return { code, hash: hashCode(code) };
}

export function hashCode(code: string): string {
  return createHash('sha256').update(`invite ${code}`).digest('hex');
}
