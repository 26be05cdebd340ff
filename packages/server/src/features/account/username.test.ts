import { describe, expect, test } from 'bun:test';
import { parseUsername, readUsername } from './username.ts';

describe('usernames', () => {
  test('letters of any script, digits, dots, dashes and underscores', () => {
    for (const name of [
      'al',
      'alice.b-c_d',
      '小明',
      'мария',
      'नमस्ते',
      'José',
      '한글이름',
      '١٢٣abc',
      'x'.repeat(32),
      '𠮷野家',
    ])
      expect(parseUsername(name)?.name).toBe(name.normalize('NFC'));
  });

  test('what could mislead, break a line or show nothing is refused', () => {
    const bad = [
      '',
      'a',
      'x'.repeat(33),
      'a b',
      ' ab',
      'ab\n',
      'a\u0000b',
      'ab\ud800',
      'a\u202eb',
      'a\u200bb',
      'a\u2066b',
    ];
    const worse = [
      '\u3164\u3164',
      'ab\ufe0f',
      'a@b',
      'a/b',
      'a:b',
      '<b>',
      '%',
      '😀😀',
      '\u0301ab',
      'z\u0301\u0302\u0303\u0304\u0305algo',
    ];
    for (const name of [...bad, ...worse]) {
      expect(parseUsername(name)).toBeUndefined();
      expect(() => readUsername(name)).toThrow('A username has');
    }
  });

  test('names that look alike by case or form fold to one, others do not', () => {
    const groups = [
      ['Alice', 'ALICE', 'alice', 'Ａlice'],
      ['Straße', 'STRASSE', 'strasse', 'ſtrasse'],
      ['ΣΊΣΥΦΟΣ', 'Σίσυφος', 'σίσυφοσ'],
      ['zo\u00eb', 'zoe\u0308', 'ZO\u00cb'],
      ['aiﬁ', 'aifi'],
    ];
    const folded = groups.map((names) => new Set(names.map((name) => parseUsername(name)?.folded)));
    for (const forms of folded) expect(forms.size).toBe(1);
    expect(new Set(folded.flatMap((forms) => [...forms])).size).toBe(groups.length);
  });
});
