// A line chart as SVG, small enough to read its source: a logarithmic axis of what grows, a linear one from zero of what it costs, a
// bar from the lowest to the highest round behind each point. Its colours follow the reader's light or dark.
export interface ChartPoint {
  readonly x: number;
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

export interface Series {
  readonly name: string;
  readonly points: readonly ChartPoint[];
}

export interface Chart {
  readonly title: string;
  /** What the lower axis counts. */
  readonly x: string;
  readonly series: readonly Series[];
}

const size = { width: 640, height: 320 };
const plot = { left: 56, right: 616, top: 64, bottom: 264 };

// One class for each mark: not every program that draws SVG knows several.
const style = `
    text { font: 13px system-ui, sans-serif; fill: #57606a }
    .title { font-size: 15px; font-weight: 600; fill: #1f2328 }
    .back { fill: #ffffff }
    .grid { stroke: #d8dee4 }
    .line0, .line1 { stroke-width: 2 }
    .bar0, .bar1 { stroke-width: 6; stroke-linecap: round; opacity: .25 }
    ${colours('#0969da', '#bc4c00')}
    @media (prefers-color-scheme: dark) {
      text { fill: #9198a1 }
      .title { fill: #f0f6fc }
      .back { fill: #0d1117 }
      .grid { stroke: #30363d }
      ${colours('#4493f8', '#f0883e')}
    }`;

function colours(...each: readonly string[]): string {
  const marks = each.map(
    (colour, i) => `.dot${i} { fill: ${colour} } .line${i}, .bar${i} { stroke: ${colour} }`,
  );
  return marks.join(' ');
}

export function drawChart(chart: Chart): string {
  const { title, x, series } = chart;
  const points = series.flatMap((one) => one.points);
  const highest = niceTop(Math.max(...points.map((point) => point.high)));
  const xs = [...new Set(points.map((point) => point.x))].toSorted((a, b) => a - b);
  const place: Place = {
    across: scale([Math.log10(xs[0] ?? 1), Math.log10(xs.at(-1) ?? 1)], [plot.left, plot.right]),
    up: scale([0, highest], [plot.bottom, plot.top]),
  };
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="${escaped(title)}">`,
    `  <style>${style}\n  </style>`,
    `  <rect class="back" width="${size.width}" height="${size.height}" rx="8"/>`,
    `  <text class="title" x="16" y="26">${escaped(title)}</text>`,
    ...legend(series),
    ...[0, 0.25, 0.5, 0.75, 1].map((part) => gridLine(part * highest, place)),
    ...xs.map((value) => {
      const at = place.across(Math.log10(value));
      return `  <text x="${at}" y="${plot.bottom + 20}" text-anchor="middle">${shortNumber(value)}</text>`;
    }),
    `  <text x="${(plot.left + plot.right) / 2}" y="${plot.bottom + 42}" text-anchor="middle">${escaped(x)}</text>`,
    ...series.flatMap((one, i) => drawSeries(one, i, place)),
    '</svg>',
    '',
  ].join('\n');
}

interface Place {
  readonly across: (logarithm: number) => number;
  readonly up: (value: number) => number;
}

function scale([from, to]: [number, number], [start, stop]: [number, number]) {
  // A single value stands in the middle.
  if (to === from) return () => (start + stop) / 2;
  return (value: number): number =>
    Number((start + ((value - from) / (to - from)) * (stop - start)).toFixed(1));
}

function legend(series: readonly Series[]): readonly string[] {
  return series.flatMap(({ name }, i) => {
    const at = plot.left + i * 200;
    return [
      `  <circle class="dot${i}" cx="${at}" cy="46" r="4"/>`,
      `  <text x="${at + 12}" y="50">${escaped(name)}</text>`,
    ];
  });
}

function gridLine(value: number, { up }: Place): string {
  const y = up(value);
  return (
    `  <path class="grid" d="M${plot.left} ${y}H${plot.right}"/>\n` +
    `  <text x="${plot.left - 8}" y="${y + 4}" text-anchor="end">${shortNumber(value)}</text>`
  );
}

function drawSeries({ points }: Series, i: number, { across, up }: Place): readonly string[] {
  const sorted = points.toSorted((a, b) => a.x - b.x);
  const at = (point: ChartPoint) => across(Math.log10(point.x));
  const path = sorted.map((point, n) => `${n === 0 ? 'M' : 'L'}${at(point)} ${up(point.median)}`);
  return [
    ...sorted.map(
      (point) =>
        `  <path class="bar${i}" fill="none" d="M${at(point)} ${up(point.low)}V${up(point.high)}"/>`,
    ),
    `  <path class="line${i}" fill="none" d="${path.join('')}"/>`,
    ...sorted.map(
      (point) => `  <circle class="dot${i}" cx="${at(point)}" cy="${up(point.median)}" r="4"/>`,
    ),
  ];
}

/** The next of 1, 2, 4, 8 times a power of ten, so that its quarters are short. */
function niceTop(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 4, 8].find((one) => one * power >= value) ?? 10) * power;
}

function shortNumber(value: number): string {
  if (value >= 1e6) return `${value / 1e6} M`;
  if (value >= 1e4) return `${value / 1e3} k`;
  return String(Number(value.toPrecision(3)));
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
