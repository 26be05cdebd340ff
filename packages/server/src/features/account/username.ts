// What a username may be, and when two are one. Pure.
import { OperationError } from '@hubbub/protocol';

export interface Username {
  /** As it is shown and stored: NFC. */
  readonly name: string;
  /** What must be unique. */
  readonly folded: string;
}

// Scripts such as Devanagari write vowels as marks after a letter; more than three in a row is only ever a drawing.
const pattern = /^(?:[\p{L}\p{Nd}]\p{M}{0,3}|[._-])+$/u;
// Letters that show nothing, among them the Hangul fillers.
const invisible = /\p{Default_Ignorable_Code_Point}/u;

/** Undefined unless it is 2 to 32 letters (any script), digits, dots, dashes or underscores. */
export function parseUsername(text: string): Username | undefined {
  const name = text.normalize('NFC');
  const length = Array.from(name).length;
  if (length < 2 || length > 32 || !pattern.test(name) || invisible.test(name)) return undefined;
  return { name, folded: foldName(name) };
}

/** Like parseUsername; throws USERNAME. */
export function readUsername(text: string): Username {
  const username = parseUsername(text);
  if (username === undefined) throw new OperationError('USERNAME');
  return username;
}

/**
 * One text for all names that differ by case or by compatibility forms only (full-width letters, ligatures, ß and ss).
 * Upper case comes first because some letters have a common upper case only.
 */
export function foldName(text: string): string {
  return text.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC');
}
