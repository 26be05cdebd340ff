import { expect, test } from 'bun:test';
import { checked, withSum, type SummedRow } from './message-sum.ts';

const row: SummedRow = {
  conversation: 2 ** 52 + 5,
  seq: 7,
  sender: 2 ** 51 + 3,
  client_msg_id: 'key 1',
  recalled: 0,
};
const body = new TextEncoder().encode('what somebody said');

test('a row is read as it was written, and one from before there were sums too', () => {
  expect(checked(withSum(body, row), row)).toEqual(body);
  expect(checked(body, row)).toBe(body);
  expect(checked(withSum(new Uint8Array(), row), row)).toEqual(new Uint8Array());
});

test('no bit of the body can be another one', () => {
  const content = withSum(body, row);
  for (let bit = 0; bit < body.length * 8; bit += 1) {
    const other = content.slice();
    other[bit >> 3] = (other[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    expect(() => checked(other, row)).toThrow('message 7 of cnv_');
  }
});

test('zeros in place of its end are no row from before there were sums', () => {
  const content = withSum(body, row);
  for (let zeros = 6; zeros <= content.length; zeros += 1) {
    const other = content.slice();
    other.fill(0, content.length - zeros);
    expect(() => checked(other, row)).toThrow('message 7 of cnv_');
  }
  expect(checked(new Uint8Array(), row)).toEqual(new Uint8Array());
});

test('no row is taken for another one', () => {
  const content = withSum(body, row);
  for (let bit = 0; bit < 52; bit += 1)
    for (const column of ['conversation', 'seq', 'sender'] as const) {
      const other = { ...row, [column]: Number(BigInt(row[column]) ^ (1n << BigInt(bit))) };
      expect(() => checked(content, other)).toThrow('damaged');
    }
  expect(() => checked(content, { ...row, recalled: 1 })).toThrow('damaged');
  expect(() => checked(content, { ...row, client_msg_id: 'key 0' })).toThrow('damaged');
});
