// docs/sync.md as a property: whatever the network does, in the end every client holds what the server holds, and at no
// moment does it show a gap or what is not its own.
import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { harshSchedule, run, runOnline } from './steps.ts';

describe('every client converges', () => {
  test('over a network that loses, repeats and reorders', () => {
    fc.assert(
      fc.property(harshSchedule, (steps) => {
        expect(run(steps)).toBeUndefined();
      }),
      { numRuns: 3000 },
    );
  }, 60_000);

  test('without reconnecting, when nothing is lost', () => {
    fc.assert(
      fc.property(harshSchedule, (steps) => {
        expect(runOnline(steps)).toBeUndefined();
      }),
      { numRuns: 2000 },
    );
  }, 60_000);
});
