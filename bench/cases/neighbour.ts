// Two apps on one server: does the quiet one notice what the other does, when that one sends ten times as much as it may?
import { create } from '@bufbuild/protobuf';
import { AppQuotaSchema, AppSettings_Devices, randomKey, type AppId } from '@hubbub/protocol';
import { createApp, updateApp } from '../../packages/server/src/store/app-store.ts';
import type { Store } from '../../packages/server/src/store/store.ts';
import { OpenLoop } from '../generator/open-loop.ts';
import { serverCpuSeconds } from '../server-process.ts';
import { percentile } from '../statistics.ts';
import { hubbub, startOn } from '../systems/hubbub.ts';
import { main, pairs, seedOf, type Seed } from '../systems/hubbub-seed.ts';
import { jsonWire } from '../systems/hubbub-wire.ts';
import type { Running, System } from '../systems/system.ts';
import { refuseFaults, type Figure, type Options, type OwnCase } from './case.ts';

const noisy = 'noisy' as AppId;
const quietSockets = 200;
const quietPerSecond = 200;
const noisySockets = 50;
/** Of each connection. */
const quota = 4;
const quotaOfAll = noisySockets * quota;
const warmSeconds = 3;
/** Ten messages at once every five milliseconds would be a burst, which nobody asked for. */
const tickMs = 1;
/** By turns, so that a busy machine hits all alike. */
const slices = 4;

/** What the noisy one sends, in parts of what it may. */
const loads = { alone: 0, 'beside its quota': 1, 'beside ten times': 10 } as const;
type Name = keyof typeof loads;
const names = Object.keys(loads) as Name[];

export const neighbour: OwnCase<System> = {
  name: 'neighbour',
  title:
    `${quietSockets} sockets of one app in pairs, ${quietPerSecond} messages a second in all, beside ${noisySockets} of another app, which may send ` +
    `${quota} a second each: silent (alone), sending that, and sending ten times that; latency is the first one's, from when a message was due ` +
    'to its answer, refused % is what the other one got',
  systems: [hubbub],
  yardstick: hubbub.name,
  async run(system, options) {
    const running = await startBoth();
    try {
      return await measure(system, running, options);
    } finally {
      await running.stop();
    }
  },
};

let seed: Promise<Seed> | undefined;

async function startBoth(): Promise<Running> {
  seed ??= seedOf(quietSockets + noisySockets, { converse: pairs, apps: makeApps });
  const sockets = quietSockets + noisySockets;
  const work = { case: 'direct', sockets, senders: sockets, eventBytes: 0 } as const;
  return await startOn(await seed, work, { wire: jsonWire });
}

async function makeApps(store: Store): Promise<(user: number) => AppId> {
  const devices = AppSettings_Devices.UNSPECIFIED;
  await store.systemWrite(createApp, { id: randomKey(), name: noisy, devices });
  await store.systemWrite(updateApp, {
    name: noisy,
    // Nothing on top of the rate: one operation a minute is the least.
    change: (before) => ({
      ...before,
      quota: create(AppQuotaSchema, { ratePerSecond: quota, rateBurst: 1 }),
    }),
  });
  return (user) => (user < quietSockets ? main : noisy);
}

async function measure(
  system: System,
  running: Running,
  { seconds }: Options,
): Promise<readonly Figure[]> {
  const quiet = await OpenLoop.open(running, {
    sockets: quietSockets,
    perSecond: quietPerSecond,
    tickMs,
  });
  const other = await OpenLoop.open(behind(running), {
    sockets: noisySockets,
    perSecond: quotaOfAll,
    tickMs,
    mayRefuse: true,
  });
  const seen = new Map(names.map((name) => [name, new Seen()]));
  try {
    await both({ quiet, other, times: 1, seconds: warmSeconds });
    for (let slice = 0; slice < slices; slice += 1)
      for (const name of names) {
        const before = serverCpuSeconds(running.server);
        const times = loads[name];
        const took = await both({ quiet, other, times, seconds: seconds / slices });
        const cpu = serverCpuSeconds(running.server) - before;
        seen.get(name)?.add({ quiet, other, took, cpu });
      }
    refuseFaults(system, [...(await quiet.faults()), ...(await other.faults())]);
    return figuresOf(seen);
  } finally {
    quiet.close();
    other.close();
  }
}

/** The sockets of the other app, counted from 0. */
function behind(running: Running): Running {
  return {
    ...running,
    path: (socket) => running.path(socket + quietSockets),
    greeting: (socket) => running.greeting(socket + quietSockets),
    say: (socket, id, text) => running.say(socket + quietSockets, id, text),
  };
}

interface Both {
  readonly quiet: OpenLoop;
  readonly other: OpenLoop;
  readonly times: number;
  readonly seconds: number;
}

/** @returns the seconds that it took */
async function both({ quiet, other, times, seconds }: Both): Promise<number> {
  quiet.clear();
  other.clear();
  const noise = times === 0 ? undefined : other.offer(seconds, quotaOfAll * times);
  const { seconds: took } = await quiet.offer(seconds);
  await noise;
  await quiet.settle();
  await other.settle();
  return took;
}

interface Slice extends Pick<Both, 'quiet' | 'other'> {
  readonly took: number;
  readonly cpu: number;
}

/** All slices of one load. */
class Seen {
  readonly latencies: number[] = [];
  acked = 0;
  seconds = 0;
  cpu = 0;
  offered = 0;
  refused = 0;

  add({ quiet, other, took, cpu }: Slice): void {
    this.latencies.push(...quiet.latencies.values);
    this.acked += quiet.acked;
    this.seconds += took;
    this.cpu += cpu;
    this.offered += other.offered;
    this.refused += other.refused;
  }
}

function figuresOf(seen: ReadonlyMap<Name, Seen>): readonly Figure[] {
  const alone = percentile(seen.get('alone')?.latencies ?? [], 0.99);
  return [...seen].map(([name, { latencies, acked, seconds, cpu, offered, refused }]) => {
    const p99Ms = percentile(latencies, 0.99);
    return {
      case: name,
      cpuSeconds: cpu,
      perSecond: acked / seconds,
      p50Ms: percentile(latencies, 0.5),
      p99Ms,
      timesAlone: p99Ms / alone,
      ...(offered > 0 ? { refusedPercent: (100 * refused) / offered } : {}),
    };
  });
}
