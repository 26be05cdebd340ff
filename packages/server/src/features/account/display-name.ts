// What a display name may be. It is free to choose, but it must show something and must not turn the text around it.
import { OperationError } from '@hubbub/protocol';
import { isFitName } from '../../rules/text.ts';

const longest = 64;

/** The display name in the form it is stored in; `otherwise` when it is empty. */
export function readDisplayName(text: string, otherwise: string): string {
  const name = text.normalize('NFC').trim();
  if (name === '') return otherwise;
  if (!isFitName(name))
    throw new OperationError(
      'FIELD',
      'displayName must be visible text without control characters.',
    );
  if (Array.from(name).length > longest)
    throw new OperationError('FIELD', `displayName is longer than ${longest} characters.`);
  return name;
}
