import { measureElement } from '@tanstack/react-virtual';
import type { Row } from '../state/rows.ts';
import type { List } from './list.ts';

// Of one line of text. A guess that holds costs nothing more; any other moves all that is below.
const headed = 58;
const followUp = 26;
const other = 44;

/** Before the row was in the document, in pixels. */
export function guessHeight(row: Row | undefined): number {
  if (row?.kind !== 'message' && row?.kind !== 'pending') return other;
  return row.first ? headed : followUp;
}

/** Of rows that came into the document together. */
const heights = new Map<Element, number>();

/**
 * The height of a row, in pixels. The list asks for one new row after the other and moves what is below in between: each
 * question would lay the page out anew. So the first one reads all.
 */
export function measureRow(
  row: HTMLElement,
  entry: ResizeObserverEntry | undefined,
  list: List,
): number {
  const isKnown = list.itemSizeCache.has(list.options.getItemKey(list.indexFromElement(row)));
  if (entry || isKnown || !row.parentElement) return measureElement(row, entry, list);
  if (!heights.has(row)) {
    for (const one of row.parentElement.children)
      if (one instanceof HTMLElement) heights.set(one, one.offsetHeight);
    // They hold as long as nothing else had a turn.
    queueMicrotask(() => heights.clear());
  }
  return heights.get(row) ?? measureElement(row, entry, list);
}
