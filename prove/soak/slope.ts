// A straight line through points, by least squares.

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Line {
  readonly slope: number;
  /** The standard error of the slope. */
  readonly error: number;
}

export function lineThrough(points: readonly Point[]): Line {
  const { length } = points;
  if (length < 3) return { slope: 0, error: Infinity };
  const meanX = points.reduce((sum, { x }) => sum + x, 0) / length;
  const meanY = points.reduce((sum, { y }) => sum + y, 0) / length;
  const spread = points.reduce((sum, { x }) => sum + (x - meanX) ** 2, 0);
  const slope = points.reduce((sum, { x, y }) => sum + (x - meanX) * (y - meanY), 0) / spread;
  const off = points.reduce((sum, { x, y }) => sum + (y - meanY - slope * (x - meanX)) ** 2, 0);
  return { slope, error: Math.sqrt(off / (length - 2) / spread) };
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
