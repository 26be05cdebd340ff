// The part of a text where something was found, cut to what a list has room for.
export interface Part {
  readonly text: string;
  readonly isFound: boolean;
}

interface Range {
  readonly start?: number | undefined;
  readonly end?: number | undefined;
}

const before = 24;

/** @param most characters; without a limit the whole text */
export function partsOf(text: string, ranges: readonly Range[], most?: number): readonly Part[] {
  const characters = Array.from(text);
  const first = ranges[0]?.start ?? 0;
  const from = most !== undefined && first > before + 8 ? first - before : 0;
  const to = most === undefined ? characters.length : Math.min(characters.length, from + most);
  const parts: Part[] = [];
  let at = from;
  const add = (end: number, isFound: boolean) => {
    const piece = characters.slice(at, Math.min(end, to)).join('');
    if (piece !== '') parts.push({ text: piece, isFound });
    at = Math.max(at, end);
  };
  if (from > 0) parts.push({ text: '…', isFound: false });
  for (const { start = 0, end = 0 } of ranges) {
    add(start, false);
    add(end, true);
  }
  add(to, false);
  if (to < characters.length) parts.push({ text: '…', isFound: false });
  return parts;
}
