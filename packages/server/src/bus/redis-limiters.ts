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
  readonly warn: (text: string) => void;
}

const patienceMs = 250;

export function redisLimiters({ url, prefix, warn }: RedisLimitersOptions): RedisLimiters {
  const place = placeOf(url);
  let isClosed = false;
  const redis = connectRedis({
    url,
    patienceMs,
    onState(trouble) {
      if (isClosed) return;
      if (trouble === undefined) warn(`${place} is back: rate limits are shared again`);
      else warn(`${place} is away (${trouble}): rate limits count on each node alone`);
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
    close() {
      isClosed = true;
      redis.disconnect();
    },
  };
}
