// M8: all nodes are killed at once under load and started again, and every device comes back at once, where the product's own clients
// would spread it out.
import { amongNodes, type Place } from '../among-nodes.ts';
import type { Options } from '../load.ts';
import type { Stage } from '../stage.ts';
import type { Judged } from '../verdict.ts';

const mostMs = 60_000;

export async function herd(options: Options): Promise<Judged> {
  return await amongNodes('herd', { strike })(options);

  async function strike(stage: Stage, { nodes }: Place): Promise<void> {
    const { devices, run, measured } = stage;
    await nodes.killAll(stage);
    // What was on its way is repeated; nothing new is said until everybody is there.
    run.isWriting = false;
    const began = performance.now();
    await nodes.startAll(stage);
    const isThere = () => devices.every((device) => device.isConnected && device.isIdle);
    const isBack = await stage.soon(isThere, mostMs);
    const backMs = Math.round(performance.now() - began);
    measured['backMs'] = Math.max(measured['backMs'] ?? 0, backMs);
    run.isWriting = true;
    if (!isBack && options.isTimed)
      stage.fault('M8', `not all were there again after ${backMs} ms`);
  }
}
