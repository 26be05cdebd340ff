// What a display name may be. It is free to choose, but it must show something and must not turn the text around it.
import { OperationError } from '@hubbub/protocol';

const longest = 64;
const control = /\p{Cc}/u;
// Embeddings, overrides and isolates: one that is not closed reverses the line it is drawn in.
const turning = /[\u202a-\u202e\u2066-\u2069]/u;
const nothing = /^[\p{White_Space}\p{Default_Ignorable_Code_Point}]*$/u;

/** The display name in the form it is stored in; `otherwise` when it is empty. */
export function readDisplayName(text: string, otherwise: string): string {
  const name = text.normalize('NFC').trim();
  if (name === '') return otherwise;
  if (!name.isWellFormed() || control.test(name) || turning.test(name) || nothing.test(name))
    throw new OperationError(
      'FIELD',
      'displayName must be visible text without control characters.',
    );
  if (Array.from(name).length > longest)
    throw new OperationError('FIELD', `displayName is longer than ${longest} characters.`);
  return name;
}
