import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { failureText } from '../actions/failure.ts';
import { useAppState } from '../state/app-state.ts';
import type { Row } from '../state/rows.ts';
import type { List } from './list.ts';
import { indexOfName } from './use-focus-in.ts';
import type { Looking } from './use-past.ts';

const litMs = 2000;

/** Goes to a message of the past and lights it up for a moment. */
export function useJump({ view, reach }: Looking, rows: readonly Row[], list: List) {
  const { teller } = useAppState();
  const { id } = view.conversation;
  const [lit, setLit] = useState<string>();
  const isDue = useRef(false);
  const index = indexOfName(rows, lit);
  useLayoutEffect(() => {
    if (index < 0 || !isDue.current) return;
    isDue.current = false;
    list.scrollToIndex(index, { align: 'center' });
  }, [index, list, lit]);
  useEffect(() => {
    if (index < 0) return undefined;
    const timer = setTimeout(() => setLit(undefined), litMs);
    return () => clearTimeout(timer);
  }, [index, lit]);
  const jump = (seq: number) => {
    isDue.current = true;
    setLit(`${id}/${seq}`);
    void reach(seq).catch((error: unknown) => teller.tell(failureText(error)));
  };
  return { jump, lit };
}
