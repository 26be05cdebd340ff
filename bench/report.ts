// Rounds into rows, rows into a table and the JSON line that other programs read.
import type { Figure } from './cases/case.ts';
import { spread, type Spread } from './statistics.ts';

export interface Round {
  readonly system: string;
  readonly figure: Figure;
}

/** Medians; what belongs to the machine alone, as messages a second, is left out. */
export type Row = Pick<Round, 'system'> & Omit<Figure, 'generatorBound' | LeftOut>;

type LeftOut = (typeof leftOut)[number];
const leftOut = ['perSecond', 'bytesEach'] as const;

type Field = Exclude<keyof Figure, 'case' | 'generatorBound'>;
const columns: readonly { field: Field; title: string; show: (value: number) => string }[] = [
  { field: 'perCpuSecond', title: 'per cpu-s', show: thousands },
  { field: 'cpuSeconds', title: 'cpu-s', show: (value) => value.toFixed(2) },
  { field: 'roomsPerCore', title: 'rooms per core', show: (value) => value.toFixed(0) },
  { field: 'kibLoaded', title: 'KiB loaded', show: (value) => value.toFixed(1) },
  { field: 'framesPerSecond', title: 'frames/s', show: (value) => value.toFixed(1) },
  { field: 'longFrames', title: 'long frames', show: (value) => value.toFixed(0) },
  { field: 'pageCpuMs', title: 'page CPU ms', show: (value) => value.toFixed(1) },
  { field: 'perSecond', title: 'per s', show: thousands },
  { field: 'p50Ms', title: 'p50 ms', show: (value) => value.toFixed(2) },
  { field: 'p99Ms', title: 'p99 ms', show: (value) => value.toFixed(2) },
  { field: 'lastMs', title: 'last ms', show: (value) => value.toFixed(0) },
  { field: 'timesAlone', title: 'p99 x alone', show: (value) => value.toFixed(2) },
  { field: 'kibPerSocket', title: 'KiB/socket', show: (value) => value.toFixed(2) },
  { field: 'kibHeld', title: 'KiB/socket held', show: (value) => value.toFixed(2) },
  { field: 'bytesEach', title: 'bytes each', show: (value) => value.toFixed(0) },
  { field: 'laterPercent', title: 'later %', show: (value) => value.toFixed(0) },
  { field: 'refusedPercent', title: 'refused %', show: (value) => value.toFixed(0) },
  { field: 'settledMs', title: 'settled ms', show: (value) => value.toFixed(0) },
  { field: 'loginsPerSecond', title: 'logins/s', show: (value) => value.toFixed(0) },
  { field: 'stalls', title: 'stalls', show: (value) => value.toFixed(0) },
  { field: 'longestStallMs', title: 'longest ms', show: (value) => value.toFixed(0) },
  { field: 'bareStalls', title: 'bare stalls', show: (value) => value.toFixed(0) },
  { field: 'bareLongestStallMs', title: 'bare longest ms', show: (value) => value.toFixed(0) },
  { field: 'bytesPerPlayer', title: 'bytes/s each', show: (value) => value.toFixed(0) },
  { field: 'tickJitterP99Ms', title: 'jitter p99 ms', show: (value) => value.toFixed(1) },
  { field: 'closedSlow', title: 'closed slow', show: (value) => value.toFixed(0) },
  { field: 'offTopics', title: 'off topics', show: (value) => value.toFixed(0) },
  { field: 'kibPerStopped', title: 'KiB/stopped', show: (value) => value.toFixed(0) },
  { field: 'heapKib', title: 'KiB heap', show: (value) => value.toFixed(0) },
  { field: 'grownKib', title: 'KiB grown', show: (value) => value.toFixed(0) },
];

const inJson = [...columns.map(({ field }) => field), 'mostKibPerStopped' as const].filter(
  (field) => !leftOut.includes(field as LeftOut),
);

/** The medians of all rounds, systems and cases in order of appearance. */
export function toRows(rounds: readonly Round[]): readonly Row[] {
  return groups(rounds).map((group) => {
    const values = Object.fromEntries(
      inJson
        .map((field) => [field, rounded(spreadOf(group, field)?.median)] as const)
        .filter(([, value]) => value !== undefined),
    );
    return { system: group.system, case: group.case, ...values };
  });
}

function rounded(value: number | undefined): number | undefined {
  return value === undefined ? undefined : Number(value.toPrecision(5));
}

/** One line per system and case: median, in brackets the lowest and highest round, and the ratio to the yardstick. */
export function toTable(rounds: readonly Round[], yardstick = 'bun'): string {
  const all = groups(rounds);
  const used = columns.filter(({ field }) => all.some((group) => spreadOf(group, field)));
  const head = ['system', 'case', ...used.map(({ title }) => title), `x ${yardstick}`];
  const lines = all.map((group) => [
    group.system,
    group.case,
    ...used.map(({ field, show }) => cell(spreadOf(group, field), show)),
    ratio(group, all, yardstick),
  ]);
  const bound = all.filter((group) => group.figures.some((figure) => figure.generatorBound));
  const notes = bound.map(
    (group) =>
      `generator-bound: in ${group.system} ${group.case} the load generator was saturated and the server was not`,
  );
  return [align([head, ...lines]), ...notes, ...all.flatMap(memoryNote)].join('\n');
}

/** One round's memory is noise; the median must keep to the bound. */
function memoryNote(group: Group): readonly string[] {
  const each = spreadOf(group, 'kibPerStopped')?.median;
  const most = spreadOf(group, 'mostKibPerStopped')?.median;
  if (each === undefined || most === undefined) return [];
  const verdict = each <= most ? 'kept' : 'BROKEN';
  return [
    `bound ${verdict}: ${group.system} took ${each.toFixed(0)} KiB for each stopped socket, ${most.toFixed(0)} are allowed`,
  ];
}

interface Group {
  readonly system: string;
  readonly case: string;
  readonly figures: Figure[];
}

function groups(rounds: readonly Round[]): readonly Group[] {
  const found = new Map<string, Group>();
  for (const { system, figure } of rounds) {
    const key = `${figure.case} ${system}`;
    const group = found.get(key) ?? { system, case: figure.case, figures: [] };
    group.figures.push(figure);
    found.set(key, group);
  }
  const cases = [...new Set([...found.values()].map((group) => group.case))];
  return [...found.values()].toSorted((a, b) => cases.indexOf(a.case) - cases.indexOf(b.case));
}

function spreadOf(group: Group, field: Field): Spread | undefined {
  const values = group.figures
    .map((figure) => figure[field])
    .filter((value) => value !== undefined);
  return values.length === 0 ? undefined : spread(values);
}

function cell(value: Spread | undefined, show: (value: number) => string): string {
  if (!value) return '';
  return `${show(value.median)} (${show(value.low)}-${show(value.high)})`;
}

function ratio(group: Group, all: readonly Group[], yardstick: string): string {
  const other = all.find((one) => one.system === yardstick && one.case === group.case);
  const field =
    (['perCpuSecond', 'roomsPerCore', 'framesPerSecond', 'kibLoaded', 'p50Ms'] as const).find(
      (one) => group.figures[0]?.[one] !== undefined,
    ) ?? 'kibPerSocket';
  const mine = spreadOf(group, field);
  const theirs = other && spreadOf(other, field);
  return mine && theirs ? (mine.median / theirs.median).toFixed(2) : '';
}

function thousands(value: number): string {
  return value >= 1e6 ? `${(value / 1e6).toFixed(2)} M` : `${(value / 1e3).toFixed(1)} k`;
}

function align(lines: readonly (readonly string[])[]): string {
  const widths = (lines[0] ?? []).map((_, i) =>
    Math.max(...lines.map((line) => (line[i] ?? '').length)),
  );
  return lines
    .map((line) =>
      line
        .map((text, i) => text.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
