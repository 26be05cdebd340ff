import { expect, test } from 'bun:test';
import { isEmojiOnly } from './emoji.ts';

test.each(['🎉', '👏👏', '👍🏽', '❤️', '👨‍👩‍👧 🇰🇷', '☔️'])('%s is emoji only', (text) => {
  expect(isEmojiOnly(text)).toBe(true);
});

test.each(['ok 🎉', '1', '#', '你好', '', '🎉'.repeat(20)])('%p is not', (text) => {
  expect(isEmojiOnly(text)).toBe(false);
});
