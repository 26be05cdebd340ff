// D9: a server that is asked to stop says so to everybody, and is gone in time and in order.
import type { Device } from '../device.ts';
import type { Stage } from '../stage.ts';

const drainMs = 10_000;
const pauseMs = 25;

export async function drain(stage: Stage): Promise<void> {
  const started = performance.now();
  const connected = stage.devices.filter(({ isConnected }) => isConnected);
  const code = await stage.end('SIGTERM');
  const tookMs = Math.round(performance.now() - started);
  await heardOut(connected);
  for (const { device, closing = 'nothing' } of connected)
    if (closing !== 'DRAINED') stage.fault('D9', `was told ${closing}`, device);
  if (code !== 0) stage.fault('D9', `the server ended with ${code ?? 'a signal'}`);
  if (tookMs > drainMs) stage.fault('D9', `the server took ${tookMs} ms to stop`);
  await stage.start();
}

/** The end of a process may be known before what it last said is read. */
async function heardOut(devices: readonly Device[]): Promise<void> {
  const end = performance.now() + drainMs;
  while (devices.some(({ isConnected }) => isConnected) && performance.now() < end)
    await Bun.sleep(pauseMs);
}
