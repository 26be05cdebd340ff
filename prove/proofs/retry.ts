// D10: kill -9 under load, while everything is sent several times from all devices of its user; seven days go by until the next try.
import { join } from 'node:path';
import { Clock } from '../clock.ts';
import { underLoad, type Options } from '../load.ts';
import { missingForShims } from '../shim.ts';
import type { Stage } from '../stage.ts';
import type { Judged } from '../verdict.ts';

const weekMs = 7 * 24 * 3_600_000;

export async function retry(options: Options): Promise<Judged> {
  // Where no clock can be played everything happens within minutes.
  const wall =
    missingForShims() === undefined ? await Clock.at(join(options.folder, 'clock')) : undefined;
  const setup = wall ? { env: wall.env } : {};
  return underLoad('retry', { setup, strike, repeats: true })(options);

  async function strike(stage: Stage): Promise<void> {
    await stage.end('SIGKILL');
    wall?.jump(weekMs);
    await stage.start();
  }
}
