import { useEffect, useRef, type RefObject } from 'react';
import type { Row } from '../state/rows.ts';
import { nameOf } from './desk.ts';
import type { List } from './list.ts';

interface Parts {
  readonly rows: readonly Row[];
  readonly list: List;
}

/** Moves the focus from message to message, also to one that is not in the document yet. */
export function useFocusIn(
  scroller: RefObject<HTMLElement | null>,
  { rows, list }: Parts,
): (step: 1 | -1) => boolean {
  const wanted = useRef<string>(undefined);
  const tryFocus = () => {
    const name = wanted.current;
    const line = name && scroller.current?.querySelector<HTMLElement>(`[data-name="${name}"]`);
    if (!line) return;
    wanted.current = undefined;
    line.focus({ preventScroll: true });
  };
  // It may come with any later drawing.
  useEffect(tryFocus);
  return (step) => {
    const line = document.activeElement?.closest<HTMLElement>('[data-name]');
    const from = indexOfName(rows, line?.dataset['name']);
    // From the list itself, the last message in sight is the first to go to.
    const start = from < 0 ? (list.range?.endIndex ?? rows.length - 1) + 1 : from;
    const direction = from < 0 ? -1 : step;
    const to = nextLine(rows, start, direction);
    const row = rows[to];
    if (!row) return from >= 0;
    wanted.current = nameOfRow(row);
    list.scrollToIndex(to, { align: 'auto' });
    tryFocus();
    return true;
  };
}

function nextLine(rows: readonly Row[], from: number, step: 1 | -1): number {
  let at = from + step;
  while (rows[at] && nameOfRow(rows[at]) === undefined) at += step;
  return at;
}

export function nameOfRow(row: Row | undefined): string | undefined {
  return row?.kind === 'message' || row?.kind === 'whisper' ? nameOf(row.message) : undefined;
}

export function indexOfName(rows: readonly Row[], name: string | undefined): number {
  if (name === undefined) return -1;
  const seq = Number(name.slice(name.lastIndexOf('/') + 1));
  return rows.findLastIndex(
    // Whole names are put together for the few with this number.
    (row) => 'message' in row && row.message.seq === seq && nameOfRow(row) === name,
  );
}
