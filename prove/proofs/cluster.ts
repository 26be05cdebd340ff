// M1, M2, M4, M5, M6: three nodes, whose devices go from one to the other, while nodes, the database's server and the bus are killed
// and cut off, and the owner of a game sleeps past its lease.
import { underLoad, type Attack, type Options } from '../load.ts';
import { Nodes } from '../nodes.ts';
import { signUp, type Person } from '../people.ts';
import { Redis } from '../redis.ts';
import { leaseMs, sleepPastLease } from '../sleeper.ts';
import type { Stage } from '../stage.ts';
import { writeGame } from '../owner-game.ts';
import type { Judged } from '../verdict.ts';

const count = 3;
/** Nobody waits longer for an answer from a node that is cut off. */
const answerMs = 5_000;

export async function cluster(options: Options): Promise<Judged> {
  const redis = await Redis.start();
  const nodes = new Nodes(redis, count);
  const { postgres, roundMs } = options;
  const strikes: readonly ((stage: Stage) => Promise<void>)[] = [
    (stage) => nodes.kill(stage, stage.random.below(count)),
    ({ random }) => nodes.cutOff(1 + random.below(count - 1), 'database', roundMs),
    ({ random }) => nodes.cutOff(1 + random.below(count - 1), 'bus', roundMs),
    async () => {
      await redis.stop();
      await redis.startAgain();
    },
    async () => {
      await postgres?.kill();
      await postgres?.startAgain();
    },
    (stage) => sleepPastLease(stage, players),
  ];
  let round = 0;
  let players: readonly Person[] = [];
  const attack: Attack = {
    setup: {
      flags: {
        bus: redis.url,
        'heads-ms': '1000',
        games: writeGame(options.folder),
        'game-lease-ms': String(leaseMs),
      },
    },
    async before(stage) {
      const names = Array.from({ length: count }, (_, i) => `player${i}`);
      players = await Promise.all(names.map((name) => signUp(stage.server.url, name)));
      stage.run.answerMs = answerMs;
      await nodes.join(stage);
    },
    async strike(stage) {
      for (const device of stage.devices) if (stage.random.below(3) === 0) device.wander();
      await strikes[round % strikes.length]?.(stage);
      round += 1;
    },
    after: () => nodes.stop(),
  };
  return await underLoad('cluster', attack)(options);
}
