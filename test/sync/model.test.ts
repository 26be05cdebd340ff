// docs/sync.md as a property: whatever the network does, in the end every client holds what the server holds and counts
// what it counts, and at no moment does it show a gap or what is not its own.
import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { runs } from '../support/runs.ts';
import { harshSchedule, rareSchedules, run, runOnline } from './steps.ts';

const examples = rareSchedules.map((steps): [typeof steps] => [steps]);

describe('every client converges', () => {
  test('over a network that loses, repeats and reorders', () => {
    fc.assert(
      fc.property(harshSchedule, (steps) => {
        expect(run(steps)).toBeUndefined();
      }),
      { numRuns: runs(2000, 20_000), examples },
    );
  }, 600_000);

  test('without reconnecting, when nothing is lost', () => {
    fc.assert(
      fc.property(harshSchedule, (steps) => {
        expect(runOnline(steps)).toBeUndefined();
      }),
      { numRuns: runs(2000, 20_000), examples },
    );
  }, 600_000);
});
