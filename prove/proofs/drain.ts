// D9: a server that is asked to stop says so to everybody, and is gone in time and in order.
import type { Stage } from '../stage.ts';

const drainMs = 10_000;

export async function drain(stage: Stage): Promise<void> {
  const started = performance.now();
  const connected = stage.devices.filter(({ isConnected }) => isConnected);
  const code = await stage.end('SIGTERM');
  const tookMs = Math.round(performance.now() - started);
  for (const { device, closing = 'nothing' } of connected)
    if (closing !== 'DRAINED') stage.fault('D9', `was told ${closing}`, device);
  if (code !== 0) stage.fault('D9', `the server ended with ${code ?? 'a signal'}`);
  if (tookMs > drainMs) stage.fault('D9', `the server took ${tookMs} ms to stop`);
  await stage.start();
}
