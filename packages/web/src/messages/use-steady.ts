// What keeps a desk the same while messages arrive and the list scrolls: a new one draws every line again.
import type { ConversationView } from '@hubbub/client';
import { useCallback, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { nothingOwn } from '../state/unconfirmed.ts';
import type { Desk } from './desk.ts';

type Hands = Pick<Desk, 'place' | 'react' | 'act' | 'openMenu' | 'jump' | 'choose'>;

/** The same for as long as the list is there, doing what those of the last drawing do. */
export function useHands(now: Hands): Hands {
  const newest = useRef(now);
  useLayoutEffect(() => {
    newest.current = now;
  });
  return useMemo(
    () => ({
      place: (message) => newest.current.place(message),
      react: (message, emoji) => newest.current.react(message, emoji),
      act: (name, message, at) => newest.current.act(name, message, at),
      openMenu: (message, at) => newest.current.openMenu(message, at),
      jump: (seq) => newest.current.jump(seq),
      choose: (message) => newest.current.choose(message),
    }),
    [],
  );
}

/** Another one only when something of the user's own is. */
export function useMine(view: ConversationView): Desk['mine'] {
  const [held, setHeld] = useState(() => ownOf(view));
  const now = ownOf(view);
  const isSame = isEqual(held, now);
  // Drawn again at once, before anything is shown.
  if (!isSame) setHeld(now);
  const own = isSame ? held : now;
  return useCallback(
    ({ conversation, seq = 0 }) => own.get(conversation)?.get(seq) ?? nothingOwn,
    [own],
  );
}

type Owns = ReadonlyMap<string, ConversationView['own']>;

function ownOf(view: ConversationView): Owns {
  return new Map([view, ...view.whispers].map(({ conversation, own }) => [conversation.id, own]));
}

function isEqual(a: Owns, b: Owns): boolean {
  return a.size === b.size && [...a].every(([id, own]) => isEqualOwn(own, b.get(id)));
}

function isEqualOwn(a: ConversationView['own'], b: ConversationView['own'] | undefined): boolean {
  if (a === b) return true;
  if (a.size !== b?.size) return false;
  for (const [seq, one] of a) {
    const other = b.get(seq);
    if (one.mentioned !== other?.mentioned) return false;
    if (!isEqualList(one.reactions, other.reactions) || !isEqualList(one.votes, other.votes))
      return false;
  }
  return true;
}

function isEqualList<T>(a: readonly T[], b: readonly T[]): boolean {
  return a === b || (a.length === b.length && a.every((one, at) => one === b[at]));
}
