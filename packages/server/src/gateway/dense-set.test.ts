import { expect, test } from 'bun:test';
import fc from 'fast-check';
import { DenseSet } from './dense-set.ts';

// Many want the same place: all that are 64 apart do while there are no more places than that.
const number = fc.oneof(
  fc.integer({ min: 1, max: 400 }),
  fc.integer({ min: 0, max: 40 }).map((one) => one * 64),
);
const deed = fc.record({ adds: fc.integer({ min: 0, max: 3 }).map(Boolean), number });

test('it holds what a set holds, as it grows and as it empties', () => {
  const things = new Map<number, { number: number }>();
  const thing = (number: number) =>
    things.get(number) ?? things.set(number, { number }).get(number)!;
  let largest = 0;
  fc.assert(
    fc.property(fc.array(deed, { maxLength: 600, size: 'max' }), (deeds) => {
      const dense = new DenseSet<{ number: number }>();
      const set = new Set<{ number: number }>();
      const hold = () => {
        expect(dense.size).toBe(set.size);
        expect(new Set(dense)).toEqual(set);
        expect([...dense]).toHaveLength(set.size);
      };
      const remove = (one: { number: number }) => expect(dense.delete(one)).toBe(set.delete(one));
      for (const { adds, number } of deeds) {
        const one = thing(number);
        if (adds) {
          dense.add(one);
          set.add(one);
        } else remove(one);
        expect(dense.has(one)).toBe(set.has(one));
        expect(dense.size).toBe(set.size);
      }
      hold();
      for (const one of things.values()) expect(dense.has(one)).toBe(set.has(one));
      largest = Math.max(largest, set.size);
      for (const one of [...set].slice(2)) remove(one);
      hold();
      for (const one of set) remove(one);
      hold();
    }),
  );
  expect(largest).toBeGreaterThan(120);
});

test('numbers that want one place take no longer than others', () => {
  // So many that looking at all of them each time would take minutes.
  const most = 200_000;
  const dense = new DenseSet<number>();
  for (let one = 0; one < most; one += 1) dense.add((one * 2 ** 14) % 2 ** 32);
  expect(dense.size).toBe(most);
});

test('who goes through it while others come and go meets each who stays, once', () => {
  const dense = new DenseSet<number>();
  for (let one = 1; one <= 100; one += 1) dense.add(one);
  const met: number[] = [];
  for (const one of dense) {
    met.push(one);
    if (one % 3 === 0) dense.delete(one);
    dense.add(1000 + one);
  }
  const stayed = Array.from({ length: 100 }, (_, i) => i + 1);
  expect(met.filter((one) => one <= 100).sort((a, b) => a - b)).toEqual(stayed);
});
