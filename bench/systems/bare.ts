// Peers without a protocol of their own: what is said goes out as it came. The sender of a fan-out gets its own message
// back and takes it as the answer; a direct message is answered with "ok".
import { join } from 'node:path';
import { Content, firstSender } from '../generator/content.ts';
import { launch } from '../server-process.ts';
import type { Beside, Running, System, Work } from './system.ts';

const bun: System = {
  name: 'bun',
  missing: () => undefined,
  start: async (work) => await startBare([process.execPath, peer('bun.ts')], work),
};

const ws: System = {
  name: 'ws',
  missing: () => (Bun.which('node') ? undefined : 'no node'),
  start: async (work) => await startBare(['node', peer('ws.mjs')], work),
};

const durable: System = {
  name: 'bun durable',
  does: ['fanout', 'direct'],
  missing: () => undefined,
  start: async (work) => await startBare([process.execPath, peer('bun-durable.ts')], work),
};

export const bare = [bun, durable, ws];

/** A program that is told the work and prints its port. `beside`: for one that runs on Bun. */
export async function startBare(
  [runtime = '', ...program]: readonly string[],
  work: Work,
  beside?: Beside,
): Promise<Running> {
  const preload = beside ? ['--preload', beside.preload] : [];
  const command = [runtime, ...preload, ...program, work.case];
  const server = await launch({ command, env: beside?.env });
  return {
    server,
    content: new Content(work.eventBytes),
    path: (socket) => `/?user=${socket}`,
    greeting: () => undefined,
    isGreeted: () => true,
    say: (_socket, _id, text) => text,
    read: (bytes, { start: from, end, socket }, seen) => {
      if (bytes[from] !== atSign) seen.replies += 1;
      else if (socket < work.senders && firstSender(bytes, from, end) === socket) seen.replies += 1;
      else seen.events += 1;
    },
    stop: async () => await server.stop(),
  };
}

const atSign = 64;

export function peer(file: string): string {
  return join(import.meta.dir, '../peers', file);
}
