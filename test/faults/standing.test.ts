import { expect, test } from 'bun:test';
import { checkStanding } from './standing.ts';

const told = { marks: new Map([['a/r', 3]]), places: new Map([['a/r', true]]) };

test('what was acknowledged must stand', () => {
  const members = new Set(['a/r']);
  const right = { members, marked: new Map([['a/r', 3]]), miscounted: [] };
  expect(checkStanding(told, right)).toEqual([]);
  expect(checkStanding(told, { ...right, marked: new Map([['a/r', 2]]) })).toHaveLength(1);
  expect(checkStanding(told, { ...right, members: new Set() })).toHaveLength(1);
  expect(checkStanding(told, { ...right, miscounted: ['r'] })).toHaveLength(1);
});
