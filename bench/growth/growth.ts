// npm run bench -- growth: what a thing costs when there is more and more of what it stands among.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { spread } from '../statistics.ts';
import { drawChart, type Series } from './chart.ts';
import { growDeliver } from './deliver.ts';
import { growMemory } from './memory.ts';
import { growths, type GrowthName, type Point } from './point.ts';
import { growCommit, growSpread, growStart, sizesUpTo } from './stored.ts';

export interface GrowthOptions {
  readonly seconds: number;
  readonly rounds: number;
  /** Of the largest database. */
  readonly messages: number;
  /** All when there is none. */
  readonly only: readonly string[];
}

export interface GrowthRow {
  readonly growth: GrowthName;
  readonly series: string;
  readonly x: number;
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

type Grow = (options: GrowthOptions) => Promise<readonly Point[]>;

const grows: Readonly<Record<GrowthName, Grow>> = {
  deliver: ({ seconds }) => growDeliver(seconds),
  async commit({ seconds, messages }) {
    const points: Point[] = [];
    for (const size of sizesUpTo(messages)) points.push(await growCommit(size, seconds));
    points.push(await growSpread(seconds));
    return points;
  },
  memory: () => growMemory(),
  async start({ messages }) {
    const points: Point[] = [];
    for (const size of sizesUpTo(messages)) points.push(await growStart(size));
    return points;
  },
};

/** The names that are asked for and are none. */
export function unknownGrowths(only: readonly string[]): readonly string[] {
  return only.filter((name) => !(name in growths));
}

export async function benchGrowth(options: GrowthOptions): Promise<readonly GrowthRow[]> {
  const points: Point[] = [];
  for (const [name, grow] of Object.entries(grows)) {
    if (options.only.length > 0 && !options.only.includes(name)) continue;
    for (let round = 1; round <= options.rounds; round += 1) {
      console.error(`round ${round} of ${options.rounds}: ${name}`);
      points.push(...(await grow(options)));
    }
  }
  return rowsOf(points);
}

export function rowsOf(points: readonly Point[]): readonly GrowthRow[] {
  const groups = Map.groupBy(points, ({ growth, series, x }) => `${growth} ${series} ${x}`);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { growth, series, x } = first;
    return [{ growth, series, x, ...spread(group.map(({ y }) => y)) }];
  });
}

export function showRow({ growth, series, x, median, low, high }: GrowthRow): string {
  const { unit, x: of } = growths[growth];
  const place = `${growth}: ${x.toLocaleString('en')} ${of}, ${series}`;
  return `${place.padEnd(64)} ${short(median)} ${unit} (${short(low)}-${short(high)})`;
}

function short(value: number): string {
  return value.toPrecision(3);
}

/** One picture for each growth that was measured, in docs/images. */
export function writeCharts(rows: readonly GrowthRow[]): readonly string[] {
  return Object.entries(growths).flatMap(([growth, { title, x, unit, file }]) => {
    const own = rows.filter((row) => row.growth === growth);
    if (own.length === 0) return [];
    const series: Series[] = [...Map.groupBy(own, (row) => row.series)].map(([name, points]) => ({
      name,
      points,
    }));
    writeFileSync(
      join(import.meta.dir, '../../docs/images', file),
      drawChart({ title: `${title}, ${unit}`, x, series }),
    );
    return [file];
  });
}
