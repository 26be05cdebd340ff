import { expect, test } from 'bun:test';
import { middleOf, mostZoom, sideOf, within } from './crop.ts';

const wide = { width: 400, height: 200 };

test('the square in the middle is the largest that fits', () => {
  expect(sideOf(wide, middleOf(wide))).toBe(200);
  expect(within(wide, middleOf(wide))).toEqual({ x: 200, y: 100, zoom: 1 });
});

test('it never leaves the picture, however far it is moved or turned small', () => {
  expect(within(wide, { x: -50, y: 900, zoom: 2 })).toEqual({ x: 50, y: 150, zoom: 2 });
  expect(within(wide, { x: 399, y: 1, zoom: 0.1 })).toEqual({ x: 300, y: 100, zoom: 1 });
  expect(within(wide, { x: 200, y: 100, zoom: 99 }).zoom).toBe(mostZoom);
});
