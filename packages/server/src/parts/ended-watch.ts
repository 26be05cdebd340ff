// Who is out by now, though the bus said nothing of it: users that another node or a command disabled, devices that lost their login to
// another one. Those of the last minute are looked up every second, so that they are out within it whatever happens to the bus.
import type { Clock } from '../ports/clock.ts';
import type { DisabledEmission, RevokeEmission } from '../ports/bus.ts';
import { lastReplaced } from '../store/device-policy-store.ts';
import { lastDisabled } from '../store/disabled-store.ts';
import type { Store } from '../store/store.ts';

const lookMs = 1_000;
/** Clocks of nodes differ, and a look may be late. */
const backMs = 60_000;

interface Parts {
  readonly store: Pick<Store, 'systemRead'>;
  readonly clock: Clock;
  readonly onEnded: (emission: DisabledEmission | RevokeEmission) => void;
  readonly report: (problem: string, cause: unknown) => void;
}

/** @returns stops it */
export function watchEnded({ store, clock, onEnded, report }: Parts): () => void {
  let isStopped = false;
  const stop = clock.every(lookMs, () => {
    look().catch((cause: unknown) => {
      // A look that the end of the server overtakes is nobody's trouble.
      if (!isStopped) report('could not read who is out', cause);
    });
  });
  return () => {
    isStopped = true;
    stop();
  };

  async function look(): Promise<void> {
    const since = { since: clock.now() - backMs };
    for (const one of await store.systemRead(lastDisabled, since))
      onEnded({ type: 'disabled', ...one });
    for (const one of await store.systemRead(lastReplaced, since))
      onEnded({ type: 'revoke', ...one, why: 'REPLACED' });
  }
}
