import { expect, test } from 'bun:test';
import { partsOf } from './snippet.ts';

const shown = (...args: Parameters<typeof partsOf>) =>
  partsOf(...args)
    .map(({ text, isFound }) => (isFound ? `[${text}]` : text))
    .join('');

test('marks what was found, counted in characters and not in units', () => {
  expect(shown('good 😀 morning', [{ start: 7, end: 14 }])).toBe('good 😀 [morning]');
  expect(shown('tea', [])).toBe('tea');
  expect(
    shown('tea tea', [
      { start: 0, end: 3 },
      { start: 4, end: 7 },
    ]),
  ).toBe('[tea] [tea]');
});

test('is cut around the first place', () => {
  const text = `${'a'.repeat(50)} tea ${'b'.repeat(50)}`;
  const range = { start: 51, end: 54 };
  expect(shown(text, [range], 40)).toBe(`…${'a'.repeat(23)} [tea] ${'b'.repeat(12)}…`);
  expect(shown('b'.repeat(50), [{ start: 0, end: 1 }], 10)).toBe(`[b]${'b'.repeat(9)}…`);
});
