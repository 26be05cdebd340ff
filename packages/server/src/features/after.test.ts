import { expect, test } from 'bun:test';
import { readAfter, toNext } from './after.ts';

test('every `next` is taken back, the largest numbers too', () => {
  for (const number of [0, 7, Number.MAX_SAFE_INTEGER])
    expect(readAfter(toNext([1_760_000_000_000, number]))).toEqual([1_760_000_000_000, number]);
  expect(readAfter(toNext(undefined))).toBeUndefined();
});

test('nothing else is', () => {
  for (const text of ['x', '1', '1.', '.1', '1.2.3', '-1.2', '1.2 ', '1e3.1', '9007199254740993.1'])
    expect(() => readAfter(text)).toThrow('must be the `next` of a page');
});
