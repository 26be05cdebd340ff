// Every text a user can see comes from here, in the language that is spoken (state/language.ts chooses it). The texts
// are in strings/: a folder for each language, a file for each area.
import { en, type Catalogue, type StringKey } from './strings/en.ts';
import type { Text } from './strings/translation.ts';

export type { StringKey };

export interface Speech {
  /** What the platform writes numbers, dates and lists by, and sorts by. */
  readonly locale: string;
  readonly texts: Catalogue;
}

// A page speaks one language at a time, and texts are needed where no component is: in actions and errors.
let spoken: Speech = { locale: 'en', texts: en };

export function speak(speech: Speech): void {
  spoken = speech;
}

/** Makes once for each language what is dear to make and cheap to use, such as the platform's formatters. */
export function perLocale<Made>(make: (locale: string) => Made): () => Made {
  const all = new Map<string, Made>();
  return () => {
    const made = all.get(spoken.locale) ?? make(spoken.locale);
    all.set(spoken.locale, made);
    return made;
  };
}

type Values = Readonly<Record<string, string | number>>;

const plurals = perLocale((locale) => new Intl.PluralRules(locale));
const numbers = perLocale((locale) => new Intl.NumberFormat(locale));

/** The text of `key` with {placeholders} filled in; `count` chooses its form. Plain text, never markup. */
export function t(key: StringKey, values: Values = {}): string {
  return formOf(spoken.texts[key], values).replace(
    /\{(\w+)\}/g,
    (whole, name: string) => filled(values[name]) ?? whole,
  );
}

export function isStringKey(key: string): key is StringKey {
  return Object.hasOwn(en, key);
}

function formOf(text: Text, { count }: Values): string {
  if (typeof text === 'string') return text;
  return text[plurals().select(Number(count))] ?? text.other;
}

function filled(value: string | number | undefined): string | undefined {
  return typeof value === 'number' ? numbers().format(value) : value;
}
