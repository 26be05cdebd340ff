// The `next` of pages in order of a time and, within it, of a number.
import { OperationError } from '@hubbub/protocol';

type Place = readonly [at: number, number: number];

/** Undefined on the first page. */
export function readAfter(text: string): Place | undefined {
  if (text === '') return undefined;
  const [, ...parts] = /^(\d{1,16})\.(\d{1,16})$/.exec(text) ?? [];
  const [at = NaN, number = NaN] = parts.map(Number);
  if (!Number.isSafeInteger(at) || !Number.isSafeInteger(number))
    throw new OperationError('FIELD', 'after: must be the `next` of a page');
  return [at, number];
}

/** Empty on the last page. */
export function toNext(place: Place | undefined): string {
  return place?.join('.') ?? '';
}
