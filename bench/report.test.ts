import { expect, test } from 'bun:test';
import { toRows, toTable } from './report.ts';

const rounds = [
  { system: 'hubbub', figure: { case: 'w1', perCpuSecond: 300, p50Ms: 1 } },
  { system: 'bun', figure: { case: 'w1', perCpuSecond: 400, p50Ms: 2, generatorBound: true } },
  { system: 'hubbub', figure: { case: 'w1', perCpuSecond: 100, p50Ms: 3 } },
  { system: 'hubbub', figure: { case: 'w1', perCpuSecond: 200, p50Ms: 2 } },
];

test('rows are medians, without the fields that do not apply', () => {
  expect(toRows(rounds)).toEqual([
    { system: 'hubbub', case: 'w1', perCpuSecond: 200, p50Ms: 2 },
    { system: 'bun', case: 'w1', perCpuSecond: 400, p50Ms: 2 },
  ]);
});

test('the table shows spread, ratio and who was held up by the generator', () => {
  const table = toTable(rounds);
  expect(table).toContain('0.2 k (0.1 k-0.3 k)');
  expect(table).toContain('0.50');
  expect(table).toContain('generator-bound: in bun w1');
  expect(table).not.toContain('KiB');
});

test('the bound on stopped sockets is judged on the median', () => {
  const rounds = [900, 1_000, 5_000].map((kibPerStopped) => ({
    system: 'hubbub',
    figure: { case: 'tenth stopped', kibPerStopped, mostKibPerStopped: 1_126 },
  }));
  expect(toTable(rounds)).toContain('bound kept');
  expect(toTable(rounds.slice(1))).toContain('bound BROKEN');
});
