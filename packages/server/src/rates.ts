// Rate limits by cost: each caller has tokens for a second and a burst on top. One bucket per connection; HTTP calls share
// one per device, or per address before login.
import { OperationError } from '@hubbub/protocol';
import { BurstyRateLimiter, RateLimiterRes } from 'rate-limiter-flexible';
import { memoryLimiter, type MakeLimiter } from './ports/limiter.ts';

interface RateOptions {
  /** Tokens a second; 0: no limit. */
  readonly perSecond: number;
  /** Tokens a minute on top. */
  readonly burst: number;
}

export interface Rates {
  /** Throws RATE with retryAfterMs. */
  charge(key: string, cost: number): Promise<void>;
}

export function memoryRates(options: RateOptions): Rates | undefined {
  return ratesOf('', options, memoryLimiter);
}

/** @param name keeps the keys of several of them apart */
export function ratesOf(
  name: string,
  { perSecond, burst }: RateOptions,
  make: MakeLimiter,
): Rates | undefined {
  if (perSecond === 0) return undefined;
  const steady = make({ keyPrefix: `${name} steady`, points: perSecond, duration: 1 });
  const extra = make({ keyPrefix: `${name} burst`, points: Math.max(burst, 1), duration: 60 });
  const limiter = new BurstyRateLimiter(steady, extra);
  return {
    async charge(key, cost) {
      try {
        await limiter.consume(key, cost);
      } catch (refusal) {
        // The library rejects with its state when the tokens are used up, with an Error when it is broken.
        if (!(refusal instanceof RateLimiterRes)) throw refusal;
        const retryAfterMs = Math.max(50, Math.min(1000, refusal.msBeforeNext));
        throw new OperationError('RATE', undefined, { retryAfterMs });
      }
    },
  };
}

/** A socket lives on one node, so its bucket does too; what may come to any node is counted for all of them. */
export function clusterRates(options: RateOptions, make: MakeLimiter): Rates | undefined {
  const own = memoryRates(options);
  const shared = ratesOf('calls', options, make);
  return (
    own &&
    shared && {
      charge: (key, cost) => (isSocket(key) ? own : shared).charge(key, cost),
    }
  );
}

function isSocket(rateKey: string): boolean {
  return rateKey.startsWith('socket ');
}
