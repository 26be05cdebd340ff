import { expect, test } from 'bun:test';
import { readDisplayName } from './display-name.ts';

test('a display name may be almost anything that shows', () => {
  for (const name of ['Alice B.', '王小明 🎉', 'مريم', '👩‍👩‍👧', 'נועה (noa)'])
    expect(readDisplayName(name, 'x')).toBe(name);
  expect(readDisplayName('', 'alice')).toBe('alice');
  expect(readDisplayName('   ', 'alice')).toBe('alice');
  expect(readDisplayName(' Zoe\u0308 ', 'x')).toBe('Zo\u00eb');
});

test('nothing visible, control characters, open reversals and lone surrogates are refused', () => {
  for (const name of [
    '\u200b\u200b',
    '\u3164',
    '\u00ad\ufff9',
    '\u2800',
    'a\u0000b',
    'a\nb',
    'a\u202eb',
    'a\u2067b',
    'a\ud800',
    'x'.repeat(65),
  ])
    expect(() => readDisplayName(name, 'x')).toThrow('displayName');
});
