import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { failureText } from '../actions/failure.ts';
import { useAppState } from '../state/app-state.ts';
import type { Row } from '../state/rows.ts';
import type { List } from './list.ts';
import { indexOfName } from './use-focus-in.ts';
import type { Looking } from './use-past.ts';

const litMs = 2000;
/** By which somebody takes the list elsewhere. */
const moves = ['wheel', 'touchmove', 'pointerdown', 'keydown'] as const;

/** Goes to a message of the past and lights it up for a moment. */
export function useJump({ view, reach }: Looking, rows: readonly Row[], list: List) {
  const { teller } = useAppState();
  const { id } = view.conversation;
  const [lit, setLit] = useState<string>();
  /** Until somebody scrolls: what is loaded above it meanwhile must not move it out of sight. */
  const isHeld = useRef(false);
  const index = indexOfName(rows, lit);
  useLayoutEffect(() => {
    if (index >= 0 && isHeld.current) list.scrollToIndex(index, { align: 'center' });
  }, [index, list, lit]);
  useEffect(() => {
    if (index < 0) return undefined;
    const letGo = () => void (isHeld.current = false);
    const element = list.scrollElement;
    for (const move of moves) element?.addEventListener(move, letGo, { passive: true });
    const timer = setTimeout(() => {
      letGo();
      setLit(undefined);
    }, litMs);
    return () => {
      clearTimeout(timer);
      for (const move of moves) element?.removeEventListener(move, letGo);
    };
  }, [index, list, lit]);
  const jump = (seq: number) => {
    isHeld.current = true;
    setLit(`${id}/${seq}`);
    void reach(seq).catch((error: unknown) => teller.tell(failureText(error)));
  };
  return { jump, lit };
}
