import { expect, test } from 'bun:test';
import { Content, countContents, countOf, firstSender, OrderCheck } from './content.ts';

const content = new Content(40);

test('what is written is read, wherever it stands', () => {
  const bytes = Buffer.from(`{"text":"${content.write(3, 7)}"}\n${content.write(4, 8)}`);
  const seen: number[][] = [];
  const broken = content.read(bytes, { start: 0, end: bytes.length }, (...one) => seen.push(one));
  expect(broken).toBe(0);
  expect(seen).toEqual([
    [3, 7],
    [4, 8],
  ]);
  expect(countContents(bytes, 0, bytes.length)).toBe(2);
  expect(countOf(bytes, { start: 0, end: bytes.length }, 4)).toBe(1);
  expect(firstSender(bytes, 0, bytes.length)).toBe(3);
  expect(firstSender(bytes, 0, 3)).toBe(-1);
});

test('cut content is noticed', () => {
  const bytes = Buffer.from(content.write(1, 1).slice(0, -3) + content.write(1, 2));
  expect(content.read(bytes, { start: 0, end: bytes.length }, () => {})).toBe(1);
});

test('a gap, a repeat and a swap are faults', () => {
  for (const numbers of [
    [1, 3],
    [1, 1],
    [2, 1],
  ]) {
    const check = new OrderCheck();
    for (const number of numbers) check.see(9, number);
    expect(check.faults).toHaveLength(1);
  }
  const right = new OrderCheck();
  for (const number of [5, 6, 7]) right.see(9, number);
  right.see(8, 1);
  expect(right.faults).toEqual([]);
});
