// D7: the wall clock jumps by hours, a day and ten years, back and forth, and stands still, under load. Nobody is cut off or
// logged out, what is sent is kept, and its order stays.
import { join } from 'node:path';
import { Clock } from '../clock.ts';
import { underLoad, type Options } from '../load.ts';
import type { Stage } from '../stage.ts';
import type { Judged } from '../verdict.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const decadeMs = 3_652 * dayMs;
const jumps = [hourMs, -hourMs, -hourMs, hourMs, -dayMs, dayMs, decadeMs, 0, -decadeMs] as const;
const patienceMs = 5_000;
/** So long it takes at most until a device knows that it was cut off. */
const noticeMs = 500;
/** Of a clock that stands, as long as a round at most. */
const standsMs = 60_000;

export async function clock(options: Options): Promise<Judged> {
  const wall = await Clock.at(join(options.folder, 'clock'));
  let round = 0;
  return underLoad('clock', { setup: { env: wall.env }, strike })(options);

  async function strike(stage: Stage): Promise<void> {
    const jump = jumps[round % jumps.length] ?? 0;
    const what = jump === 0 ? 'a clock that stands' : `a jump of ${jump / hourMs} hours`;
    round += 1;
    const connected = stage.devices.filter((device) => device.isConnected);
    const sockets = connected.map((device) => device.connections);
    if (jump === 0) wall.stop();
    else wall.jump(jump);
    if (!(await stage.isAnswering(patienceMs))) stage.fault('D7', `${what}: nothing is kept`);
    if (jump === 0) await Bun.sleep(Math.min(standsMs, options.roundMs));
    if (jump === 0) wall.jump(0);
    if (!(await stage.isAnswering(patienceMs))) stage.fault('D7', `after ${what} nothing is kept`);
    await Bun.sleep(noticeMs);
    for (const [i, device] of connected.entries())
      if (!device.isConnected || device.connections !== sockets[i])
        stage.fault('D7', `${what} cut it off`, device.device);
  }
}
