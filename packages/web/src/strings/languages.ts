// The languages of the app. English comes with the first load, every other one when it is chosen.
import { en, type Catalogue } from './en.ts';

interface Language {
  /** What it calls itself. */
  readonly name: string;
  /** What `lang` says: by it the platform picks glyphs, and words of dates. */
  readonly tag: string;
  readonly load: () => Promise<Catalogue>;
}

export const languages = {
  en: { name: 'English', tag: 'en', load: () => Promise.resolve(en) },
  ko: { name: '한국어', tag: 'ko', load: async () => (await import('./ko.ts')).ko },
  zh: { name: '中文', tag: 'zh-Hans', load: async () => (await import('./zh.ts')).zh },
  ja: { name: '日本語', tag: 'ja', load: async () => (await import('./ja.ts')).ja },
} as const satisfies Record<string, Language>;

export type LanguageCode = keyof typeof languages;

export const languageCodes = Object.keys(languages) as readonly LanguageCode[];
