// Options of a new game, as they are kept and compared: JSON of an object without spaces, '{}' for none.
import { OperationError } from '@hubbub/protocol';

export function cleanOptions(text: string): string {
  if (text === '') return '{}';
  try {
    const options: unknown = JSON.parse(text);
    if (typeof options === 'object' && options !== null && !Array.isArray(options))
      return JSON.stringify(options);
  } catch {
    // Told like everything else that is no object.
  }
  throw new OperationError('FIELD', 'options must be a JSON object');
}
