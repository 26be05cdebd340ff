// npm run bench -- guard: does a delivery still cost what it cost, measured in deliveries of bare Bun in the same run? A ratio
// holds on any machine, busy or not; so the figure that was kept can stand in the repository.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Round } from './report.ts';
import { spread, type Spread } from './statistics.ts';

const file = join(import.meta.dir, 'guard.json');
/** What may be lost before it is a fault. */
export const tolerated = 0.1;

/** By case: deliveries per CPU second of Hubbub, divided by those of bare Bun. */
export type Kept = Readonly<Record<string, number>>;

export interface Verdict {
  readonly case: string;
  readonly seen: Spread;
  /** Undefined when nothing was kept of it yet. */
  readonly kept: number | undefined;
  readonly isWorse: boolean;
}

export function readKept(): Kept {
  return JSON.parse(readFileSync(file, 'utf8')) as Kept;
}

export function keep(verdicts: readonly Verdict[]): void {
  const figures = verdicts.map(({ case: name, seen }) => [name, Number(seen.median.toFixed(3))]);
  writeFileSync(file, `${JSON.stringify(Object.fromEntries(figures), undefined, 2)}\n`);
}

/** The median of the rounds' ratios, each of two runs beside each other, against what was kept. */
export function judge(rounds: readonly Round[], kept: Kept): readonly Verdict[] {
  return [...ratios(rounds)].map(([name, values]) => {
    const seen = spread(values);
    const before = kept[name];
    // A figure that is none is worse, too.
    const isGood = before !== undefined && seen.median >= before * (1 - tolerated);
    return { case: name, seen, kept: before, isWorse: !isGood };
  });
}

export function showVerdict({ case: name, seen, kept, isWorse }: Verdict): string {
  const figures = `${seen.median.toFixed(3)} of bare Bun (${seen.low.toFixed(3)}-${seen.high.toFixed(3)})`;
  const before = kept === undefined ? 'nothing was kept; use --keep' : `kept ${kept.toFixed(3)}`;
  return `${isWorse ? 'WORSE' : 'ok   '}  ${name.padEnd(4)} ${figures}, ${before}`;
}

function ratios(rounds: readonly Round[]): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, number[]>();
  const of = (system: string, name: string) =>
    rounds.filter((one) => one.system === system && one.figure.case === name);
  for (const name of new Set(rounds.map(({ figure }) => figure.case))) {
    const bare = of('bun', name);
    found.set(
      name,
      of('hubbub', name).map(
        ({ figure }, i) =>
          (figure.perCpuSecond ?? Number.NaN) / (bare[i]?.figure.perCpuSecond ?? Number.NaN),
      ),
    );
  }
  return found;
}
