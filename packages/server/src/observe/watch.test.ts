import { expect, test } from 'bun:test';
import { Beats, cell } from './watch.ts';

const limits = { lookMs: 100, silenceMs: 200, hangMs: 500, logFile: '', ops: ['a.b', 'c.d'] };

test('a loop that stands still is told of once, with what it began last, and then ended', () => {
  const cells = new Int32Array(new SharedArrayBuffer(4 * cell.count));
  const beats = new Beats({ ...limits, cells: cells.buffer });
  const look = () => beats.look();
  cells[cell.beats] = 1;
  cells[cell.op] = 2;
  expect([look(), look()]).toEqual([undefined, undefined]);
  expect(look()).toEqual({ what: 'still', ms: 200, op: 'c.d' });
  expect([look(), look()]).toEqual([undefined, undefined]);
  expect(look()).toEqual({ what: 'hangs', ms: 500, op: 'c.d' });
});

test('a beat begins it anew, and nothing may have been begun', () => {
  const cells = new Int32Array(new SharedArrayBuffer(4 * cell.count));
  const beats = new Beats({ ...limits, cells: cells.buffer });
  const said = Array.from({ length: 19 }, (_, i) => {
    if (i % 2 === 0) cells[cell.beats] = i + 1;
    return beats.look();
  });
  expect(said.every((one) => one === undefined)).toBe(true);
  expect(beats.look()).toBeUndefined();
  expect(beats.look()).toEqual({ what: 'still', ms: 200, op: undefined });
});
