import { OperationError } from '@hubbub/protocol';
import { isFitName } from '../../rules/text.ts';

/** What a passkey, or a device, is called by its user. */
export function readName(text: string): string {
  const name = text.normalize('NFC').trim();
  if (!isFitName(name))
    throw new OperationError('FIELD', 'name must be visible text without control characters.');
  return name;
}
