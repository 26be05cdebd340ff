// D2: the power is gone under load, and with it what was not synced; then the same folder again.
import { join } from 'node:path';
import { Disk, shortLog } from '../disk.ts';
import { underLoad, type Options } from '../load.ts';
import type { Stage } from '../stage.ts';
import type { Judged } from '../verdict.ts';

export async function powerloss(options: Options): Promise<Judged> {
  const disk = await Disk.under(join(options.folder, 'data'));
  const attack = { setup: { env: disk.env, beside: shortLog }, strike, after: cut };
  return underLoad('powerloss', attack)(options);

  async function strike(stage: Stage): Promise<void> {
    await cut(stage);
    await stage.startAgain('D2');
  }

  /** Every other time nothing unsynced is left, else some of it, and not what was written first. */
  async function cut(stage: Stage): Promise<void> {
    await stage.end('SIGKILL');
    const { random } = stage;
    disk.losePower(random, random.below(2) === 0 ? 0 : random.next());
  }
}
