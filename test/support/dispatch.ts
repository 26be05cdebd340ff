// What a Dispatch needs besides operations and a store, for tests that are about neither apps nor rates.
import type { Apps } from '../../packages/server/src/dispatch.ts';
import { memoryLimiter } from '../../packages/server/src/ports/limiter.ts';
import { callRates, type RateOptions, type Rates } from '../../packages/server/src/rates.ts';

/** Every app is there and open to all. */
export const openApps: Apps = {
  has: () => true,
  admit: () => undefined,
  stillValid: async () => true,
};

export const noRates: Rates = { bucketOf: () => undefined };

export function memoryRates(usual: RateOptions): Rates {
  return callRates({ usual, keys: usual, own: () => undefined, make: memoryLimiter });
}
