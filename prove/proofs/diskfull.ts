// D4: the disk is full under load, for a while. What is sent is refused so that it can be sent again, what is stored is read, and as
// soon as there is space the same process keeps things again.
import { join } from 'node:path';
import type { Device } from '../device.ts';
import { Disk, shortLog } from '../disk.ts';
import { underLoad, type Options } from '../load.ts';
import type { Stage } from '../stage.ts';
import type { Judged } from '../verdict.ts';

const patienceMs = 10_000;
const backMs = 5_000;
const pauseMs = 100;
/** Of a message that was taken back, or that this device is not to see. */
const denials = new Set(['NOT_FOUND', 'FORBIDDEN', 'CONFLICT']);

export async function diskfull(options: Options): Promise<Judged> {
  const disk = await Disk.under(join(options.folder, 'data'));
  return underLoad('diskfull', { setup: { env: disk.env, beside: shortLog }, strike })(options);

  async function strike(stage: Stage): Promise<void> {
    const { server } = stage;
    const { hits } = disk;
    disk.isFull = true;
    if (await stage.soon(() => disk.hits > hits, patienceMs)) await whileFull(stage);
    else stage.fault('D4', 'nothing wanted more space');
    disk.isFull = false;
    if (!(await stage.isAnswering(backMs)))
      stage.fault('D4', `nothing is kept ${backMs} ms after there is space`);
    if (!(await stage.soon(() => isReady(stage), patienceMs)))
      stage.fault('D4', 'not ready, although there is space');
    if (server.isAlive) return;
    stage.fault('D4', 'the server has ended');
    await stage.end('SIGKILL');
    await stage.startAgain('D4');
  }

  async function whileFull(stage: Stage): Promise<void> {
    const isTold = await stage.soon(async () => !(await isReady(stage)), patienceMs);
    if (!isTold) stage.fault('D4', 'the server says that it is ready');
    const end = performance.now() + options.roundMs;
    do {
      for (const device of stage.devices.slice(0, 4)) await look(stage, device);
      await Bun.sleep(pauseMs);
    } while (performance.now() < end && stage.server.isAlive);
  }
}

async function isReady({ server }: Stage): Promise<boolean> {
  return (await server.readiness()) === 'ready';
}

async function look(stage: Stage, device: Device): Promise<void> {
  const fault = (evidence: string): void => stage.fault('D4', evidence, device.device);
  if (!device.isConnected) return fault('was cut off');
  const { conversations } = device;
  for (const conversation of conversations.slice(0, 2)) {
    const { outcome } = await device.ask('message.history', { conversation, limit: 20 });
    if (outcome !== 'ok') fault(`what is stored is not read: ${outcome}`);
  }
  // What it sends itself is refused too, and sent again; this is something that need not come to be.
  const args = { conversation: conversations[0], seq: 1, emoji: '🎉', on: true };
  const answer = await device.ask('message.react', args);
  if (answer.outcome === 'fail' && !denials.has(answer.error.code))
    fault(`refused for good: ${answer.error.reason}`);
}
