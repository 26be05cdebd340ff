/** Drawn of a voice message; the contract takes 64. */
export const mostBars = 48;

/** As many as are drawn; the loudest of each stretch. */
export function inBars(levels: readonly number[]): Uint8Array {
  const count = Math.min(mostBars, levels.length);
  return Uint8Array.from({ length: count }, (_, at) => {
    const from = Math.floor((at * levels.length) / count);
    const to = Math.max(from + 1, Math.floor(((at + 1) * levels.length) / count));
    return Math.max(...levels.slice(from, to));
  });
}
