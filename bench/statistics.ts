/** The middle of the values; for an even count the mean of the two in the middle. NaN of nothing. */
export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** Linear between the nearest ranks. */
export function percentile(values: readonly number[], part: number): number {
  if (values.length === 0) return Number.NaN;
  const sorted = values.toSorted((a, b) => a - b);
  const rank = part * (sorted.length - 1);
  const low = Math.floor(rank);
  const below = sorted[low] ?? Number.NaN;
  const above = sorted[Math.ceil(rank)] ?? below;
  return below + (above - below) * (rank - low);
}

export interface Spread {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

export function spread(values: readonly number[]): Spread {
  return { median: median(values), low: Math.min(...values), high: Math.max(...values) };
}

/**
 * Keeps at most `capacity` values, an even thinning of all that came: when full, every second one is
 * dropped and from then on only every second (fourth, …) is taken.
 */
export class Sample {
  readonly values: number[] = [];
  private stride = 1;
  private seen = 0;

  constructor(private readonly capacity = 100_000) {}

  clear(): void {
    this.values.length = 0;
    this.stride = 1;
    this.seen = 0;
  }

  add(value: number): void {
    this.seen += 1;
    if (this.seen % this.stride !== 0) return;
    if (this.values.length >= this.capacity) {
      let kept = 0;
      for (let i = 1; i < this.values.length; i += 2) this.values[kept++] = this.values[i] ?? 0;
      this.values.length = kept;
      this.stride *= 2;
    }
    this.values.push(value);
  }
}
