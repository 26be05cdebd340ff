// How often the loop that serves everybody stands still for more than 50 ms, beside a bare loop on the same core in the same minutes:
// what both show is the machine's.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Disk } from '../../prove/disk.ts';
import { missingForShims } from '../../prove/shim.ts';
import { runOpenLoop } from '../generator/open-loop.ts';
import { percentile } from '../statistics.ts';
import { canPin, serverCore } from '../server-process.ts';
import { peer, startBare } from '../systems/bare.ts';
import { makeSeed, type Place } from '../systems/hubbub-seed.ts';
import { hubbub, startOn } from '../systems/hubbub.ts';
import { jsonWire } from '../systems/hubbub-wire.ts';
import type { Beside, Running, Work } from '../systems/system.ts';
import { refuseFaults, type Figure, type Options, type OwnCase } from './case.ts';

const sockets = 1_000;
const perSecond = 1_000;
const slowSyncMs = 50;
const work: Work = { case: 'direct', sockets, senders: sockets, eventBytes: 200 };
const loop = peer('loop.ts');

interface Watched {
  readonly name: string;
  missing(): string | undefined;
  start(beside: Beside): Promise<Running>;
}

export const stalls: OwnCase<Watched> = {
  name: 'stalls',
  title:
    `${perSecond} messages a second to the others of 500 pairs for all --seconds (300 to be judged); how often the server's loop stood ` +
    'still for over 50 ms, and a bare one beside it on the same core',
  systems: [
    { name: 'hubbub', missing: () => undefined, start: (beside) => startHubbub(beside) },
    {
      name: 'hubbub slow disk',
      missing: missingForShims,
      start: startOnSlowDisk,
    },
    {
      name: 'bun',
      missing: () => undefined,
      start: (beside) => startBare([process.execPath, peer('bun.ts')], work, beside),
    },
  ],
  yardstick: 'bun',
  run,
};

let seed: ReturnType<typeof makeSeed> | undefined;

async function startHubbub(
  beside: Beside,
  prepare: (place: Place) => Promise<Beside> = async () => beside,
): Promise<Running> {
  const made = await (seed ??= makeSeed(work));
  return await startOn(made, work, { wire: jsonWire, prepare });
}

async function startOnSlowDisk(beside: Beside): Promise<Running> {
  let disk: Disk | undefined;
  const running = await startHubbub(beside, async ({ path }) => {
    disk = await Disk.under(path);
    disk.syncMs = slowSyncMs;
    return { ...beside, env: { ...beside.env, ...disk.env } };
  });
  const stop = async (): Promise<void> => {
    await running.stop();
    disk?.remove();
  };
  return { ...running, stop };
}

async function run(system: Watched, { seconds }: Options): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'hubbub-bench-stalls-'));
  const its = new Stalls(join(folder, 'its'));
  const bare = new Stalls(join(folder, 'bare'));
  const alone = bare.watchNothing();
  const running = await system.start(its.beside);
  try {
    const got = await runOpenLoop(running, { sockets, seconds, perSecond }, async () => {
      its.clear();
      bare.clear();
    });
    refuseFaults(hubbub, got.faults);
    const { acked, serverCpu, latencies, generatorBound } = got;
    return [
      {
        case: 'stalls',
        perCpuSecond: acked / serverCpu,
        p50Ms: percentile(latencies, 0.5),
        p99Ms: percentile(latencies, 0.99),
        generatorBound,
        stalls: its.all().length,
        longestStallMs: Math.max(0, ...its.all()),
        bareStalls: bare.all().length,
        bareLongestStallMs: Math.max(0, ...bare.all()),
      },
    ];
  } finally {
    alone.kill();
    await running.stop();
    rmSync(folder, { recursive: true });
  }
}

/** What a loop wrote down since it was cleared, in milliseconds. */
class Stalls {
  constructor(private readonly file: string) {
    this.clear();
  }

  clear(): void {
    writeFileSync(this.file, '');
  }

  all(): readonly number[] {
    return readFileSync(this.file, 'utf8').split('\n').filter(Boolean).map(Number);
  }

  get beside(): Beside {
    return { preload: loop, env: { BENCH_STALLS: this.file } };
  }

  watchNothing() {
    const pinned = canPin ? ['taskset', '-c', String(serverCore)] : [];
    return Bun.spawn([...pinned, process.execPath, loop], {
      env: { ...process.env, ...this.beside.env },
      stdout: 'inherit',
      stderr: 'inherit',
    });
  }
}
