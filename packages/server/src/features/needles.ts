// What a caller looks for, with a bound on how much that may be.
import { OperationError } from '@hubbub/protocol';
import { needlesOf, type Needle } from '../rules/words.ts';

const mostNeedles = 10;

/** @param shortest letters that may be the beginning of a word */
export function readNeedles(query: string, shortest?: number): readonly Needle[] {
  const needles = needlesOf(query, shortest);
  if (needles.length > mostNeedles)
    throw new OperationError('FIELD', `query: holds more than ${mostNeedles} words`);
  return needles;
}
