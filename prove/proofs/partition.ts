// M2: in the kernel, packets between a node and the database, or the bus, or both, are dropped, all or those of one direction. What
// was not committed is not acknowledged; a node without its database says so, and is ready again when it has it back.
import { amongNodes, count, type Place } from '../among-nodes.ts';
import type { Options } from '../load.ts';
import type { Direction } from '../network.ts';
import type { Stage } from '../stage.ts';
import type { Judged } from '../verdict.ts';
import { byAddress } from '../way.ts';

const parts = [['database'], ['bus'], ['database', 'bus']] as const;
const directions: readonly Direction[] = ['both', 'up', 'down'];
const leastMs = 1_000;
const gapMs = 2_000;
/** A node that does not reach the database says so by then. */
const unreadyMs = 10_000;
/** Nobody waits longer for an answer of the database, and then asks by another connection. */
const backMs = 30_000;

export async function partition(options: Options): Promise<Judged> {
  return await amongNodes('partition', { gapMs, makeWay: await byAddress(), strike })(options);

  async function strike(stage: Stage, { nodes }: Place): Promise<void> {
    const { random } = stage;
    const at = 1 + random.below(count - 1);
    const from = parts[random.below(parts.length)] ?? parts[0];
    const direction = directions[random.below(directions.length)] ?? 'both';
    const ms = Math.round(leastMs + 2 * options.roundMs * random.next());
    const what = `${from.join(' and ')}, ${direction}, for ${ms} ms`;
    const isReady = async () => (await nodes.readiness(at)) === 'ready';
    const began = performance.now();
    const healed = nodes.cutOff(at, { from, direction, ms });
    const hasNoDatabase = from[0] === 'database' && ms > unreadyMs;
    if (hasNoDatabase) {
      const isTold = await stage.soon(async () => !(await isReady()), unreadyMs);
      most(stage, 'unreadyMs', performance.now() - began);
      if (!isTold) stage.fault('M2', `it is ready, without ${what}`);
    }
    await healed;
    const back = performance.now();
    if (!(await stage.soon(isReady, backMs))) stage.fault('M2', `it is not ready after ${what}`);
    most(stage, 'readyMs', performance.now() - back);
  }
}

function most({ measured }: Stage, name: string, ms: number): void {
  measured[name] = Math.max(measured[name] ?? 0, Math.round(ms));
}
