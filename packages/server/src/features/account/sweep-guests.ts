// Takes away guests that nobody can log in as any more: they were not used for as long as their login lives, or logged out.
import { OperationError, randomKey } from '@hubbub/protocol';
import type { Clock } from '../../ports/clock.ts';
import { eraseAccount } from '../../store/erase-store.ts';
import { findUnusedGuests, type UnusedPage } from '../../store/guest-store.ts';
import type { Store } from '../../store/store.ts';

const hour = 3_600_000;
const guestsPerStep = 100;

interface Sweeping {
  readonly store: Pick<Store, 'write' | 'systemRead'>;
  readonly now: number;
  readonly report: (cause: unknown) => void;
}

/** Once an hour, on every node: a guest is erased once whoever does it. @returns stops it */
export function sweepGuests(
  store: Sweeping['store'],
  clock: Clock,
  onTrouble: (what: string, cause: unknown) => void,
): () => void {
  let isStopped = false;
  const report = (cause: unknown) => {
    if (!isStopped) onTrouble('unused guests', cause);
  };
  const stop = clock.every(hour, () => {
    sweep({ store, now: clock.now(), report }).catch(report);
  });
  return () => {
    isStopped = true;
    stop();
  };
}

export async function sweep({ store, now, report }: Sweeping): Promise<void> {
  // One that has just been made may be logging in.
  const query = { before: now - hour, limit: guestsPerStep };
  let place: UnusedPage['next'] = { at: -1, of: 0, id: 0 };
  while (place !== undefined) {
    const page: UnusedPage = await store.systemRead(findUnusedGuests, { ...query, ...place });
    for (const { app, user } of page.guests)
      // One that cannot be erased must not keep the others.
      await store
        .write(app, eraseAccount, { user, holdMs: 0, outboxId: randomKey() })
        .catch((cause: unknown) => {
          if (!isErased(cause)) report(cause);
        });
    place = page.next;
  }
}

/** Another node was faster. */
function isErased(cause: unknown): boolean {
  return cause instanceof OperationError && cause.reason === 'UNKNOWN';
}
