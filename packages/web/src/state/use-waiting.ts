import { useCallback, useSyncExternalStore } from 'react';
import { useClient } from './app-state.ts';

/** How many want to come into this group and wait for an answer; for its owner and admins. */
export function useWaiting(conversation: string): number {
  const { state } = useClient();
  const subscribe = useCallback((changed: () => void) => state.subscribe('self', changed), [state]);
  return useSyncExternalStore(subscribe, () => state.waiting(conversation));
}
