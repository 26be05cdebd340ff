import { expect, test } from 'bun:test';
import fc from 'fast-check';
import { Few } from './few.ts';

test('it holds what a set holds', () => {
  const deed = fc.record({ adds: fc.boolean(), one: fc.integer({ min: 1, max: 4 }) });
  fc.assert(
    fc.property(fc.array(deed), (deeds) => {
      const few = new Few<number>();
      const set = new Set<number>();
      for (const { adds, one } of deeds) {
        if (adds) {
          few.add(one);
          set.add(one);
        } else expect(few.delete(one)).toBe(set.delete(one));
        expect(few.size).toBe(set.size);
        expect(new Set(few)).toEqual(set);
        expect([...few]).toHaveLength(set.size);
        for (let other = 0; other <= 5; other += 1) expect(few.has(other)).toBe(set.has(other));
      }
    }),
  );
});
