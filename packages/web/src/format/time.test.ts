import { expect, test } from 'bun:test';
import { dayKey, formatBrief, formatDay, formatTime, toDate } from './time.ts';

const now = new Date(2026, 4, 20, 15, 30);

test('a list shows a time today, a weekday this week, else a date', () => {
  const morning = new Date(2026, 4, 20, 9, 5);
  expect(formatBrief(morning, now)).toBe(formatTime(morning));
  expect(formatBrief(new Date(2026, 4, 18, 9, 5), now)).toMatch(/^Mon/);
  expect(formatBrief(new Date(2026, 3, 2), now)).toMatch(/Apr/);
  expect(formatBrief(new Date(2025, 3, 2), now)).toMatch(/2025/);
});

test('late last night is yesterday, and a clock that runs behind shows no day in the future', () => {
  expect(formatDay(new Date(2026, 4, 19, 23, 59), now)).toBe('Yesterday');
  expect(formatDay(new Date(2026, 4, 20, 0, 1), now)).toBe('Today');
  expect(formatDay(new Date(2025, 4, 20), now)).toMatch(/2025/);
  expect(dayKey(new Date(2026, 0, 2))).toBe('2026-1-2');
});

test('a timestamp of the wire becomes a date to the millisecond', () => {
  expect(toDate({ seconds: 1_700_000_000n, nanos: 250_000_000 }).getTime()).toBe(1_700_000_000_250);
});
