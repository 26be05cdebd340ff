// M6 alone, and often: the node that runs some games sleeps past its lease, and goes on when others have them.
import { amongNodes } from '../among-nodes.ts';
import type { Options } from '../load.ts';
import { Sleeper } from '../sleeper.ts';
import type { Judged } from '../verdict.ts';

/** At a time. */
const games = 8;

export async function takeover(options: Options): Promise<Judged> {
  const sleeper = new Sleeper(options.folder, games);
  return await amongNodes('takeover', {
    flags: sleeper.flags,
    before: (stage) => sleeper.meet(stage),
    strike: (stage) => sleeper.sleepPastLease(stage),
  })(options);
}
