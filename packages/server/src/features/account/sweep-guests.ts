// Takes away guests that nobody can log in as any more: they were not used for as long as their login lives, or logged out.
import { randomKey } from '@hubbub/protocol';
import type { Clock } from '../../ports/clock.ts';
import { eraseAccount } from '../../store/erase-store.ts';
import { findUnusedGuests } from '../../store/guest-store.ts';
import type { Store } from '../../store/store.ts';

const hour = 3_600_000;
const most = 100;

type Swept = Pick<Store, 'write' | 'systemRead'>;

/** Once an hour, on every node: a guest is erased once whoever does it. @returns stops it */
export function sweepGuests(
  store: Swept,
  clock: Clock,
  onTrouble: (what: string, cause: unknown) => void,
): () => void {
  return clock.every(hour, () => {
    sweep(store, clock.now()).catch((cause: unknown) => onTrouble('unused guests', cause));
  });
}

export async function sweep(store: Swept, now: number): Promise<void> {
  // One that has just been made may be logging in.
  const found = await store.systemRead(findUnusedGuests, { before: now - hour, limit: most });
  for (const { app, user } of found) {
    await store.write(app, eraseAccount, { user, holdMs: 0, outboxId: randomKey() });
  }
}
