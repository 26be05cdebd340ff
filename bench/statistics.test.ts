import { expect, test } from 'bun:test';
import { median, percentile, Sample, spread } from './statistics.ts';

test('median and percentiles lie between the nearest ranks', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
  expect(percentile([0, 10], 0.99)).toBeCloseTo(9.9);
  expect(median([])).toBeNaN();
});

test('the spread names both ends', () => {
  expect(spread([5, 9, 7])).toEqual({ median: 7, low: 5, high: 9 });
});

test('a full sample thins evenly', () => {
  const sample = new Sample(100);
  for (let i = 0; i < 10_000; i += 1) sample.add(i);
  expect(sample.values.length).toBeLessThanOrEqual(100);
  expect(sample.values.length).toBeGreaterThan(25);
  expect(Math.abs(median(sample.values) - 5000)).toBeLessThan(400);
});
