import { expect, test } from 'bun:test';
import { inBars, mostBars } from './loudness.ts';

test('a long recording is drawn by its loudest, a short one as it is', () => {
  const levels = Array.from({ length: 1000 }, (_, at) => (at === 500 ? 255 : 7));
  const bars = inBars(levels);
  expect(bars.length).toBe(mostBars);
  expect([...bars].filter((bar) => bar === 255)).toHaveLength(1);
  expect([...inBars([1, 2, 3])]).toEqual([1, 2, 3]);
  expect([...inBars([])]).toEqual([]);
});
