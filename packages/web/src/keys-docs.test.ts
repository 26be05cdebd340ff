// docs/web.md has every key there is, in the words of the app.
import { expect, test } from 'bun:test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { keyNames, keyScopes, shortcutIds, shortcuts } from './keys.ts';
import { t } from './strings.ts';
import './switcher/texts.ts';

const page = readFileSync(join(import.meta.dir, '../../../docs/web.md'), 'utf8');

test('the documentation has the table of keys', () => {
  const rows = shortcutIds.map((id) => {
    const { keys, scope, text } = shortcuts[id];
    const chords = keys.map((chord) => keyNames(chord.replace('Mod', 'mod'), false).join(' '));
    return `| ${t(keyScopes[scope])} | ${chords.join(', ').replaceAll('mod', 'Mod')} | ${t(text)} |`;
  });
  const [, section = ''] = page.split('|---|---|---|\n');
  expect(section.split('\n\n')[0]?.trim().split('\n')).toEqual(rows);
});
