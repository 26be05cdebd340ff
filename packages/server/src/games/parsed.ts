// JSON from outside, checked by the schema of the game that it is for.
import { OperationError } from '@hubbub/protocol';
import type { Schema } from './game.ts';

/** Throws INPUT. */
export function parsed(schema: Schema | undefined, text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new OperationError('INPUT', 'It is no JSON.');
  }
  if (schema === undefined) return value;
  const result = schema['~standard'].validate(value);
  if (result instanceof Promise || result.issues !== undefined) throw new OperationError('INPUT');
  return result.value;
}
