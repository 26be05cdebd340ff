import { expect, test } from 'bun:test';
import fc from 'fast-check';
import { effectiveRead, unread } from './unread.ts';

test.each([
  ['no member', { seq: 9, joinSeq: 0 }, 0],
  ['a first message', { seq: 1, joinSeq: 1 }, 1],
  ['joined late', { seq: 9, joinSeq: 8 }, 2],
  ['joined after the newest', { seq: 9, joinSeq: 10 }, 0],
  ['read', { seq: 9, joinSeq: 1, readSeq: 7 }, 2],
  ['sent after reading', { seq: 9, joinSeq: 1, readSeq: 2, lastSentSeq: 8 }, 1],
  ['cleared', { seq: 9, joinSeq: 1, cleared: 9 }, 0],
  ['recalled ones do not count', { seq: 9, joinSeq: 1, readSeq: 4, recalled: 2 }, 3],
  ['a read mark from before a rejoin', { seq: 9, joinSeq: 9, readSeq: 3 }, 1],
])('%s', (_, input, expected) => {
  expect(unread(input)).toBe(expected);
});

test('it is the number of visible messages after the effective seq that are not recalled', () => {
  const seqs = fc.nat(20);
  fc.assert(
    fc.property(
      seqs,
      fc.integer({ min: 1, max: 21 }),
      seqs,
      fc.array(seqs),
      (...[seq, joinSeq, readSeq, gone]) => {
        const effective = effectiveRead({ joinSeq, readSeq });
        const recalled = new Set(gone.filter((at) => at > effective && at <= seq));
        let count = 0;
        for (let at = joinSeq; at <= seq; at += 1)
          if (at > effective && !recalled.has(at)) count += 1;
        expect(unread({ seq, joinSeq, readSeq, recalled: recalled.size })).toBe(count);
      },
    ),
  );
});
