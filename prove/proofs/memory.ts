// D13: there is no memory left, under load: the process is killed for it, or gets none. It ends, and the next one has all that was
// acknowledged; or it goes on as before. Nothing in between: one that does not serve says so.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { underLoad, type Options } from '../load.ts';
import { hasGroups, killForMore, refuseMore } from '../memory.ts';
import type { Stage } from '../stage.ts';
import type { Judged } from '../verdict.ts';

const leastRoomMb = 4;
const mostRoomMb = 64;
const fullMs = 20_000;
const tellMs = 5_000;
const patienceMs = 15_000;

type Strike = readonly [limit: 'refused' | 'killed', eaten: 'objects' | 'bytes'];
const strikes: readonly Strike[] = [
  ['refused', 'objects'],
  ['refused', 'bytes'],
  ...(hasGroups() ? ([['killed', 'objects']] as const) : []),
];

export async function memory(options: Options): Promise<Judged> {
  const order = join(options.folder, 'eat');
  mkdirSync(options.folder, { recursive: true });
  writeFileSync(order, '');
  const env = { PROVE_EAT: order, BUN_ENABLE_CRASH_REPORTING: '0' };
  const beside = join(import.meta.dir, '../eat.ts');
  let round = 0;
  return underLoad('memory', { setup: { env, beside }, strike })(options);

  async function strike(stage: Stage): Promise<void> {
    const [limit, eaten] = strikes[round % strikes.length] as Strike;
    round += 1;
    const { server, measured } = stage;
    let giveBack = () => {};
    const bytes = (leastRoomMb + stage.random.below(mostRoomMb - leastRoomMb)) << 20;
    if (limit === 'refused') await refuseMore(server.pid, bytes);
    else giveBack = killForMore(server.pid, bytes);
    writeFileSync(order, eaten);
    process.kill(server.pid, 'SIGUSR2');
    const isFull = () => readFileSync(order, 'utf8') === 'full';
    await stage.soon(() => !server.isAlive || isFull(), fullMs);
    const hasEnded = await stage.soon(() => !server.isAlive, options.roundMs);
    const outcome = hasEnded ? 'ended' : 'wentOn';
    measured[outcome] = (measured[outcome] ?? 0) + 1;
    if (!hasEnded) await judgeAlive(stage, `without ${eaten}`);
    const code = await stage.end('SIGKILL');
    if (hasEnded && code === 0) stage.fault('D13', 'it ended as if nothing had happened');
    giveBack();
    await stage.startAgain('D13');
  }

  async function judgeAlive(stage: Stage, what: string): Promise<void> {
    const { server } = stage;
    const serves = () => stage.isAnswering(tellMs);
    if (await serves()) return;
    const isTold = async () => (await server.readiness()) !== 'ready';
    if (!(await stage.soon(isTold, tellMs)))
      stage.fault('D13', `${what} nothing is kept, and the server is ready`);
    if (!(await stage.soon(() => !server.isAlive, patienceMs)) && !(await serves()))
      stage.fault('D13', `${what} it neither serves nor ends`);
  }
}
