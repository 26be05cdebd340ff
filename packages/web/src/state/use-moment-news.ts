import type { MomentDots } from '@hubbub/client';
import { useCallback, useSyncExternalStore } from 'react';
import type { News } from '../components/dot.tsx';
import { useClient } from './app-state.ts';

export function useMomentDots(): MomentDots {
  const { state } = useClient();
  const subscribe = useCallback(
    (changed: () => void) => state.subscribe('moments', changed),
    [state],
  );
  return useSyncExternalStore(subscribe, () => state.moments());
}

/** Notices are counted; that there are new moments is only a dot. */
export function useMomentNews(): News {
  const { notices, author } = useMomentDots();
  if (notices > 0) return { count: notices, label: 'tab.momentsNews' };
  return { count: author === undefined ? 0 : 1, label: 'tab.momentsNew', isOnlyDot: true };
}
