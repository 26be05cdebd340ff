// The language of the app: what the user chose on this device, else the first of the browser's that there is.
import { Told } from '../actions/failure.ts';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { languageCodes, languages, type LanguageCode } from '../strings/languages.ts';
import { speak, t } from '../strings.ts';

const key = 'hubbub.language';
const shown = createStore<LanguageCode>(() => 'en');
let wanted: LanguageCode = 'en';

/** To be awaited before anything is drawn: nobody sees a language flash by that is not theirs. */
export async function startLanguage(): Promise<void> {
  const code = chosen() ?? preferred(navigator.languages);
  // Without its texts the app is still one that works: in English.
  await show(code).catch(() => show('en'));
}

/** Once its texts have come the whole app speaks it, without a reload. Fails when they cannot be loaded. */
export async function setLanguage(code: LanguageCode): Promise<void> {
  await show(code).catch(() => {
    throw new Told(t('error.network'));
  });
  storage()?.setItem(key, code);
}

/** The language that is shown; whoever asks is drawn anew when it changes. */
export function useLanguage(): LanguageCode {
  return useStore(shown);
}

/** The first of these that the app speaks. */
export function preferred(tags: readonly string[]): LanguageCode {
  return tags.map(codeOf).find((code) => code !== undefined) ?? 'en';
}

/** As the reader's own country writes dates in this language: the browser's tag of the same language and script. */
export function localeOf(code: LanguageCode, tags: readonly string[]): string {
  const { tag } = languages[code];
  return tags.find((one) => codeOf(one) === code && scriptOf(one) === scriptOf(tag)) ?? tag;
}

async function show(code: LanguageCode): Promise<void> {
  wanted = code;
  const texts = await languages[code].load();
  // Another choice came while these were on their way.
  if (wanted !== code) return;
  speak({ locale: localeOf(code, navigator.languages), texts });
  document.documentElement.lang = languages[code].tag;
  shown.setState(code, true);
}

function chosen(): LanguageCode | undefined {
  const stored = storage()?.getItem(key);
  return languageCodes.find((code) => code === stored);
}

function codeOf(tag: string): LanguageCode | undefined {
  const [language] = tag.toLowerCase().split('-');
  return languageCodes.find((code) => code === language);
}

function scriptOf(tag: string): string | undefined {
  return new Intl.Locale(tag).maximize().script;
}

function storage(): Storage | undefined {
  try {
    return localStorage;
  } catch {
    return undefined;
  }
}
