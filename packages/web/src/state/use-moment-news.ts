import { useStore } from 'zustand';
import type { News } from '../components/dot.tsx';
import { useAppState } from './app-state.ts';

/** Notices are counted; that there are new moments is only a dot. */
export function useMomentNews(): News {
  const { notices, isFresh } = useStore(useAppState().moments.store);
  if (notices > 0) return { count: notices, label: 'tab.momentsNews' };
  return { count: isFresh ? 1 : 0, label: 'tab.momentsNew', isOnlyDot: true };
}
