import { perLocale } from '../strings.ts';

const lists = perLocale((locale) => new Intl.ListFormat(locale, { style: 'narrow' }));
const collators = perLocale((locale) => new Intl.Collator(locale));

/** "Alice, Bob, Carol" */
export function listOf(names: readonly string[]): string {
  return lists().format(names);
}

/** In the order of the reader's language, for sorting. */
export function compareNames(a: string, b: string): number {
  return collators().compare(a, b);
}

// Only Chinese readers look names up by it: in Japanese and Korean the same characters are read in other ways.
const pinyin = perLocale((locale) =>
  locale.startsWith('zh') ? new Intl.Collator('zh-u-co-pinyin') : undefined,
);

/** The first character of each letter in the platform's order by pinyin, and these letters: no syllable begins with I, U or V. */
const beginnings = '阿八嚓哒妸发旮哈讥咔垃妈拏噢妑七呥扨它穵夕丫帀'.split('');
const letters = 'ABCDEFGHJKLMNOPQRSTWXYZ';

/** The letter by which a Chinese reader looks a character up. */
export function pinyinLetter(character: string): string | undefined {
  const order = pinyin();
  if (!order || !/\p{Script=Han}/u.test(character)) return undefined;
  return letters[beginnings.findLastIndex((first) => order.compare(first, character) <= 0)];
}
