// For names that were mistyped: the one that was probably meant.

export function unknown(name: string, known: readonly string[]): string {
  const [nearest = ''] = known.toSorted((a, b) => distance(name, a) - distance(name, b));
  return `There is no option ${name}; did you mean ${nearest}? See --help.`;
}

/** Levenshtein's. */
function distance(a: string, b: string): number {
  let before = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const line = [i];
    for (let j = 1; j <= b.length; j += 1)
      line.push(
        Math.min(
          (line[j - 1] ?? 0) + 1,
          (before[j] ?? 0) + 1,
          (before[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1),
        ),
      );
    before = line;
  }
  return before[b.length] ?? 0;
}
