// M1, M2, M4, M5, M6: three nodes, whose devices go from one to the other, while nodes, the database's server and the bus are killed
// and cut off, and the owner of a game sleeps past its lease.
import type { Options } from '../load.ts';
import { Sleeper } from '../sleeper.ts';
import { amongNodes, count, type Strike } from '../among-nodes.ts';
import type { Judged } from '../verdict.ts';

export async function cluster(options: Options): Promise<Judged> {
  const { postgres, roundMs } = options;
  const sleeper = new Sleeper(options.folder, 1);
  const isAway = (from: 'database' | 'bus'): Strike => {
    const partition = { from: [from], direction: 'both', ms: roundMs } as const;
    return ({ random }, { nodes }) => nodes.cutOff(1 + random.below(count - 1), partition);
  };
  const strikes: readonly Strike[] = [
    (stage, { nodes }) => nodes.kill(stage, stage.random.below(count)),
    isAway('database'),
    isAway('bus'),
    async (_stage, { redis }) => {
      await redis.stop();
      await redis.startAgain();
    },
    async () => {
      await postgres?.kill();
      await postgres?.startAgain();
    },
    (stage) => sleeper.sleepPastLease(stage),
  ];
  let round = 0;
  return await amongNodes('cluster', {
    flags: sleeper.flags,
    before: (stage) => sleeper.meet(stage),
    async strike(stage, place) {
      await strikes[round % strikes.length]?.(stage, place);
      round += 1;
    },
  })(options);
}
