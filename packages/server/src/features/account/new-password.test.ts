import { describe, expect, test } from 'bun:test';
import type { OperationError } from '@hubbub/protocol';
import { knownWords, isWellKnown } from './known-passwords.ts';
import { readNewPassword } from './new-password.ts';

const names = ['alice', 'Alice Liddell', 'main', 'hubbub'];

function refusal(password: string): string | undefined {
  try {
    readNewPassword(password, names);
    return undefined;
  } catch (error) {
    return (error as OperationError).reason;
  }
}

describe('a new password', () => {
  test('has 8 to 128 characters of any script, counted as people count, and nothing is cut off', () => {
    expect(refusal('7 chars')).toBe('PASSWORD_TOO_SHORT');
    expect(refusal('👍👎👍👎')).toBe('PASSWORD_TOO_SHORT');
    expect(refusal('今日は雨だった')).toBe('PASSWORD_TOO_SHORT');
    expect(refusal('今日は雨だったよ')).toBeUndefined();
    const long = 'lantern mouse '.repeat(10).slice(0, 128);
    expect(readNewPassword(long, names)).toBe(long);
    expect(refusal(`${long}x`)).toBe('FIELD');
    expect(refusal('twelve\ud800chars')).toBe('FIELD');
  });

  test('needs no kinds of characters', () => {
    for (const password of [
      'mouse-lantern',
      'горячий чай',
      'tangerine wardrobe',
      '        tea     ',
      'zqkvwtbn',
      '83920174625',
    ])
      expect(refusal(password)).toBeUndefined();
  });

  test('has eight characters of its own beside the names', () => {
    for (const password of [
      'alice12#x',
      'ALICEalice',
      'xx-Alice-xx',
      'hubbub-77x',
      'alice liddell!',
      'main.main',
    ])
      expect(refusal(password)).toBe('PASSWORD_KNOWN');
    expect(refusal('alice in a teacup')).toBeUndefined();
  });
});

describe('well-known passwords', () => {
  test('more than 3,000 that lists of leaked ones begin with are refused', () => {
    const endings = [
      '',
      '1',
      '12',
      '123',
      '1234',
      '12345',
      '!',
      '1!',
      '01',
      '99',
      '1985',
      '2024',
      '2024!',
      '@123',
      '69',
    ];
    const tried = knownWords
      .flatMap((word) => endings.map((ending) => word + ending))
      .filter((text) => text.length >= 8);
    expect(new Set(tried).size).toBeGreaterThan(3000);
    expect(tried.filter((password) => !isWellKnown(password))).toEqual([]);
  });

  test('so are the usual disguises, walks, repeats, sequences and dates', () => {
    const disguises = [
      'P@ssw0rd',
      'P@ssw0rd!',
      'Pa55w0rd1',
      'PASSWORD1',
      'ｐａｓｓｗｏｒｄ',
      'drowssap1',
      '!password',
      'mypassword1',
      'iloveyou2',
    ];
    const walks = [
      'qwertyuiop',
      'lkjhgfdsa',
      '1qaz2wsx',
      'qwer1234',
      'q1w2e3r4',
      'йцукенгш',
      'asdf1234',
      'zxcvbnm1',
    ];
    const patterns = [
      'aaaaaaaa',
      'abcabcabc',
      '12341234',
      '67890123',
      'hgfedcba',
      '24121985',
      '19851224',
      '24.12.1985',
      '1111111a',
    ];
    const given = [
      'trustno1',
      'correcthorsebatterystaple',
      'admin@123',
      'monkeymonkey',
      'Summer2024!',
    ];
    for (const password of [...disguises, ...walks, ...patterns, ...given])
      expect([password, isWellKnown(password)]).toEqual([password, true]);
  });

  test('a check of a hostile password takes no time', () => {
    const start = performance.now();
    for (const text of ['1a'.repeat(64), `z${'1'.repeat(126)}z`, 'x'.repeat(128), 'ab1'.repeat(42)])
      isWellKnown(text);
    expect(performance.now() - start).toBeLessThan(100);
  });
});
