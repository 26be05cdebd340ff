import { expect, test } from 'bun:test';
import { create } from '@bufbuild/protobuf';
import { MessageSchema } from '@hubbub/protocol';
import { HeldKeys } from './held-keys.ts';

const most = { messages: 3, keys: 100, bytes: 10_000 };
const said = (seq: number, text = `word${seq}`) =>
  create(MessageSchema, {
    seq,
    version: seq,
    sender: 'usr_1',
    content: { case: 'text', value: text },
  });
const rangesIn = (held: HeldKeys) => held.stretches('s').map(({ from, to }) => [from, to]);

test('what follows on each other is a stretch, as long as one slice', () => {
  const held = new HeldKeys(most);
  held.hold('s', [said(1), said(2)]);
  held.hold('s', [said(3), said(4)]);
  held.hold('s', [said(7)]);
  expect(rangesIn(held)).toEqual([
    [1, 3],
    [4, 4],
    [7, 7],
  ]);
});

test('what changed is of no use, nor is what comes late', () => {
  const held = new HeldKeys(most);
  held.hold('s', [said(5), said(6)]);
  held.hold('s', [said(5, 'edited'), said(4)]);
  expect(rangesIn(held)).toEqual([[5, 6]]);
});

test('a stretch that is being written is left as it is', () => {
  const held = new HeldKeys(most);
  held.hold('s', [said(1)]);
  expect(rangesIn(held)).toEqual([[1, 1]]);
  held.hold('s', [said(2)]);
  expect(rangesIn(held)).toEqual([
    [1, 1],
    [2, 2],
  ]);
  held.drop('s', 1);
  expect(rangesIn(held)).toEqual([[2, 2]]);
});

test('its size comes back, and above the bound nothing more is held', () => {
  const held = new HeldKeys(most);
  for (let seq = 1; seq < 100; seq += 1) held.hold('s', [said(seq, 'x'.repeat(1_000))]);
  expect(held.size).toBeGreaterThan(10_000);
  expect(held.size).toBeLessThan(12_000);
  const last = rangesIn(held).at(-1)?.[1] ?? 0;
  expect(last).toBeLessThan(12);
  held.drop('s', last);
  expect(held.size).toBe(0);
  held.hold('t', [said(1)]);
  held.clear();
  expect(held.size).toBe(0);
  expect(held.stretches('t')).toEqual([]);
});
