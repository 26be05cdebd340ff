import { useSyncExternalStore } from 'react';

const query = matchMedia('(max-width: 719px)');

function onChange(changed: () => void): () => void {
  query.addEventListener('change', changed);
  return () => query.removeEventListener('change', changed);
}

/** One pane at a time, as on a phone; the style sheets use the same width. */
export function useNarrow(): boolean {
  return useSyncExternalStore(onChange, () => query.matches);
}
