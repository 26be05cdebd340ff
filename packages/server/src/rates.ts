// Rate limits by cost: each caller has tokens for a second and a burst on top. One bucket per connection; other calls share
// one per device, per app key, or per address before login. An app may have a rate of its own.
import { OperationError, type AppId } from '@hubbub/protocol';
import { BurstyRateLimiter, RateLimiterRes } from 'rate-limiter-flexible';
import { memoryLimiter, type MakeLimiter } from './ports/limiter.ts';

export interface RateOptions {
  /** Tokens a second; 0: no limit. */
  readonly perSecond: number;
  /** Tokens a minute on top. */
  readonly burst: number;
}

/** What tokens are taken from. */
export interface Bucket {
  /** Throws RATE with retryAfterMs. */
  charge(key: string, cost: number): Promise<void>;
}

/** Who pays for a call. */
interface Payer {
  readonly app: AppId;
  readonly rateKey: string;
}

export interface Rates {
  /** Undefined: without limit. */
  bucketOf(payer: Payer): Bucket | undefined;
}

export interface CallRates {
  readonly usual: RateOptions;
  /** Of each app key. */
  readonly keys: RateOptions;
  /** An app's own instead of the usual one. */
  readonly own: (app: AppId) => RateOptions | undefined;
  /** Counts what may come to any node; sockets live on one, and so do their buckets. */
  readonly make: MakeLimiter;
}

export function callRates({ usual, keys, own, make }: CallRates): Rates {
  const made = new Map<string, Bucket | undefined>();
  const bucket = (name: string, options: RateOptions, limiter: MakeLimiter) => {
    const key = `${name} ${options.perSecond}+${options.burst}`;
    if (!made.has(key)) made.set(key, ratesOf(key, options, limiter));
    return made.get(key);
  };
  return {
    bucketOf({ app, rateKey }) {
      if (rateKey.startsWith('key_')) return bucket('keys', keys, make);
      const options = own(app) ?? usual;
      return rateKey.startsWith('socket ')
        ? bucket('sockets', options, memoryLimiter)
        : bucket('calls', options, make);
    },
  };
}

/** @param name keeps the keys of several of them apart */
export function ratesOf(
  name: string,
  { perSecond, burst }: RateOptions,
  make: MakeLimiter,
): Bucket | undefined {
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
