// Every regular expression of what is shipped takes 50 KB of its worst cases in a time that grows with them. They are found in the
// sources, so that one that is new is tried too.
import { describe, expect, test } from 'bun:test';
import { slowness } from '../../fuzz/regexes/attack.ts';
import { builtIn, regexesIn } from '../../fuzz/regexes/scan.ts';
import { builtRegexes, regexes, suspected } from '../../fuzz/regexes/sources.ts';

/** What no scan can read: why each is linear, or what bounds its text. */
const built: Readonly<Record<string, string>> = {
  'packages/server/src/features/account/known-passwords.ts: ':
    'dates of fixed length in a password of 128',
  'packages/server/src/rules/words.ts: ': 'one class, over and over; below',
  "packages/web/src/format/links.ts: candidate.source, 'iy');":
    'another way to run one that is found',
  "bin/test.mjs: `^ *(\\\\d+) ${word}$`, 'gm'))].at(-1)?.[1] ?? 0);": 'twelve lines of a summary',
};

describe('all that is shipped', () => {
  test('is found', () => {
    expect(regexes.length).toBeGreaterThan(150);
    for (const { source, flags } of regexes) expect(() => new RegExp(source, flags)).not.toThrow();
    const found = new Set(regexes.map(({ file }) => file));
    expect(suspected.length).toBeGreaterThan(40);
    expect(suspected.filter((file) => !found.has(file))).toEqual([]);
    expect(builtRegexes.toSorted()).toEqual(Object.keys(built).toSorted());
  });

  test('is linear', () => {
    const different = new Map(regexes.map((one) => [`/${one.source}/${one.flags}`, one]));
    const slow = [...different.values()].flatMap((one) => {
      const problem = slowness(one);
      return problem === undefined ? [] : [`${one.file}:${one.line} /${one.source}/ ${problem}`];
    });
    expect(slow).toEqual([]);
  }, 120_000);
});

test('one that tries every beginning is found, whatever it is made of', () => {
  for (const source of ['\\s+$', '(a+)+b', '[^@]+@', '=+$', '(?:\\w+-)+!', '%.*$'])
    expect([source, slowness({ source, flags: '' })]).toEqual([source, expect.any(String)]);
});

test('the scan tells an expression from a division, a text, a comment and a tag', () => {
  const text = [
    'const a = b / c / d; // no /comment/ is one',
    "const t = 'no /text/ is', u = `no /template/ but ${x.replace(/one/g, '')} is`;",
    'return /two[/]three/iu.test(x) /* nor /this/ */ || (1) / 2 / 3;',
    'const tag = <b>{x}</b> / <i />;',
    'if (ok) list.map((one) => one.split(/\\/|\\\\/));',
  ].join('\n');
  const found = regexesIn('x.ts', text).map(({ source, flags }) => `/${source}/${flags}`);
  expect(found).toEqual(['/one/g', '/two[/]three/iu', '/\\/|\\\\/']);
  expect(builtIn('x.ts', 'const r = new RegExp(text);')).toEqual(['x.ts: text);']);
});
