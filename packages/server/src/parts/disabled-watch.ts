// Users that another node or a command disabled: the bus says so, and may lose it. Those of the last minute are looked up every
// second, so that they are out within it whatever happens to the bus.
import type { Clock } from '../ports/clock.ts';
import type { DisabledEmission } from '../ports/bus.ts';
import { lastDisabled } from '../store/disabled-store.ts';
import type { Store } from '../store/store.ts';

const lookMs = 1_000;
/** Clocks of nodes differ, and a look may be late. */
const backMs = 60_000;

interface Parts {
  readonly store: Pick<Store, 'systemRead'>;
  readonly clock: Clock;
  readonly onDisabled: (emission: DisabledEmission) => void;
  readonly report: (problem: string, cause: unknown) => void;
}

/** @returns stops it */
export function watchDisabled({ store, clock, onDisabled, report }: Parts): () => void {
  return clock.every(lookMs, () => {
    store
      .systemRead(lastDisabled, { since: clock.now() - backMs })
      .then((found) => {
        for (const one of found) onDisabled({ type: 'disabled', ...one });
      })
      .catch((cause: unknown) => report('could not read who was disabled', cause));
  });
}
