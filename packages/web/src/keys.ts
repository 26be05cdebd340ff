// Every key that does something, in one table. Handlers ask it by `isPressed` or `useShortcut` (state/shortcuts.ts); the dialog
// of `?` and docs/web.md are made from it. A new key is a row here and its text in strings/.
import type { StringKey } from './strings.ts';

/** Where a key does something, in the order in which the dialog has them. */
export const keyScopes = {
  everywhere: 'keys.everywhere',
  chats: 'keys.chats',
  messages: 'keys.messages',
  composer: 'keys.composer',
  lists: 'keys.lists',
  pictures: 'keys.pictures',
} as const satisfies Record<string, StringKey>;

interface Shortcut {
  /** Any of them. `Mod` is ⌘ on Apple's devices and Ctrl on others. */
  readonly keys: readonly string[];
  readonly scope: keyof typeof keyScopes;
  readonly text: StringKey;
}

export const shortcuts = {
  'switcher.open': { keys: ['Mod+k'], scope: 'everywhere', text: 'keys.switcher' },
  'search.open': { keys: ['Mod+f', '/'], scope: 'everywhere', text: 'keys.search' },
  'keys.show': { keys: ['?'], scope: 'everywhere', text: 'keys.show' },
  close: { keys: ['Escape'], scope: 'everywhere', text: 'keys.close' },

  'chat.previous': { keys: ['Alt+ArrowUp'], scope: 'chats', text: 'keys.previous' },
  'chat.next': { keys: ['Alt+ArrowDown'], scope: 'chats', text: 'keys.next' },
  'chat.previousUnread': {
    keys: ['Alt+Shift+ArrowUp'],
    scope: 'chats',
    text: 'keys.previousUnread',
  },
  'chat.nextUnread': { keys: ['Alt+Shift+ArrowDown'], scope: 'chats', text: 'keys.nextUnread' },
  'chat.readAll': { keys: ['Shift+Escape'], scope: 'chats', text: 'keys.readAll' },
  'panel.toggle': { keys: ['Mod+.'], scope: 'chats', text: 'keys.panel' },
  'composer.focus': { keys: ['c'], scope: 'chats', text: 'keys.focusComposer' },

  'message.menu': { keys: ['Enter', 'Shift+F10'], scope: 'messages', text: 'keys.messageMenu' },
  'message.reply': { keys: ['r'], scope: 'messages', text: 'keys.messageReply' },
  'message.edit': { keys: ['e'], scope: 'messages', text: 'keys.messageEdit' },
  'message.forward': { keys: ['f'], scope: 'messages', text: 'keys.messageForward' },
  'message.select': { keys: ['x'], scope: 'messages', text: 'keys.messageSelect' },
  'message.react': { keys: ['s'], scope: 'messages', text: 'keys.messageReact' },

  'composer.send': { keys: ['Enter', 'Mod+Enter'], scope: 'composer', text: 'keys.send' },
  'composer.editLast': { keys: ['ArrowUp'], scope: 'composer', text: 'keys.editLast' },
  'composer.giveUp': { keys: ['Escape'], scope: 'composer', text: 'keys.giveUp' },
  'composer.newLine': { keys: ['Shift+Enter'], scope: 'composer', text: 'keys.newLine' },

  'list.next': { keys: ['ArrowDown'], scope: 'lists', text: 'keys.listNext' },
  'list.previous': { keys: ['ArrowUp'], scope: 'lists', text: 'keys.listPrevious' },
  'list.first': { keys: ['Home'], scope: 'lists', text: 'keys.listFirst' },
  'list.last': { keys: ['End'], scope: 'lists', text: 'keys.listLast' },

  'picture.previous': { keys: ['ArrowLeft'], scope: 'pictures', text: 'keys.picturePrevious' },
  'picture.next': { keys: ['ArrowRight'], scope: 'pictures', text: 'keys.pictureNext' },
} as const satisfies Record<string, Shortcut>;

export type ShortcutId = keyof typeof shortcuts;

export const shortcutIds = Object.keys(shortcuts) as ShortcutId[];

/** What is asked of a key event, be it the browser's or React's. */
export type KeyLike = Pick<
  KeyboardEvent,
  'key' | 'code' | 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey'
>;

export function isPressed(id: ShortcutId, event: KeyLike, isApple = onApple()): boolean {
  return shortcuts[id].keys.some((chord) => fits(chord, event, isApple));
}

/** The first of these that is pressed. */
export function pressedOf<I extends ShortcutId>(ids: readonly I[], event: KeyLike): I | undefined {
  return ids.find((id) => isPressed(id, event));
}

/** A sign that would be written into a field. */
export function isSign(id: ShortcutId): boolean {
  return shortcuts[id].keys.some(
    (chord) => !/^(Mod|Alt)\+/.test(chord) && keyOf(chord).length === 1,
  );
}

/** Safari ends the composition before it reports the Enter that ended it; 229 is how that Enter is known. */
export function isComposing(event: KeyboardEvent): boolean {
  return event.isComposing || event.keyCode === 229;
}

function fits(chord: string, event: KeyLike, isApple: boolean): boolean {
  const wanted = new Set(chord.split('+').slice(0, -1));
  const key = keyOf(chord);
  const [mod, other] = isApple ? [event.metaKey, event.ctrlKey] : [event.ctrlKey, event.metaKey];
  if (mod !== wanted.has('Mod') || other || event.altKey !== wanted.has('Alt')) return false;
  // Which signs need Shift is the layout's business.
  const isShiftTold = key.length > 1 || /[a-z]/.test(key);
  if (isShiftTold && event.shiftKey !== wanted.has('Shift')) return false;
  return pressed(event) === key;
}

function keyOf(chord: string): string {
  return chord.split('+').at(-1) ?? '';
}

/** On layouts of other scripts the key of k gives another letter; it is still where k is. */
function pressed({ key, code }: KeyLike): string {
  if (key.length > 1) return key;
  if (key > '~' && code.startsWith('Key')) return code.slice(3).toLowerCase();
  return key.toLowerCase();
}

const names: Readonly<Record<string, readonly [apple: string, other: string]>> = {
  Mod: ['⌘', 'Ctrl'],
  Alt: ['⌥', 'Alt'],
  Shift: ['⇧', 'Shift'],
  ArrowUp: ['↑', '↑'],
  ArrowDown: ['↓', '↓'],
  ArrowLeft: ['←', '←'],
  ArrowRight: ['→', '→'],
  Enter: ['↵', 'Enter'],
  Escape: ['Esc', 'Esc'],
};

/** What is printed on the keys of a chord: ['Ctrl', 'K']. */
export function keyNames(chord: string, isApple = onApple()): readonly string[] {
  return chord.split('+').map((key) => names[key]?.[isApple ? 0 : 1] ?? upper(key));
}

function upper(key: string): string {
  return key.length === 1 ? key.toUpperCase() : key;
}

function onApple(): boolean {
  return /Mac|iPhone|iPad/.test(globalThis.navigator?.userAgent ?? '');
}
