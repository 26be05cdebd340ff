// The emoji there are, with words to find them by in the user's language; loaded when somebody looks for one.
import type { LanguageCode } from '../strings/languages.ts';

export interface Emoji {
  readonly unicode: string;
  readonly label: string;
  /** Lower case, all by which it is found. */
  readonly words: string;
  readonly group: number;
  /** What is written between colons. */
  readonly codes: readonly string[];
}

interface Compact {
  readonly hexcode: string;
  readonly unicode: string;
  readonly label: string;
  readonly tags?: readonly string[];
  readonly group?: number;
}

/** Parts of emoji that are none themselves. */
const components = 2;

const sources: Readonly<Record<LanguageCode, () => Promise<{ default: unknown }>>> = {
  en: () => import('emojibase-data/en/compact.json'),
  ko: () => import('emojibase-data/ko/compact.json'),
  zh: () => import('emojibase-data/zh/compact.json'),
  ja: () => import('emojibase-data/ja/compact.json'),
};

/** In the order in which they are shown. */
export async function loadEmoji(language: LanguageCode): Promise<readonly Emoji[]> {
  const [compact, shortcodes] = await Promise.all([
    sources[language](),
    import('emojibase-data/en/shortcodes/emojibase.json'),
  ]);
  const codesOf = shortcodes.default as Readonly<Record<string, string | readonly string[]>>;
  return (compact.default as readonly Compact[]).flatMap((one) => {
    const { hexcode, unicode, label, tags = [], group } = one;
    if (group === undefined || group === components) return [];
    const codes = [codesOf[hexcode] ?? []].flat();
    const words = [label, ...tags, ...codes].join(' ').toLocaleLowerCase();
    return [{ unicode, label, words, group, codes }];
  });
}

/** Those whose words have all that is looked for; words that begin with it first. */
export function findEmoji(all: readonly Emoji[], query: string, most: number): readonly Emoji[] {
  const wanted = query
    .toLocaleLowerCase()
    .split(/[\s_]+/)
    .filter(Boolean);
  const found = all.filter(({ words }) => wanted.every((word) => words.includes(word)));
  const rank = ({ words, codes }: Emoji) => {
    if (codes.includes(query)) return 0;
    return ` ${words}`.includes(` ${wanted[0] ?? ''}`) ? 1 : 2;
  };
  return found.toSorted((a, b) => rank(a) - rank(b)).slice(0, most);
}
