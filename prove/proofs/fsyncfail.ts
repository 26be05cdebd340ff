// D3: the Nth write, sync or truncation under load fails, and what was unsynced when a sync failed never reaches the disk. The
// server stops, says that it is not ready, or goes on with nothing lost: then the power is gone, and it starts again.
import { join } from 'node:path';
import { Disk, failures, shortLog, type Failure } from '../disk.ts';
import { underLoad, type Options } from '../load.ts';
import type { Stage } from '../stage.ts';
import type { Judged } from '../verdict.ts';

const patienceMs = 10_000;
const kinds = failures.filter((failure) => failure !== 'truncate EIO');

export async function fsyncfail(options: Options): Promise<Judged> {
  const disk = await Disk.under(join(options.folder, 'data'));
  let round = 0;
  const attack = { setup: { env: disk.env, beside: shortLog }, strike, after: cut };
  return underLoad('fsyncfail', attack)(options);

  async function strike(stage: Stage): Promise<void> {
    const failure = kinds[round % kinds.length] as Failure;
    round += 1;
    const nth = round;
    disk.fail(failure, nth);
    // The log is emptied to see whether the disk can be trusted again: now and then that fails too.
    if (failure.startsWith('sync') && round % 2 === 0) disk.fail('truncate EIO', 1);
    const isHit = await stage.soon(() => disk.hits > 0, patienceMs);
    if (!isHit) stage.fault('D3', `${failure} ${nth} never came`);
    const { server } = stage;
    const { acked } = stage.run;
    const isTold = async () => !server.isAlive || (await server.readiness()) !== 'ready';
    const isSeen = async () => stage.run.acked > acked || (await isTold());
    if (!(await stage.soon(isSeen, patienceMs)))
      stage.fault('D3', `after ${failure} ${nth} nothing is kept, and the server is ready`);
    await cut(stage);
    await stage.startAgain('D3');
  }

  async function cut(stage: Stage): Promise<void> {
    await stage.end('SIGKILL');
    disk.losePower(stage.random, 0);
  }
}
