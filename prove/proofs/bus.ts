// M3: what joins two nodes loses three of ten, doubles one, and brings two late and in another order; it is cut, and forgets. What it
// says is only a hint: at rest every device is where the database is.
import { underLoad, type Attack, type Options } from '../load.ts';
import { LossyRedis } from '../lossy-redis.ts';
import { Nodes } from '../nodes.ts';
import { Redis } from '../redis.ts';
import type { Judged } from '../verdict.ts';
import { Random } from '../random.ts';

const losses = { lost: 0.3, twice: 0.1, late: 0.2, lateMs: 5_000 };
/** How often nodes compare themselves with the database: everything is at rest after twice as long. */
const headsMs = 5_000;

export async function bus(options: Options): Promise<Judged> {
  const redis = await Redis.start();
  const lossy = await LossyRedis.start(redis.port, new Random(options.seed));
  const nodes = new Nodes(lossy, 2);
  const strikes = [
    async () => lossy.cutAll(),
    () => redis.forget(),
    async () => {
      lossy.losses = { ...losses, lost: 1 };
      await Bun.sleep(options.roundMs);
    },
  ] as const;
  let round = 0;
  const attack: Attack = {
    setup: { flags: { bus: lossy.url, 'heads-ms': String(headsMs) } },
    rest: { id: 'M3', ms: 2 * headsMs },
    async before(stage) {
      await nodes.join(stage);
      lossy.losses = { ...losses, lateMs: Math.min(losses.lateMs, options.roundMs) };
    },
    async strike({ random, devices }) {
      for (const device of devices) if (random.below(3) === 0) device.wander();
      await strikes[round % strikes.length]?.();
      lossy.losses = { ...losses, lateMs: Math.min(losses.lateMs, options.roundMs) };
      round += 1;
    },
    heal(stage) {
      lossy.losses = undefined;
      stage.measured['lostByBus'] = lossy.lost;
      if (lossy.lost === 0) stage.fault('M3', 'nothing was published, so nothing was lost');
    },
    async after() {
      await nodes.stop();
      await redis.stop();
    },
  };
  return await underLoad('bus', attack)(options);
}
