// Forgets what the record held for as long as it is kept, on every node: whoever does it, it is done once.
import type { Clock } from '../../ports/clock.ts';
import { trimAudit } from '../../store/audit-store.ts';
import type { Store } from '../../store/store.ts';

const hour = 3_600_000;
const day = 24 * hour;
const rowsPerSlice = 500;

interface Parts {
  readonly store: Pick<Store, 'systemWrite'>;
  readonly clock: Clock;
  /** 0: for ever. */
  readonly keepDays: number;
  readonly onTrouble: (what: string, cause: unknown) => void;
}

/** @returns stops it */
export function sweepAudit({ store, clock, keepDays, onTrouble }: Parts): () => void {
  if (keepDays === 0) return () => undefined;
  return clock.every(hour, () => {
    sweep(store, clock.now() - keepDays * day).catch((cause: unknown) =>
      onTrouble('the record of what operators did', cause),
    );
  });
}

export async function sweep(store: Parts['store'], before: number): Promise<void> {
  while (await store.systemWrite(trimAudit, { before, limit: rowsPerSlice }));
}
