// What a soak found besides what the checker finds, and the figures of its verdict.
import { join } from 'node:path';
import type { Judged, Verdict } from '../verdict.ts';
import type { Options } from './options.ts';
import { linesOf, megabytesOf, type Sample } from './sample.ts';
import { lineThrough, median } from './slope.ts';
import type { Soaked } from './soak.ts';

const warmHours = 0.5;
/** How sure a growth has to be, in standard errors. */
const sure = 2;

export interface Growth {
  /** Of what is resident, by least squares, after the warm-up and while the load lasts. */
  readonly slopeMbPerHour: number;
  readonly slopeErrorMbPerHour: number;
  /** What that comes to in the time that was judged. */
  readonly riseMb: number;
}

export interface Figures {
  readonly hours: number;
  readonly devices: number;
  readonly samples: number;
  readonly memoryMb: number;
  readonly mostMemoryMb: number;
  readonly handlesBefore: number;
  readonly mostHandles: number;
  readonly handlesAfter: number;
  readonly mostThreads: number;
  readonly cpuShare: number;
  /** Medians of what was the 99th percentile in each sample. */
  readonly lagMs: number;
  readonly bareLagMs: number;
  readonly errors: number;
  readonly connects: number;
  readonly stalls: number;
  readonly slowCloses: number;
  readonly uploads: number;
  readonly downloads: number;
  readonly putOff: number;
  readonly logMb: number;
  readonly judgedSeconds: number;
}

export type SoakVerdict = Omit<Verdict, 'rounds'> & Figures & Growth;

/** The warm-up is a quarter of the time, at most half an hour. */
export function growthOf(samples: readonly Sample[], hours: number): Growth {
  const loaded = samples.map(({ t, memoryMb }) => ({ x: t / 3600, y: memoryMb }));
  const judged = loaded.filter(({ x }) => x >= Math.min(hours / 4, warmHours) && x <= hours);
  const { slope, error } = lineThrough(judged);
  const riseMb = slope * ((judged.at(-1)?.x ?? 0) - (judged[0]?.x ?? 0));
  return { slopeMbPerHour: slope, slopeErrorMbPerHour: error, riseMb };
}

/** Surely faster than is allowed, and not by next to nothing in a short time. */
export function growsTooFast(growth: Growth, { slopeMb, riseMb }: Limits): boolean {
  return (
    growth.slopeMbPerHour - sure * growth.slopeErrorMbPerHour > slopeMb && growth.riseMb > riseMb
  );
}

type Limits = Pick<Options, 'slopeMb' | 'riseMb'>;

export function faultsOf(soaked: Soaked, folder: string, options: Options): readonly string[] {
  const { sampler, courier, handlesBefore, handlesAfter, socketsAfter, exitCode, said } = soaked;
  const growth = growthOf(sampler.samples, soaked.seconds / 3600);
  const grows = growsTooFast(growth, options);
  const pace = `${growth.slopeMbPerHour.toFixed(0)} MB an hour`;
  const errors = linesOf(join(folder, 'server.log'));
  const found: readonly [string, boolean, string][] = [
    ['crash', sampler.isGone, `the server ended by itself: ${said.slice(-2000)}`],
    ['crash', !sampler.isGone && exitCode !== 0, `the server ended with ${exitCode ?? 'a signal'}`],
    ['memory', grows, `grows by ${pace}`],
    [
      'handles',
      handlesAfter > handlesBefore + options.handles,
      `${handlesAfter}, before ${handlesBefore}`,
    ],
    ['sockets', socketsAfter > 0, `${socketsAfter} are counted as open when everybody has left`],
    ['errors', errors.length > 0, `${errors.length} in the log, the first: ${errors[0]}`],
    ['errors', (sampler.samples.at(-1)?.errors ?? 0) > errors.length, 'batches were not kept'],
  ];
  const others = courier.faults.map((evidence) => ['attachments', true, evidence] as const);
  return [...found, ...others]
    .filter(([, isFound]) => isFound)
    .map(([invariant, , evidence]) =>
      JSON.stringify({ invariant, conversation: '', device: '', evidence }),
    );
}

export function figuresOf(
  soaked: Soaked,
  folder: string,
  options: Options,
): Omit<Figures, 'judgedSeconds'> {
  const { sampler, unrest, courier, seconds, handlesBefore, handlesAfter } = soaked;
  const { samples } = sampler;
  const all = (name: keyof Sample) => samples.map((sample) => sample[name]);
  const most = (name: keyof Sample) => Math.max(0, ...all(name));
  const grown = (name: keyof Sample) => (samples.at(-1)?.[name] ?? 0) - (samples[0]?.[name] ?? 0);
  return {
    hours: seconds / 3600,
    devices: options.devices,
    samples: samples.length,
    memoryMb: samples.at(-1)?.memoryMb ?? 0,
    mostMemoryMb: most('memoryMb'),
    handlesBefore,
    mostHandles: most('handles'),
    handlesAfter,
    mostThreads: most('threads'),
    cpuShare: grown('cpuSeconds') / Math.max(1, grown('t')),
    lagMs: median(all('lagMs')),
    bareLagMs: median(all('bareLagMs')),
    errors: most('errors'),
    connects: unrest.connects,
    stalls: unrest.stalls,
    slowCloses: most('slowCloses'),
    uploads: courier.uploads,
    downloads: courier.downloads,
    putOff: courier.putOff,
    logMb: megabytesOf(join(folder, 'log.jsonl')),
  };
}

/** The verdict as it is kept; what follows from the samples alone is counted when it is shown. */
export function verdictOf(judged: Judged, faults: readonly string[], figures: Figures) {
  const { rounds: _, ...verdict } = judged.verdict;
  return { ...verdict, ok: verdict.ok && faults.length === 0, ...figures };
}
