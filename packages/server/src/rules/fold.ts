// Text without what makes no difference when one looks for it: case, width, accents. It knows for every character of the
// folded text where it stands in the text itself, so that what was found can be shown.

export interface Folded {
  readonly text: string;
  /** Of each UTF-16 unit of `text`: which characters of the original it is made of, counted in code points. */
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

// What is composed to one character must be folded together: a letter with its marks, a Hangul syllable in parts, a narrow
// Kana with its voicing, which is no mark to Unicode.
const cluster =
  /[\u1100-\u115f\ua960-\ua97c][\u1160-\u11a7\ud7b0-\ud7c6]?[\u11a8-\u11ff\ud7cb-\ud7fb]?\p{M}*|[^][\p{M}\uff9e\uff9f]*/gu;
const accents = /[\u0300-\u036f\ufe00-\ufe0f]/g;
// eslint-disable-next-line no-control-regex -- what is ASCII through and through needs nothing but its case folded
const plain = /^[\0-\x7f]*$/;

export function isAscii(text: string): boolean {
  return plain.test(text);
}

/** The folded text alone. */
export function fold(text: string): string {
  return isAscii(text) ? text.toLowerCase() : foldText(text).text;
}

/** Folds a text; the same text on every machine gives the same. */
export function foldText(text: string): Folded {
  if (isAscii(text)) return foldPlain(text);
  const starts: number[] = [];
  const ends: number[] = [];
  let folded = '';
  let at = 0;
  for (const [part] of text.matchAll(cluster)) {
    const end = at + Array.from(part).length;
    const piece = foldCluster(part);
    folded += piece;
    for (let i = 0; i < piece.length; i += 1) {
      starts.push(at);
      ends.push(end);
    }
    at = end;
  }
  return { text: folded, starts, ends };
}

function foldPlain(text: string): Folded {
  const starts = Array.from(text, (_, i) => i);
  return { text: text.toLowerCase(), starts, ends: starts.map((start) => start + 1) };
}

/** Twice, because a capital may have a compatibility form and the other way round. */
function foldCluster(part: string): string {
  const bare = part.normalize('NFKC').toLowerCase().normalize('NFKD').replaceAll(accents, '');
  return bare.toLowerCase().replaceAll('ς', 'σ').replaceAll('ß', 'ss').normalize('NFKC');
}
