import { expect, test } from 'bun:test';
import { byLetter } from './letters.ts';

test('names stand under their first letter, accents aside, everything else at the end', () => {
  const names = ['bob', 'Émile', '小明', 'Eve', 'alice', '7 of 9', 'Bill'];
  expect(byLetter(names, (name) => name)).toEqual([
    { letter: 'A', rows: ['alice'] },
    { letter: 'B', rows: ['Bill', 'bob'] },
    { letter: 'E', rows: ['Émile', 'Eve'] },
    { letter: '#', rows: ['7 of 9', '小明'] },
  ]);
});
