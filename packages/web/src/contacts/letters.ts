// A list of people by the first letter of their names, as an address book has it.
import { compareNames, pinyinLetter } from '../format/list.ts';

export interface Letter<T> {
  readonly letter: string;
  readonly rows: readonly T[];
}

/** What begins with no letter that has a capital stands at the end. */
const rest = '#';

/** By the place of the consonant in Unicode. */
const consonants = 'ㄱㄱㄴㄷㄷㄹㅁㅂㅂㅅㅅㅇㅈㅈㅊㅋㅌㅍㅎ';

export function byLetter<T>(rows: readonly T[], nameOf: (row: T) => string): readonly Letter<T>[] {
  const groups = new Map<string, T[]>();
  for (const row of rows.toSorted((a, b) => compareNames(nameOf(a), nameOf(b)))) {
    const letter = letterOf(nameOf(row));
    groups.set(letter, [...(groups.get(letter) ?? []), row]);
  }
  return [...groups]
    .map(([letter, found]) => ({ letter, rows: found }))
    .sort((a, b) => Number(a.letter === rest) - Number(b.letter === rest) || compare(a, b));
}

function compare(a: { letter: string }, b: { letter: string }): number {
  return compareNames(a.letter, b.letter);
}

function letterOf(name: string): string {
  // "Émile" is found at E.
  const first = name.normalize('NFD').charAt(0).toLocaleUpperCase();
  if (/\p{Lu}/u.test(first)) return first;
  return consonantOf(first) ?? pinyinLetter(name.charAt(0)) ?? rest;
}

// NFD has taken a Korean syllable apart; a doubled consonant stands with the single one, as in any Korean address book.
function consonantOf(jamo: string): string | undefined {
  return consonants[jamo.charCodeAt(0) - 0x1100];
}
