// All proofs by name: what strikes, and what the devices do meanwhile.
import type { Device } from '../device.ts';
import type { Server } from '../server.ts';
import type { Proof } from './load.ts';

const drainMs = 10_000;

export const proofs: readonly Proof[] = [
  { name: 'crash', strike: kill },
  { name: 'retry', strike: kill, repeats: true },
  { name: 'drain', strike: drain },
];

async function kill(server: Server): Promise<readonly string[]> {
  await server.end('SIGKILL');
  return [];
}

/** A server that is asked to stop says so to everybody, and is gone in time and in order. */
async function drain(server: Server, devices: readonly Device[]): Promise<readonly string[]> {
  const started = performance.now();
  const connected = devices.filter(({ isConnected }) => isConnected);
  const code = await server.end('SIGTERM');
  const tookMs = Math.round(performance.now() - started);
  const faults = connected
    .filter(({ closing }) => closing !== 'DRAINED')
    .map(({ device, closing = 'nothing' }) => fault(device, `was told ${closing}`));
  if (code !== 0) faults.push(fault('', `the server ended with ${code ?? 'a signal'}`));
  if (tookMs > drainMs) faults.push(fault('', `the server took ${tookMs} ms to stop`));
  return faults;
}

function fault(device: string, evidence: string): string {
  return JSON.stringify({ invariant: 'D9', conversation: '', device, evidence });
}
