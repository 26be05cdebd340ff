// Counters that all nodes share. While Redis is away, or slower than anybody would wait for, each node counts for itself:
// then a limit holds per node, which is said in the log once.
import { RateLimiterRedis } from 'rate-limiter-flexible';
import { memoryLimiter, type MakeLimiter } from '../ports/limiter.ts';
import { connectRedis, placeOf } from './redis-connection.ts';

export interface RedisLimiters {
  readonly make: MakeLimiter;
  close(): void;
}

interface RedisLimitersOptions {
  readonly url: string;
  /** Shared by the nodes of one cluster and by nobody else. */
  readonly prefix: string;
  readonly warn: (text: string, cause: unknown) => void;
  readonly note: (text: string) => void;
}

const patienceMs = 250;

export function redisLimiters({ url, prefix, warn, note }: RedisLimitersOptions): RedisLimiters {
  const place = placeOf(url);
  const redis = connectRedis({
    url,
    patienceMs,
    onState(trouble) {
      if (trouble === undefined) note(`${place} is back: rate limits are shared again`);
      else warn(`${place} is away: rate limits count on each node alone`, trouble);
    },
  });
  return {
    make: (options) =>
      new RateLimiterRedis({
        ...options,
        keyPrefix: `${prefix}:${options.keyPrefix}`,
        storeClient: redis,
        rejectIfRedisNotReady: true,
        insuranceLimiter: memoryLimiter(options),
      }),
    close: () => redis.disconnect(),
  };
}
