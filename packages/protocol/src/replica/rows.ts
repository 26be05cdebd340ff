// Merging rows. A row is named by its key and never replaced by an older one (docs/sync.md 12).
export interface Versioned {
  readonly version?: number | undefined;
}

export function isNewer(row: Versioned, held: Versioned | undefined): boolean {
  return held === undefined || (row.version ?? 0) >= (held.version ?? 0);
}

/** `held` is in ascending order of `key` and stays so; the same array comes back when nothing is new. */
export function mergeSorted<R extends Versioned>(
  held: readonly R[],
  rows: readonly R[],
  key: (row: R) => number,
): readonly R[] {
  if (rows.length === 0) return held;
  const merged = [...held];
  for (const row of rows) {
    const at = position(merged, key(row), key);
    const same = merged[at];
    if (same === undefined || key(same) !== key(row)) merged.splice(at, 0, row);
    else if (isNewer(row, same)) merged[at] = row;
  }
  return merged;
}

export function mergeNamed<R extends Versioned>(
  held: ReadonlyMap<string, R>,
  rows: readonly R[],
  name: (row: R) => string,
): ReadonlyMap<string, R> {
  if (rows.length === 0) return held;
  const merged = new Map(held);
  for (const row of rows) if (isNewer(row, merged.get(name(row)))) merged.set(name(row), row);
  return merged;
}

/** Where a row with this key is, or would be. New rows mostly come last, so the search begins there. */
export function position<R>(rows: readonly R[], wanted: number, key: (row: R) => number): number {
  const last = rows.at(-1);
  if (last === undefined || key(last) < wanted) return rows.length;
  let low = 0;
  let high = rows.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    const row = rows[middle];
    if (row !== undefined && key(row) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
