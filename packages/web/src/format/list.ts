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
