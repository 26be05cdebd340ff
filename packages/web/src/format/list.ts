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

/** The first character of each letter in the platform's order by pinyin. */
const beginnings: readonly (readonly [string, string])[] = [
  ...['阿A', '八B', '嚓C', '哒D', '妸E', '发F', '旮G', '哈H', '讥J', '咔K', '垃L', '妈M'],
  ...['拏N', '噢O', '妑P', '七Q', '呥R', '扨S', '它T', '穵W', '夕X', '丫Y', '帀Z'],
].map(([character = '', letter = '']) => [character, letter] as const);

/** The letter by which a Chinese reader looks a character up. */
export function pinyinLetter(character: string): string | undefined {
  const order = pinyin();
  if (!order || !/\p{Script=Han}/u.test(character)) return undefined;
  return beginnings.findLast(([first]) => order.compare(first, character) <= 0)?.[1];
}
