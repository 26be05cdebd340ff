// Per delivery, in rooms of ten to ten thousand members: is a large room dearer for each of its members?
import { runClosedLoop } from '../generator/closed-loop.ts';
import { refuseFaults } from '../cases/case.ts';
import { bare } from '../systems/bare.ts';
import { hubbub } from '../systems/hubbub.ts';
import type { System } from '../systems/system.ts';
import type { Point } from './point.ts';

const sizes = [10, 100, 1_000, 10_000];
const senders = 4;
const window = 16;

export async function growDeliver(seconds: number): Promise<readonly Point[]> {
  const points: Point[] = [];
  for (const members of sizes)
    for (const system of [hubbub, ...bare.filter(({ name }) => name === 'bun')])
      points.push(await deliver(system, members, seconds));
  return points;
}

async function deliver(system: System, members: number, seconds: number): Promise<Point> {
  const work = { case: 'fanout', sockets: members, senders, eventBytes: 0 } as const;
  const eventBytes = (await hubbub.leastEventBytes?.(work)) ?? 0;
  const running = await system.start({ ...work, eventBytes });
  try {
    const loop = { sockets: members, senders, window, seconds };
    const got = await runClosedLoop(running, loop, senders);
    refuseFaults(system, got.faults);
    const y = (got.serverCpu * 1e6) / got.deliveries;
    return { growth: 'deliver', series: system.name, x: members, y };
  } finally {
    await running.stop();
  }
}
