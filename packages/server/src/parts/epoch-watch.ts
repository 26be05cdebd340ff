// Notices that the database was put back to another state by other means while the server runs (docs/sync.md 5).
import type { Clock } from '../ports/clock.ts';
import type { Store } from '../store/store.ts';

interface EpochWatch {
  readonly store: Pick<Store, 'epoch' | 'currentEpoch'>;
  readonly clock: Clock;
  readonly everyMs: number;
  readonly onNew: () => void;
  readonly report: (problem: string, cause: unknown) => void;
}

/** @returns what ends it */
export function watchEpoch({ store, clock, everyMs, onNew, report }: EpochWatch): () => void {
  // One look at a time, so that an older answer never comes after a newer one. Sessions opened once it is known are told
  // of the new epoch; all others are of the old one and end.
  let isLooking = false;
  return clock.every(everyMs, () => {
    if (isLooking) return;
    isLooking = true;
    const before = store.epoch;
    void store
      .currentEpoch()
      .then(
        (epoch) => {
          if (epoch !== before) onNew();
        },
        (cause: unknown) => report('could not read the epoch', cause),
      )
      .finally(() => (isLooking = false));
  });
}
