// Rate limits by cost: each caller has tokens for a second and a burst on top. One bucket per connection; HTTP calls share
// one per device, or per address before login.
import { OperationError } from '@hubbub/protocol';
import { BurstyRateLimiter, RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

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

export function memoryRates({ perSecond, burst }: RateOptions): Rates | undefined {
  if (perSecond === 0) return undefined;
  const steady = new RateLimiterMemory({ keyPrefix: 'steady', points: perSecond, duration: 1 });
  const extra = new RateLimiterMemory({
    keyPrefix: 'burst',
    points: Math.max(burst, 1),
    duration: 60,
  });
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
