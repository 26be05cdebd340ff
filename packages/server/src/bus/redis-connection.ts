// A connection to Redis that comes back by itself, never queues what cannot be sent now, and tells of losing and finding
// Redis once each, not with every attempt.
import { Redis } from 'ioredis';

export interface RedisPlace {
  /** redis://user:password@host:port/db, or rediss:// */
  readonly url: string;
  /** Told once when Redis goes away, and with `undefined` when it is back. Never holds the password. */
  readonly onState: (trouble: string | undefined) => void;
  /** A command that takes longer fails; without it, one ends with its connection. */
  readonly patienceMs?: number;
}

const longestPauseMs = 1_000;

export function connectRedis({ url, onState, patienceMs }: RedisPlace): Redis {
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    autoResubscribe: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: null,
    connectTimeout: 2_000,
    retryStrategy: (times: number) => Math.min(50 * times, longestPauseMs),
    ...(patienceMs === undefined ? {} : { commandTimeout: patienceMs }),
  });
  let last: string | undefined;
  let isAway = false;
  redis.on('error', (error: Error) => (last = error.message));
  redis.on('ready', () => {
    if (isAway) onState(undefined);
    isAway = false;
    last = undefined;
  });
  redis.on('close', () => {
    if (!isAway) onState(last ?? 'the connection was closed');
    isAway = true;
  });
  return redis;
}

/** Where it is, for people: without user and password. */
export function placeOf(url: string): string {
  return URL.canParse(url) ? `Redis at ${new URL(url).host}` : 'Redis';
}
