// Codes that people copy from paper or a mail: letters and digits that cannot be mistaken for each other, in groups.
import { createHash } from 'node:crypto';

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/** @param letters 5 random bits each */
export function makeTypedCode(letters: number): string {
  const bytes = crypto.getRandomValues(new Uint8Array(letters));
  const text = Array.from(bytes, (byte) => alphabet.charAt(byte & 31)).join('');
  return text.match(/.{1,4}/g)?.join('-') ?? text;
}

/** As it is stored; dashes, spaces and case make no difference, nor do letters that look like digits. */
export function hashTypedCode(purpose: 'recovery' | 'reset', code: string): string {
  const plain = code
    .toLowerCase()
    .replaceAll(/[\s-]/g, '')
    .replaceAll('o', '0')
    .replaceAll(/[il]/g, '1');
  return createHash('sha256').update(`${purpose} ${plain}`).digest('hex');
}
