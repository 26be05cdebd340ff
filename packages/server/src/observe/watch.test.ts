import { expect, test } from 'bun:test';
import { Beats, cell } from './watch.ts';

const limits = { lookMs: 100, silenceMs: 300, hangMs: 500, logFile: '', ops: ['a.b', 'c.d'] };

test('a loop that stands still is told of once, with what it began last and did most, and then ended', () => {
  const cells = new Int32Array(new SharedArrayBuffer(4 * cell.count));
  const states = ['waits', 'computes', 'waits', 'computes', 'computes'];
  const beats = new Beats({ ...limits, cells: cells.buffer }, () => states.shift());
  const look = () => beats.look();
  cells[cell.beats] = 1;
  cells[cell.op] = 2;
  expect([look(), look(), look()]).toEqual([undefined, undefined, undefined]);
  expect(look()).toEqual({ what: 'still', ms: 300, op: 'c.d', state: 'waits' });
  expect(look()).toBeUndefined();
  expect(look()).toEqual({ what: 'hangs', ms: 500, op: 'c.d', state: 'computes' });
});

test('a beat begins it anew, and nothing may have been begun', () => {
  const cells = new Int32Array(new SharedArrayBuffer(4 * cell.count));
  const beats = new Beats({ ...limits, cells: cells.buffer }, () => undefined);
  const said = Array.from({ length: 19 }, (_, i) => {
    if (i % 2 === 0) cells[cell.beats] = i + 1;
    return beats.look();
  });
  expect(said.every((one) => one === undefined)).toBe(true);
  expect([beats.look(), beats.look()]).toEqual([undefined, undefined]);
  expect(beats.look()).toEqual({ what: 'still', ms: 300, op: undefined, state: undefined });
});
