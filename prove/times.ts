// What most of many waits were at most.

/** @param share 0.99: ninety-nine of a hundred took no longer; 0 where there are none */
export function percentile(waits: readonly number[], share: number): number {
  const sorted = waits.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
}
