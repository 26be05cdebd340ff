// How well what was typed fits a name. Letters without their marks and in either case; every word typed has to be found:
// at the beginning, at the beginning of a word, inside, or spread over the name in order. Korean also by first consonants.
const initials = 'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ';
const firstSyllable = 0xac00;
const syllables = 11_172;
const perInitial = 588;

/** Undefined: does not fit. Else the higher, the better. */
export function fuzzy(query: string, name: string): number | undefined {
  const folded = fold(name);
  let sum = 0;
  const words = fold(query).split(/\s+/).filter(Boolean);
  for (const word of words) {
    const score = scoreOf(word, folded);
    if (score === undefined) return undefined;
    sum += score;
  }
  return sum / Math.max(1, words.length);
}

function scoreOf(word: string, name: string): number | undefined {
  const text = isInitials(word) ? toInitials(name) : name;
  const at = text.indexOf(word);
  if (at === 0) return text.length === word.length ? 100 : 90;
  if (at > 0) return startsWord(text, at) || text.includes(` ${word}`) ? 80 : 60;
  return spread(word, text);
}

/** The letters in order, the first at the beginning of a word; the closer together, the better. */
function spread(word: string, text: string): number | undefined {
  let best: number | undefined;
  for (let start = 0; start < text.length; start += 1) {
    if (text[start] !== word[0] || !startsWord(text, start)) continue;
    const end = endOfSpread(word, text, start);
    if (end === undefined) continue;
    const score = 40 - Math.min(30, end - start - word.length);
    best = Math.max(best ?? 0, score);
  }
  return best;
}

function endOfSpread(word: string, text: string, start: number): number | undefined {
  let at = start;
  for (const letter of word) {
    at = text.indexOf(letter, at) + 1;
    if (at === 0) return undefined;
  }
  return at;
}

function startsWord(text: string, at: number): boolean {
  return at === 0 || /[\s\p{P}\p{S}]/u.test(text[at - 1] ?? '');
}

function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').normalize('NFC').toLocaleLowerCase();
}

function isInitials(word: string): boolean {
  return Array.from(word).every((letter) => initials.includes(letter));
}

function toInitials(text: string): string {
  return Array.from(text, (letter) => {
    const at = (letter.codePointAt(0) ?? 0) - firstSyllable;
    return at >= 0 && at < syllables ? (initials[Math.floor(at / perInitial)] ?? '') : letter;
  }).join('');
}
