import { expect, test } from 'bun:test';
import { isPressed, isSign, keyNames, shortcutIds, shortcuts, type KeyLike } from './keys.ts';

function event(key: string, rest: Partial<KeyLike> = {}): KeyLike {
  const code = /^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : key;
  return { key, code, altKey: false, ctrlKey: false, metaKey: false, shiftKey: false, ...rest };
}

test('Mod is Ctrl here and Command there, never both', () => {
  expect(isPressed('switcher.open', event('k', { ctrlKey: true }), false)).toBe(true);
  expect(isPressed('switcher.open', event('k', { metaKey: true }), false)).toBe(false);
  expect(isPressed('switcher.open', event('k', { metaKey: true }), true)).toBe(true);
  expect(isPressed('switcher.open', event('k', { ctrlKey: true }), true)).toBe(false);
  expect(isPressed('switcher.open', event('k'), false)).toBe(false);
});

test('the key of k is found on layouts of other scripts', () => {
  const korean = event('ㅏ', { code: 'KeyK', ctrlKey: true });
  expect(isPressed('switcher.open', korean, false)).toBe(true);
});

test('a modifier more is another key; a sign may need Shift', () => {
  const up = event('ArrowUp', { altKey: true });
  expect(isPressed('chat.previous', up, false)).toBe(true);
  expect(isPressed('chat.previous', { ...up, shiftKey: true }, false)).toBe(false);
  expect(isPressed('chat.previousUnread', { ...up, shiftKey: true }, false)).toBe(true);
  expect(isPressed('keys.show', event('?', { shiftKey: true }), false)).toBe(true);
  expect(isPressed('composer.focus', event('C', { shiftKey: true }), false)).toBe(false);
});

test('what would be written into a field is known', () => {
  expect(shortcutIds.filter(isSign)).toEqual([
    'search.open',
    'keys.show',
    'composer.focus',
    'message.reply',
    'message.edit',
    'message.forward',
    'message.select',
    'message.react',
  ]);
});

test('no chord does two things in one scope', () => {
  const all = shortcutIds.flatMap((id) =>
    shortcuts[id].keys.map((chord) => `${shortcuts[id].scope} ${chord}`),
  );
  expect(new Set(all).size).toBe(all.length);
});

test('keys are named as they are printed', () => {
  expect(keyNames('Alt+Shift+ArrowUp', false)).toEqual(['Alt', 'Shift', '↑']);
  expect(keyNames('Mod+k', true)).toEqual(['⌘', 'K']);
});
