import { expect, test } from 'bun:test';
import { judge, readKept, showVerdict } from './guard.ts';

/** Rounds in which Hubbub makes so many deliveries per CPU second, and bare Bun 1,000, 500 and 2,000. */
function rounds(...hubbub: readonly number[]) {
  const bare = [1_000, 500, 2_000];
  return hubbub.flatMap((perCpuSecond, i) => [
    { system: 'hubbub', figure: { case: 'w1', perCpuSecond } },
    { system: 'bun', figure: { case: 'w1', perCpuSecond: bare[i] ?? 1_000 } },
  ]);
}

test('a ratio within a tenth of what was kept passes, one below fails', () => {
  const [same] = judge(rounds(800, 400, 1_600), { w1: 0.8 });
  expect(same).toMatchObject({ kept: 0.8, isWorse: false, seen: { median: 0.8 } });
  expect(judge(rounds(730, 365, 1_460), { w1: 0.8 })[0]?.isWorse).toBe(false);
  expect(judge(rounds(710, 355, 1_420), { w1: 0.8 })[0]?.isWorse).toBe(true);
});

test('rounds are compared with the bare one beside them, and one bad round does not count', () => {
  expect(judge(rounds(800, 100, 1_600), { w1: 0.8 })[0]?.isWorse).toBe(false);
  expect(judge(rounds(100, 50, 1_600), { w1: 0.8 })[0]?.isWorse).toBe(true);
});

test('what was never kept, or has no figure, does not pass', () => {
  expect(judge(rounds(800), {})[0]?.isWorse).toBe(true);
  const failed = judge(rounds(Number.NaN), { w1: 0.8 });
  expect(failed[0]?.isWorse).toBe(true);
});

test('it says what it saw', () => {
  const [verdict] = judge(rounds(600, 400, 1_600), { w1: 0.8 });
  expect(verdict && showVerdict(verdict)).toBe(
    'ok     w1   0.800 of bare Bun (0.600-0.800), kept 0.800',
  );
});

test('both windows are kept', () => {
  expect(Object.keys(readKept())).toEqual(['w1', 'w16']);
});
