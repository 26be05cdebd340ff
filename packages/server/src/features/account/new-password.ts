// Which passwords may be chosen: long enough, in one form, and not what everybody guesses first. There are no rules about
// kinds of characters, and nothing is cut off.
import { OperationError } from '@hubbub/protocol';
import { isWellKnown } from './known-passwords.ts';

const shortest = 8;
const longest = 128;

/** The one form in which a password is hashed, however the keyboard composed it. */
export function normalizePassword(password: string): string {
  return password.normalize('NFC');
}

/**
 * The password in the form to hash. Throws PASSWORD_TOO_SHORT, PASSWORD_KNOWN or FIELD.
 * @param names what an attacker knows of the account: its names and the app's
 */
export function readNewPassword(text: string, names: readonly string[]): string {
  const password = normalizePassword(text);
  const length = countCharacters(password);
  if (!password.isWellFormed()) throw new OperationError('FIELD', 'password is not valid Unicode.');
  if (length < shortest) throw new OperationError('PASSWORD_TOO_SHORT');
  if (length > longest)
    throw new OperationError('FIELD', `password is longer than ${longest} characters.`);
  if (isWellKnown(password) || isMadeOf(password, names))
    throw new OperationError('PASSWORD_KNOWN');
  return password;
}

/** Is there too little of its own beside one of these names? */
function isMadeOf(password: string, names: readonly string[]): boolean {
  const folded = fold(password);
  return names.map(fold).some((name) => {
    if (countCharacters(name) < 3 || !folded.includes(name)) return false;
    return countCharacters(folded.replaceAll(name, '')) < shortest;
  });
}

/** Code points, as the contract counts them. */
function countCharacters(text: string): number {
  return Array.from(text).length;
}

function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}
