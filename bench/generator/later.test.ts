import { expect, test } from 'bun:test';
import { Later, shareOf } from './later.ts';

const server = { pid: process.pid, port: 0, stop: async () => {} };

test('of what is left the measured time owes what it added', () => {
  expect(shareOf({ atBegin: 20, atEnd: 80, all: 100 })).toBe(0.6);
  expect(shareOf({ atBegin: 80, atEnd: 20, all: 100 })).toBe(0);
  expect(shareOf({ atBegin: 0, atEnd: 80, all: 40 })).toBe(1);
  expect(shareOf({ atBegin: 0, atEnd: 0, all: 0 })).toBe(0);
});

test('nothing counts before all of it is done', async () => {
  const left = [0, 5, 5, 3, 1, 0];
  const later = new Later(server, async () => left.shift() ?? 0);
  await later.begin();
  await later.end();
  const { cpu, faults } = await later.done();
  expect(left).toEqual([]);
  expect(cpu).toBeGreaterThanOrEqual(0);
  expect(faults).toEqual([]);
});
