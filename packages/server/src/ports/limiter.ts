// Counters with an end: how often something happened under a key within a time. Adapters: this process's memory below; for
// several nodes Redis, which falls back to memory while Redis is away (bus/redis-limiters.ts).
import { RateLimiterMemory, type RateLimiterAbstract } from 'rate-limiter-flexible';

export interface LimiterOptions {
  /** Unique per counter; keys of two counters never meet. */
  readonly keyPrefix: string;
  readonly points: number;
  /** Seconds. */
  readonly duration: number;
}

export type MakeLimiter = (options: LimiterOptions) => RateLimiterAbstract;

export const memoryLimiter: MakeLimiter = (options) => new RateLimiterMemory(options);
