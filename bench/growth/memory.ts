// Memory of a socket, by how many conversations its user has; each is a group of twenty who are all here.
import { Crowd } from '../generator/crowd.ts';
import { refuseFaults } from '../cases/case.ts';
import { residentKib } from '../server-process.ts';
import { hubbub, startOn } from '../systems/hubbub.ts';
import { inParallel, makeGroup, seedOf, type Seed } from '../systems/hubbub-seed.ts';
import { jsonWire } from '../systems/hubbub-wire.ts';
import type { Point } from './point.ts';

const together = 20;
/** SELF is one of the thousand that a user may have. Few sockets are enough where each takes much. */
const loads = [
  { conversations: 1, sockets: 2_000 },
  { conversations: 10, sockets: 2_000 },
  { conversations: 100, sockets: 500 },
  { conversations: 999, sockets: 100 },
] as const;
const settleMs = 1_500;
const seeds = new Map<number, Promise<Seed>>();

type Load = (typeof loads)[number];

export async function growMemory(): Promise<readonly Point[]> {
  const points: Point[] = [];
  for (const load of loads) points.push(await measure(load));
  return points;
}

function seedFor({ conversations, sockets }: Load): Promise<Seed> {
  const seed =
    seeds.get(conversations) ??
    seedOf(sockets, {
      async converse(store, users) {
        for (let first = 0; first < users.length; first += together) {
          const members = users.slice(first, first + together);
          await inParallel(conversations, () => makeGroup(store, members));
        }
        return [];
      },
    });
  seeds.set(conversations, seed);
  return seed;
}

async function measure(load: Load): Promise<Point> {
  const { conversations, sockets } = load;
  const work = { case: 'idle', sockets, senders: 0, eventBytes: 190 } as const;
  const running = await startOn(await seedFor(load), work, { wire: jsonWire });
  const crowd = new Crowd(running, {}, sockets);
  // Opened before the first look, so that code, caches and pools are not counted.
  const warmers = sockets / 5;
  try {
    await crowd.open(warmers);
    await Bun.sleep(settleMs);
    const before = residentKib(running.server.pid);
    await crowd.open(sockets);
    await Bun.sleep(settleMs);
    const y = (residentKib(running.server.pid) - before) / (sockets - warmers);
    refuseFaults(hubbub, crowd.allFaults());
    return { growth: 'memory', series: 'hubbub', x: conversations, y };
  } finally {
    crowd.close();
    await running.stop();
  }
}
