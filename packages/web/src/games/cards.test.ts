import { expect, test } from 'bun:test';
import { fits, inOrder, rankOf, suitOf } from './cards.ts';

test('a card has a rank and a suit', () => {
  expect([rankOf('10h'), suitOf('10h')]).toEqual(['10', 'h']);
  expect([rankOf('As'), suitOf('As')]).toEqual(['A', 's']);
});

test('a hand is sorted by suit, then by rank', () => {
  expect(inOrder(['10s', '2s', 'Kc', 'Ac', '9h'])).toEqual(['Ac', 'Kc', '9h', '2s', '10s']);
});

test('the suit to follow, the same rank, or an eight fits', () => {
  const table = { top: '9h', suit: 'h' } as const;
  expect(fits('2h', table)).toBe(true);
  expect(fits('9c', table)).toBe(true);
  expect(fits('8s', table)).toBe(true);
  expect(fits('2c', table)).toBe(false);
  // An eight lies there and clubs were named.
  expect(fits('2c', { top: '8h', suit: 'c' })).toBe(true);
  expect(fits('2h', { top: '8h', suit: 'c' })).toBe(false);
});
