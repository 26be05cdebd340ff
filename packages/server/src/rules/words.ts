// What is looked for in messages, and what finds it. Letters make words; scripts that put no spaces between words (Chinese,
// Japanese, Thai) or add to them (Korean) are found by any part of them. The index (store/search-index-store.ts) only has to
// offer every message that might match: whether one does is decided here, on its text, alike for both databases.
import { fold, foldText, isAscii, type Folded } from './fold.ts';

/** A run of letters and digits, or of characters of which each and each pair is indexed. */
interface Run {
  readonly kind: 'word' | 'characters';
  readonly text: string;
  /** Where it begins in the folded text. */
  readonly at: number;
}

export interface Needle {
  readonly kind: Run['kind'];
  readonly text: string;
  /** Words that begin with it are meant too. */
  readonly isBeginning: boolean;
}

/** Code points, from the first to before the last. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

const unspaced =
  '[[\\p{scx=Han}\\p{scx=Hiragana}\\p{scx=Katakana}\\p{scx=Hangul}\\p{scx=Bopomofo}\\p{sc=Yi}\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmer}\\p{sc=Myanmar}]&&[\\p{L}\\p{N}\\p{M}]]';
const runs = new RegExp(
  `(?<characters>[${unspaced}\\p{Extended_Pictographic}]+)|[[\\p{L}\\p{N}\\p{M}]--${unspaced}]+`,
  'gv',
);

/**
 * So much of a word is indexed, longest first: whoever has typed three letters finds it, and six are as good as all of it.
 * Each more would be one more row for every longer word.
 */
const beginnings = [6, 3] as const;
const mostRanges = 100;

/**
 * What is looked for with these words: all of it must be there. The last word may be unfinished.
 *
 * @param shortest letters that may be the beginning of a word; the index knows no shorter ones than those by default
 */
export function needlesOf(query: string, shortest = 3): readonly Needle[] {
  const { text } = foldText(query);
  const needles = runsOf(text).map(({ kind, text: run, at }): Needle => ({
    kind,
    text: run,
    isBeginning: kind === 'word' && at + run.length === text.length && lengthOf(run) >= shortest,
  }));
  const known = new Set<string>();
  return needles.filter((needle) => {
    const name = `${needle.text} ${needle.isBeginning}`;
    return !known.has(name) && known.add(name);
  });
}

/** Says each key under which a message with these texts stands in the index; one may be said again. */
export function eachKeyOfTexts(texts: readonly string[], say: (key: string) => void): void {
  for (const text of texts) eachKey(text, say);
}

// Every message that is sent goes through here, most of them plain words: those need neither code points nor lists of runs,
// which were four fifths of the time (bench direct, `later`).
function eachKey(text: string, say: (key: string) => void): void {
  const folded = fold(text);
  if (!isAscii(folded)) {
    for (const run of runsOf(folded)) for (const key of keysOfRun(run)) say(key);
    return;
  }
  const { length } = folded;
  for (let at = 0, end = 0; at < length; at = end + 1) {
    for (end = at; end < length && isAsciiLetter(folded.charCodeAt(end)); end += 1);
    for (const most of beginnings)
      if (end > at && (most === beginnings[0] || end - at > most))
        say(folded.slice(at, Math.min(end, at + most)));
  }
}

/** A small letter or a digit: what `runs` finds where all is ASCII. */
function isAsciiLetter(unit: number): boolean {
  return (unit >= 97 && unit <= 122) || (unit >= 48 && unit <= 57);
}

/** Keys under which every message stands that matches; the rarest, as far as one can guess, first. */
export function keysOfNeedles(needles: readonly Needle[]): readonly string[] {
  const keys = new Set(needles.flatMap(keysOfNeedle));
  return [...keys].toSorted((a, b) => b.length - a.length || (a < b ? -1 : 1));
}

/** Where the needles are in the first of these texts; undefined unless each of them is in one of them. */
export function findNeedles(
  texts: readonly string[],
  needles: readonly Needle[],
): readonly Range[] | undefined {
  const missing = new Set(needles);
  let ranges: readonly Range[] = [];
  for (const [i, text] of texts.entries()) {
    const folded = foldText(text);
    const all = runsOf(folded.text);
    const found = needles.flatMap((needle) => {
      const spans = all.flatMap((run) => spansIn(run, needle));
      if (spans.length > 0) missing.delete(needle);
      return spans;
    });
    if (i === 0) ranges = merged(found, folded);
  }
  return missing.size === 0 ? ranges : undefined;
}

function runsOf(folded: string): readonly Run[] {
  return Array.from(folded.matchAll(runs), ({ 0: text, index: at, groups }) => ({
    kind: groups?.['characters'] === undefined ? 'word' : 'characters',
    text,
    at,
  }));
}

function keysOfRun({ kind, text }: Run): readonly string[] {
  const characters = Array.from(text);
  if (kind === 'characters') {
    const pairs = characters.slice(1).map((character, i) => `${characters[i]}${character}`);
    return [...characters, ...pairs];
  }
  return beginnings.map((length) => characters.slice(0, length).join(''));
}

function keysOfNeedle({ kind, text, isBeginning }: Needle): readonly string[] {
  const characters = Array.from(text);
  if (kind === 'characters')
    return characters.length === 1
      ? characters
      : characters.slice(1).map((character, i) => `${characters[i]}${character}`);
  const most = isBeginning ? beginnings.find((one) => one <= characters.length) : beginnings[0];
  return [characters.slice(0, most).join('')];
}

type Span = readonly [from: number, to: number];

function spansIn(run: Run, { kind, text, isBeginning }: Needle): readonly Span[] {
  if (run.kind !== kind) return [];
  if (kind === 'word') {
    const isIt = isBeginning ? run.text.startsWith(text) : run.text === text;
    return isIt ? [[run.at, run.at + text.length]] : [];
  }
  const spans: Span[] = [];
  for (let i = run.text.indexOf(text); i >= 0; i = run.text.indexOf(text, i + text.length))
    spans.push([run.at + i, run.at + i + text.length]);
  return spans;
}

/** In the original text; those that touch or overlap are one. */
function merged(spans: readonly Span[], { starts, ends }: Folded): readonly Range[] {
  const ranges: { start: number; end: number }[] = [];
  for (const [from, to] of spans.toSorted((a, b) => a[0] - b[0])) {
    const range = { start: starts[from] ?? 0, end: ends[to - 1] ?? 0 };
    const last = ranges.at(-1);
    if (last !== undefined && range.start <= last.end) last.end = Math.max(last.end, range.end);
    else ranges.push(range);
  }
  return ranges.slice(0, mostRanges);
}

function lengthOf(text: string): number {
  return Array.from(text).length;
}
