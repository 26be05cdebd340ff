import { expect, test } from 'bun:test';
import { fuzzy } from './fuzzy.ts';

function best(query: string, names: readonly string[]): readonly string[] {
  return names
    .map((name) => ({ name, score: fuzzy(query, name) }))
    .filter(({ score }) => score !== undefined)
    .sort((a, b) => (b.score ?? 0) - (a.score ?? 0))
    .map(({ name }) => name);
}

test('the beginning before the beginning of a word, before the inside, before letters in order', () => {
  const names = ['Undeveloped', 'Old Dev', 'Alexander Devlin', 'Devon', 'Dev'];
  expect(best('dev', names)).toEqual([
    'Dev',
    'Devon',
    'Old Dev',
    'Alexander Devlin',
    'Undeveloped',
  ]);
  expect(best('rg', ['Reading group', 'Garden'])).toEqual(['Reading group']);
});

test('what is not there does not fit; every word has to', () => {
  expect(fuzzy('zebra', 'Launch day')).toBeUndefined();
  expect(fuzzy('day lau', 'Launch day')).toBeGreaterThan(0);
  expect(fuzzy('day zebra', 'Launch day')).toBeUndefined();
  // In the middle of a word letters in order would fit nearly everything.
  expect(fuzzy('nc y', 'Launch day')).toBeGreaterThan(0);
  expect(fuzzy('ady', 'Launch day')).toBeUndefined();
});

test('marks and case do not count, other scripts do', () => {
  expect(fuzzy('ecole', 'École du soir')).toBeGreaterThan(0);
  expect(fuzzy('小明', 'Carol 小明')).toBeGreaterThan(0);
  expect(fuzzy('ㄷㅅ', '독서 모임')).toBe(90);
  expect(fuzzy('독서', '독서 모임')).toBe(90);
  expect(fuzzy('ㅁㅇ', '독서 모임')).toBe(80);
});
