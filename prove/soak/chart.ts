// A soak as one picture: four curves over time, the verdict above them. Light or dark as whoever looks at it has it.
import type { SoakVerdict } from './outcome.ts';
import type { Sample } from './sample.ts';

const width = 960;
const left = 64;
const right = 150;
const panelHeight = 130;
const gap = 58;
const top = 108;
/** Points of a curve: of what falls into one the highest counts. */
const mostPoints = 300;

interface Curve {
  readonly name: string;
  readonly of: (sample: Sample, before: Sample | undefined) => number;
}

interface Panel {
  readonly title: string;
  readonly curves: readonly Curve[];
}

const panels: readonly Panel[] = [
  {
    title: 'Memory, MB',
    curves: [
      { name: 'resident', of: ({ memoryMb }) => memoryMb },
      { name: 'heap', of: ({ heapMb }) => heapMb },
    ],
  },
  {
    title: 'Open handles',
    curves: [
      { name: 'handles', of: ({ handles }) => handles },
      { name: 'sockets', of: ({ sockets }) => sockets },
    ],
  },
  {
    title: 'Loop lag, ms (99th percentile)',
    curves: [
      { name: 'server', of: ({ lagMs }) => lagMs },
      { name: 'a bare loop', of: ({ bareLagMs }) => bareLagMs },
    ],
  },
  {
    title: 'Errors a minute',
    curves: [
      {
        name: 'errors',
        of: ({ t, errors }, before) =>
          before ? (errors - before.errors) / ((t - before.t) / 60) : 0,
      },
    ],
  },
];

const style = `
svg { color-scheme: light dark; background: #ffffff; font: 13px system-ui, sans-serif; }
text { fill: #1f2328; } .quiet { fill: #59636e; } .title { font-size: 17px; font-weight: 600; }
.axis { stroke: #d1d9e0; } polyline { fill: none; stroke-width: 1.5; stroke-linejoin: round; }
.c0 { stroke: #0969da; } .c1 { stroke: #bc4c00; } text.c0 { fill: #0969da; stroke: none; } text.c1 { fill: #bc4c00; stroke: none; }
@media (prefers-color-scheme: dark) {
svg { background: #0d1117; } text { fill: #f0f6fc; } .quiet { fill: #9198a1; } .axis { stroke: #3d444d; }
.c0 { stroke: #4493f8; } .c1 { stroke: #db6d28; } text.c0 { fill: #4493f8; } text.c1 { fill: #db6d28; }
}`;

export function chart(samples: readonly Sample[], verdict: SoakVerdict): string {
  const height = top + panels.length * (panelHeight + gap);
  const drawn = panels.map((panel, i) => draw(panel, samples, top + i * (panelHeight + gap)));
  const said = sentences(verdict).map((line, i) =>
    text([left, 48 + i * 20], line, { kind: 'quiet' }),
  );
  const title = `Soak of ${verdict.hours.toFixed(2)} hours: ${verdict.ok ? 'nothing found' : 'something found'}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${title}">`,
    `<style>${style}</style>`,
    text([left, 26], title, { kind: 'title' }),
    ...said,
    ...drawn,
    '</svg>\n',
  ].join('\n');
}

function sentences(verdict: SoakVerdict): readonly string[] {
  const { acked, lost, doubled, reordered, gaps, leaked, errors } = verdict;
  const { slopeMbPerHour, handlesBefore, handlesAfter, connects, lagMs, bareLagMs } = verdict;
  return [
    `${acked.toLocaleString('en')} messages acknowledged; lost ${lost}, doubled ${doubled}, reordered ${reordered}, gaps ${gaps}, leaked ${leaked}; errors ${errors}; ${connects.toLocaleString('en')} reconnects`,
    `memory ${slopeMbPerHour.toFixed(1)} MB an hour once warm; handles ${handlesBefore} before, ${handlesAfter} after; loop lag ${lagMs.toFixed(1)} ms, a bare loop ${bareLagMs.toFixed(1)} ms`,
  ];
}

function draw({ title, curves }: Panel, samples: readonly Sample[], y: number): string {
  const last = Math.max(1, samples.at(-1)?.t ?? 1);
  const lines = curves.map(({ of }) =>
    thinned(samples.map((sample, i) => [sample.t, of(sample, samples[i - 1])] as const)),
  );
  const most = roundUp(Math.max(...lines.flat().map(([, value]) => value)));
  const bottom = y + panelHeight;
  const x = (t: number) => left + (t / last) * (width - left - right);
  const at = (value: number) => bottom - (value / most) * panelHeight;
  const grid = [0, most / 2, most].map(
    (value) =>
      `<line class="axis" x1="${left}" x2="${width - right}" y1="${at(value)}" y2="${at(value)}"/>${text([left - 8, at(value) + 4], String(value), { kind: 'quiet', anchor: 'end' })}`,
  );
  const times = [0, last / 2, last].map((t) =>
    text([x(t), bottom + 18], clock(t), { kind: 'quiet', anchor: 'middle' }),
  );
  const drawn = lines.map((points, i) => {
    const path = points.map(([t, value]) => `${x(t).toFixed(1)},${at(value).toFixed(1)}`).join(' ');
    return `<polyline class="c${i}" points="${path}"/>${text([width - right + 10, y + 16 + i * 20], curves[i]?.name ?? '', { kind: `c${i}` })}`;
  });
  return [text([left, y - 10], title), ...grid, ...times, ...drawn].join('\n');
}

type Place = readonly [x: number, y: number];
type Dot = readonly [t: number, value: number];

function thinned(dots: readonly Dot[]): readonly Dot[] {
  const size = Math.ceil(dots.length / mostPoints);
  const groups = Array.from({ length: Math.ceil(dots.length / size) }, (_, i) =>
    dots.slice(i * size, (i + 1) * size),
  );
  return groups.map((group) => [group[0]?.[0] ?? 0, Math.max(...group.map(([, value]) => value))]);
}

/** 1, 2 or 5 and noughts, so that half of it reads well. */
function roundUp(value: number): number {
  if (!(value > 0)) return 1;
  const unit = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 4, 6, 8, 10].map((one) => one * unit).find((one) => one >= value) ?? value;
}

function clock(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} s`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}

type Anchor = 'start' | 'middle' | 'end';

function text([x, y]: Place, said: string, look: { kind?: string; anchor?: Anchor } = {}): string {
  const { kind = '', anchor = 'start' } = look;
  return `<text class="${kind}" x="${x.toFixed(0)}" y="${y.toFixed(0)}" text-anchor="${anchor}">${said}</text>`;
}
