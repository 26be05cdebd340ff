// What joins this node with others, or stands in for it when there are none.
import { memoryBus } from '../bus/memory.ts';
import { redisLimiters } from '../bus/redis-limiters.ts';
import { openRedisBus } from '../bus/redis.ts';
import type { Config } from '../config/table.ts';
import type { Log } from '../observe/log.ts';
import type { Bus } from '../ports/bus.ts';
import type { Clock } from '../ports/clock.ts';

interface ClusterParts {
  readonly config: Config;
  /** A bus of the program's own. */
  readonly bus: Bus | undefined;
  readonly clock: Clock;
  readonly log: Log;
  readonly report: (problem: string, cause: unknown) => void;
  /** Nodes on one database have one; clusters that share a Redis have different ones. */
  readonly name: string;
}

export async function joinCluster({ config, bus: given, clock, log, report, name }: ClusterParts) {
  const isShared = given !== undefined || config.bus !== '';
  if (config.bus === '') return { bus: given ?? memoryBus(), isShared, limiters: undefined };
  const { bus: url } = config;
  const note = (text: string) => log.warn({}, text);
  const limiters = redisLimiters({ url, prefix: `hubbub:${name}`, warn: note });
  const bus =
    given ?? (await openRedisBus({ url, channel: `hubbub:${name}`, clock, report, note }));
  return { bus, isShared, limiters };
}
