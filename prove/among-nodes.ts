// A proof of three nodes on one PostgreSQL database, joined by Redis: devices go from one to the other.
import { underLoad, type Options } from './load.ts';
import { Nodes } from './nodes.ts';
import { Redis } from './redis.ts';
import type { Stage } from './stage.ts';
import type { Judged } from './verdict.ts';
import { byProxy, type MakeWay } from './way.ts';

export const count = 3;
/** Nobody waits longer for an answer from a node that is cut off. */
const answerMs = 5_000;

export interface Place {
  readonly nodes: Nodes;
  readonly redis: Redis;
}

export type Strike = (stage: Stage, place: Place) => Promise<void>;

export interface AttackOnNodes {
  readonly strike: Strike;
  readonly flags?: Readonly<Record<string, string>>;
  /** With the first node running. */
  readonly before?: (stage: Stage) => Promise<void>;
  readonly gapMs?: number;
  readonly makeWay?: MakeWay;
}

export function amongNodes(proof: string, attack: AttackOnNodes) {
  return async (options: Options): Promise<Judged> => {
    const redis = await Redis.start();
    const nodes = new Nodes(redis, count, attack.makeWay ?? byProxy);
    const place = { nodes, redis };
    return await underLoad(proof, {
      setup: { flags: { ...attack.flags, bus: redis.url, 'heads-ms': '1000' } },
      ...(attack.gapMs !== undefined && { gapMs: attack.gapMs }),
      async before(stage) {
        await attack.before?.(stage);
        stage.run.answerMs = answerMs;
        await nodes.join(stage);
      },
      async strike(stage) {
        for (const device of stage.devices) if (stage.random.below(3) === 0) device.wander();
        await attack.strike(stage, place);
      },
      after: () => nodes.stop(),
    })(options);
  };
}
