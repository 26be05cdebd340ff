// At which moments games tick: few of them, and each game at its own.
import { expect, test } from 'bun:test';
import { momentAfter } from './host.ts';

const numbers = Array.from({ length: 40 }, (_, i) => i + 1);
const momentsOf = (intervalMs: number, nowMs: number) =>
  new Set(numbers.map((number) => momentAfter(nowMs, { number, intervalMs })));

test.each([
  { rate: 20, moments: 5 },
  { rate: 30, moments: 3 },
  { rate: 60, moments: 1 },
  { rate: 1, moments: 40 },
])('forty games at $rate a second tick at $moments moments', ({ rate, moments }) => {
  expect(momentsOf(1000 / rate, 1234.5).size).toBe(moments);
});

test('a game that missed its ticks goes on at its own moment, within an interval', () => {
  for (const number of numbers) {
    const game = { number, intervalMs: 50 };
    const first = momentAfter(0, game);
    const later = momentAfter(987.6, game);
    expect((later - first) % 50).toBeCloseTo(0, 6);
    expect(later).toBeGreaterThanOrEqual(987.6);
    expect(later).toBeLessThan(987.6 + 50);
  }
});
