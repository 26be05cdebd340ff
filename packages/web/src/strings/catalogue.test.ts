// The catalogue is whole: what a type cannot say about it.
import { expect, test } from 'bun:test';
import '../attachments/texts.ts';
import '../games/texts.ts';
import '../moments/texts.ts';
import '../groups/texts.ts';
import '../moderation/texts.ts';
import '../settings/texts.ts';
import '../status/texts.ts';
import '../switcher/texts.ts';
import '../voice/texts.ts';
import { isStringKey } from '../strings.ts';
import { en, type StringKey } from './en.ts';
import { languageCodes, languages } from './languages.ts';
import type { Text } from './translation.ts';

const translated = languageCodes.filter((code) => code !== 'en');

/** Read the same in these languages, on purpose. */
const same: Readonly<Partial<Record<StringKey, readonly string[]>>> = {
  'app.name': ['ko', 'zh', 'ja'],
  'tab.label': ['ko', 'zh', 'ja'],
};

function keysOf(texts: Readonly<Record<string, Text>>): string[] {
  return Object.keys(texts).toSorted();
}

function formsOf(text: Text): readonly string[] {
  return typeof text === 'string' ? [text] : Object.values(text);
}

function placeholders(text: string): readonly string[] {
  return [...new Set(text.match(/\{\w+\}/g) ?? [])].toSorted();
}

/** Whether anything is left to translate besides {placeholders}. */
function hasWords(text: string): boolean {
  return /\p{L}{2}/u.test(text.replaceAll(/\{\w+\}/g, ''));
}

test.each(translated)('%s has the keys of English, no fewer and no more', async (code) => {
  expect(keysOf(await languages[code].load())).toEqual(keysOf(en));
});

test.each(translated)('%s fills in what English does', async (code) => {
  const texts = await languages[code].load();
  for (const key of Object.keys(en).filter(isStringKey)) {
    const [english = ''] = formsOf(en[key]);
    for (const text of formsOf(texts[key])) {
      expect({ key, has: placeholders(text) }).toEqual({ key, has: placeholders(english) });
    }
  }
});

test.each(languageCodes)('a text of %s has every form that the language has', async (code) => {
  const texts = await languages[code].load();
  const { pluralCategories } = new Intl.PluralRules(languages[code].tag).resolvedOptions();
  const needed = [...pluralCategories].toSorted();
  for (const key of Object.keys(en).filter(isStringKey)) {
    expect({ key, forms: formNames(key, texts[key]) ?? needed }).toEqual({ key, forms: needed });
  }
});

// A text that is chosen by `count` in English is so elsewhere, unless the language has one form for all counts.
function formNames(key: StringKey, text: Text): readonly string[] | undefined {
  if (typeof text !== 'string') return Object.keys(text).toSorted();
  return typeof en[key] === 'string' ? undefined : ['other'];
}

test.each(translated)('%s leaves nothing in English', async (code) => {
  const texts = await languages[code].load();
  const left = Object.keys(en)
    .filter(isStringKey)
    .filter((key) => formsOf(texts[key]).some((text) => hasWords(text) && isEnglish(key, text)));
  const allowed = Object.keys(same)
    .filter(isStringKey)
    .filter((key) => same[key]?.includes(code));
  expect(left.toSorted()).toEqual(allowed.toSorted());
});

function isEnglish(key: StringKey, text: string): boolean {
  return formsOf(en[key]).includes(text);
}

test.each(languageCodes)('no text of %s is empty or has space around it', async (code) => {
  for (const text of Object.values<Text>(await languages[code].load()).flatMap(formsOf)) {
    expect(text).toBe(text.trim());
    expect(text).not.toBe('');
  }
});
