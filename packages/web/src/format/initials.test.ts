import { expect, test } from 'bun:test';
import { initials, toneOf } from './initials.ts';

test('initials of names of any script', () => {
  expect(initials('alice')).toBe('A');
  expect(initials('Alice van Dyke')).toBe('AD');
  expect(initials('bob_smith')).toBe('BS');
  expect(initials('김철수')).toBe('김');
  expect(initials('👩‍👧 family')).toBe('👩‍👧');
  expect(initials('')).toBe('?');
});

test('a tone is one of twelve, and the same for the same id', () => {
  const tones = new Set(Array.from({ length: 200 }, (_, at) => toneOf(`usr_${at}`)));
  expect(tones.size).toBe(12);
  expect(toneOf('usr_1')).toBe(toneOf('usr_1'));
});
