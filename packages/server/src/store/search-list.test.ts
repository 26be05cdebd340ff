// Rows of the search index, packed and unpacked again.
import { expect, test } from 'bun:test';
import fc from 'fast-check';
import { runs } from '../../../../test/support/runs.ts';
import { eachOf, listsOf, untilOf, without, type List } from './search-list.ts';

const gap = fc.constantFrom(0, 1, 7, 1_500, 29_999, 30_000, 30_001, -1, -40_000, 86_400_000);
const step = fc.record({ seqs: fc.integer({ min: 1, max: 5_000_000 }), gap });
/** Each with its time, from the lowest seq on. */
const talk = fc.array(step, { maxLength: 400, size: 'max' }).map((steps) => {
  const times = new Map<number, number>();
  let [seq, at] = [0, 1_700_000_000_000];
  for (const one of steps) times.set((seq += one.seqs), (at += one.gap));
  return times;
});

const packed = (times: ReadonlyMap<number, number>) =>
  listsOf([...times.keys()], (seq) => times.get(seq)!);
const messagesIn = (lists: readonly List[]) => {
  const messages: [number, number][] = [];
  for (const list of lists) eachOf(list, (seq, at) => messages.push([seq, at]));
  return messages;
};

test('lists hold what was packed, newest first, and reach no further than they may', () => {
  fc.assert(
    fc.property(talk, (times) => {
      const lists = packed(times);
      expect(messagesIn(lists)).toEqual([...times].toReversed());
      for (const list of lists) {
        const sentAt = messagesIn([list]).map(([, at]) => at);
        expect(sentAt).toEqual(sentAt.toSorted((a, b) => b - a));
        expect(list.at - list.span).toBe(sentAt.at(-1)!);
        expect(list.at).toBeLessThanOrEqual(untilOf(sentAt.at(-1)!));
        expect(list.rest.length).toBeLessThan(950);
      }
    }),
    { numRuns: runs(100, 3_000) },
  );
});

test('what follows on each other within thirty seconds is one row', () => {
  const each = (count: number, ms: number) =>
    packed(new Map(Array.from({ length: count }, (_, i) => [i + 1, i * ms])));
  expect(each(1, 0)).toEqual([{ at: 0, seq: 1, span: 0, rest: '' }]);
  expect(each(3, 10)).toEqual([{ at: 20, seq: 3, span: 20, rest: '10,1,10,1' }]);
  expect(each(31, 1_000)).toHaveLength(1);
  expect(each(32, 1_000)).toHaveLength(2);
  // 900 characters.
  expect(each(182, 10)).toHaveLength(1);
  expect(each(183, 10)).toHaveLength(2);
});

test('a message that goes leaves the others', () => {
  fc.assert(
    fc.property(talk, fc.nat(), (times, which) => {
      for (const list of packed(times)) {
        const there = messagesIn([list]);
        const [gone] = there[which % there.length]!;
        expect(messagesIn(without(list, gone)!)).toEqual(there.filter(([seq]) => seq !== gone));
        expect(without(list, gone + 0.5)).toBe(undefined);
      }
    }),
    { numRuns: runs(50, 1_000) },
  );
});

test('of a damaged row the messages before the damage are said, and nothing fails', () => {
  const character = fc.integer({ min: 1, max: 255 }).map((code) => String.fromCharCode(code));
  fc.assert(
    fc.property(talk, fc.nat(), character, (times, place, instead) => {
      for (const list of packed(times).filter(({ rest }) => rest !== '')) {
        const at = place % list.rest.length;
        const rest = list.rest.slice(0, at) + instead + list.rest.slice(at + 1);
        const said = messagesIn([{ ...list, rest }]);
        const whole = list.rest.slice(0, at).split(',').length >> 1;
        expect(said.slice(0, whole)).toEqual(messagesIn([list]).slice(0, whole));
        for (const one of said) expect(one.every(Number.isInteger)).toBe(true);
        for (const one of without({ ...list, rest }, list.seq) ?? [])
          expect([one.at, one.seq, one.span].every(Number.isInteger)).toBe(true);
      }
    }),
    { numRuns: runs(100, 3_000) },
  );
});
