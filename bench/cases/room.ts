// How soon everybody has it: one room of ten thousand devices in which somebody says something each second, and a thousand groups.
import { Talk, type Talking } from '../generator/talk.ts';
import { serverCpuSeconds } from '../server-process.ts';
import { percentile } from '../statistics.ts';
import { bare } from '../systems/bare.ts';
import { hubbub, startOn } from '../systems/hubbub.ts';
import { inParallel, makeGroup, seedOf, type Seed } from '../systems/hubbub-seed.ts';
import { jsonWire } from '../systems/hubbub-wire.ts';
import type { Running, System } from '../systems/system.ts';
import { refuseFaults, type Figure, type Options, type OwnCase } from './case.ts';

const devices = 10_000;
const roomPerSecond = 1;
const groups = { count: 1_000, members: 20, sockets: 2_000, perSecond: 500 } as const;
const warmSeconds = 3;
/** So few messages would warm nothing. */
const warmPerSecond = 10;
const leastMessages = 5;

export const room: OwnCase<System> = {
  name: 'room',
  title:
    `${devices} devices in one room and ${roomPerSecond} message a second; then ${groups.perSecond} messages a second to ${groups.count} ` +
    `groups of ${groups.members}, ${groups.sockets} devices in all; latency is from when a message was due to each listener, last ms to the ` +
    'last listener of any',
  systems: [hubbub, ...bare.filter(({ name }) => name === 'bun')],
  yardstick: 'bun',
  run: async (system, options) => [
    await oneRoom(system, options),
    ...(system === hubbub ? [await manyGroups(options)] : []),
  ],
};

async function oneRoom(system: System, { sockets = devices, seconds }: Options): Promise<Figure> {
  const work = { case: 'fanout', sockets, senders: 1, eventBytes: 0 } as const;
  const eventBytes = (await hubbub.leastEventBytes?.(work)) ?? 0;
  const everybody = Array.from({ length: sockets }, (_, i) => i);
  return await measure(system, await system.start({ ...work, eventBytes }), {
    name: `${sockets} devices`,
    sockets,
    senders: 1,
    hearers: () => everybody,
    warm: { seconds: warmSeconds, perSecond: warmPerSecond },
    load: { seconds: Math.max(seconds, leastMessages), perSecond: roomPerSecond },
  });
}

let seed: Promise<Seed> | undefined;

async function manyGroups({ seconds }: Options): Promise<Figure> {
  const { count, sockets, perSecond } = groups;
  seed ??= seedOf(sockets, {
    async converse(store, users) {
      const made = await inParallel(count, (group) =>
        makeGroup(
          store,
          membersOf(group).flatMap((user) => users[user] ?? []),
        ),
      );
      return users.flatMap((_, user) => made[groupOf(user)] ?? []);
    },
  });
  const work = { case: 'fanout', sockets, senders: sockets, eventBytes: 0 } as const;
  return await measure(hubbub, await startOn(await seed, work, { wire: jsonWire }), {
    name: `${count} groups`,
    sockets,
    senders: sockets,
    hearers: (sender) => membersOf(groupOf(sender)),
    warm: { seconds: warmSeconds, perSecond },
    load: { seconds, perSecond },
  });
}

/** Neighbours on a ring, so that each is in ten groups. */
function membersOf(group: number): readonly number[] {
  const { members, sockets, count } = groups;
  return Array.from({ length: members }, (_, i) => ((group * sockets) / count + i) % sockets);
}

/** The one it writes to. */
function groupOf(user: number): number {
  return Math.floor((user * groups.count) / groups.sockets);
}

interface Measuring extends Talking {
  readonly name: string;
  readonly warm: Rate;
  readonly load: Rate;
}

interface Rate {
  readonly seconds: number;
  readonly perSecond: number;
}

async function measure(
  system: System,
  running: Running,
  { name, warm, load, ...talking }: Measuring,
): Promise<Figure> {
  const talk = new Talk(running, talking);
  try {
    await talk.open();
    await talk.go(warm);
    const before = serverCpuSeconds(running.server);
    const { latencies, deliveries, seconds, lastMs, generatorBound } = await talk.go(load);
    const serverCpu = serverCpuSeconds(running.server) - before;
    refuseFaults(system, talk.faults());
    return {
      case: name,
      perCpuSecond: deliveries / serverCpu,
      perSecond: deliveries / seconds,
      p50Ms: percentile(latencies, 0.5),
      p99Ms: percentile(latencies, 0.99),
      lastMs,
      generatorBound,
    };
  } finally {
    talk.close();
    await running.stop();
  }
}
