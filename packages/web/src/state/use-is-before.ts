import { useCallback, useSyncExternalStore } from 'react';

/** Longer ones need no timer: nobody has a page open for that long. */
const longestTimer = 0x7fffffff;

/** Draws again at that moment. */
export function useIsBefore(until: Date | undefined): boolean {
  const at = until?.getTime() ?? 0;
  const subscribe = useCallback(
    (changed: () => void) => {
      const restMs = at - Date.now();
      if (restMs <= 0 || restMs > longestTimer) return () => undefined;
      const timer = setTimeout(changed, restMs + 50);
      return () => clearTimeout(timer);
    },
    [at],
  );
  return useSyncExternalStore(subscribe, () => at > Date.now());
}
