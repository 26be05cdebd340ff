/** One or two characters that stand for a name: first letters of its first and last word. */
export function initials(name: string): string {
  const words = name.split(/[\s._-]+/).filter(Boolean);
  const first = firstCharacter(words[0] ?? '?');
  const last = words.length > 1 ? firstCharacter(words.at(-1) ?? '') : '';
  // Two wide characters do not fit; one already says as much as two letters.
  return isWide(first) ? first : (first + (isWide(last) ? '' : last)).toLocaleUpperCase();
}

/** 0 to 11, the same for the same id on every screen. */
export function toneOf(id: string): number {
  let hash = 0;
  for (const character of id) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 65_521;
  return hash % 12;
}

function firstCharacter(word: string): string {
  const [first] = new Intl.Segmenter().segment(word);
  return first?.segment ?? '';
}

function isWide(character: string): boolean {
  return /[\p{Extended_Pictographic}\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(
    character,
  );
}
