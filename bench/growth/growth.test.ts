import { expect, test } from 'bun:test';
import { drawChart } from './chart.ts';
import { rowsOf, showRow, unknownGrowths } from './growth.ts';
import { sizesUpTo } from './stored.ts';

const points = [3, 1, 2].map((y) => ({ growth: 'memory', series: 'hubbub', x: 10, y }) as const);

test('rows are medians with their spread', () => {
  const [row] = rowsOf(points);
  expect(row).toEqual({ growth: 'memory', series: 'hubbub', x: 10, median: 2, low: 1, high: 3 });
  expect(row && showRow(row)).toContain('2.00 KiB (1.00-3.00)');
});

test('a chart has a line and a bar for every point, and both colours', () => {
  const series = [1, 10, 100].map((x) => ({ x, median: x, low: x / 2, high: x * 2 }));
  const svg = drawChart({ title: 'a < b', x: 'c', series: [{ name: 'd', points: series }] });
  expect(svg).toContain('a &lt; b');
  expect(svg.match(/class="bar0" fill="none"/g)).toHaveLength(3);
  expect(svg).toContain('prefers-color-scheme: dark');
  expect(svg).not.toContain('NaN');
});

test('sizes go by tens up to the largest', () => {
  expect(sizesUpTo(1_000_000)).toEqual([10_000, 100_000, 1_000_000]);
  expect(unknownGrowths(['memory', 'weight'])).toEqual(['weight']);
});
