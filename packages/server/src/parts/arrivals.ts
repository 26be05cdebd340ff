// How often an address may open sockets.
import type { Config } from '../config/table.ts';
import { memoryLimiter, type MakeLimiter } from '../ports/limiter.ts';
import { ratesOf } from '../rates.ts';

const burst = 50;

export function arrivals(
  { addressRate }: Config,
  make: MakeLimiter = memoryLimiter,
): (address: string) => Promise<boolean> {
  const rates = ratesOf('arrivals', { perSecond: addressRate, burst }, make);
  return async (address) =>
    rates === undefined ||
    rates.charge(address, 1).then(
      () => true,
      () => false,
    );
}
