import { expect, test } from 'bun:test';
import { localeOf, preferred } from './language.ts';

test('the first language of the browser that the app speaks is taken, whatever its country', () => {
  expect(preferred(['fr-FR', 'zh-TW', 'en'])).toBe('zh');
  expect(preferred(['KO-kr'])).toBe('ko');
  expect(preferred(['fr', 'de'])).toBe('en');
  expect(preferred([])).toBe('en');
  // Not every tag that begins like one is one: Japanese is `ja`, Javanese `jv`, Jamaican Creole `jam`.
  expect(preferred(['jam', 'ja-JP'])).toBe('ja');
});

test('dates are written as in the reader’s own country, in the script of the texts', () => {
  expect(localeOf('en', ['ko-KR', 'en-GB'])).toBe('en-GB');
  expect(localeOf('zh', ['zh-CN', 'en'])).toBe('zh-CN');
  expect(localeOf('zh', ['zh-TW', 'en'])).toBe('zh-Hans');
  expect(localeOf('ja', ['en-US'])).toBe('ja');
});
