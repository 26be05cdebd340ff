import { useEffect } from 'react';
import { useClient } from './app-state.ts';

/** Reconnects at once when the device is back on a network or somebody looks again, instead of when the back-off ends. */
export function useHurry(): void {
  const client = useClient();
  useEffect(() => {
    const hurry = () => {
      if (document.visibilityState === 'visible') client.hurry();
    };
    addEventListener('online', hurry);
    document.addEventListener('visibilitychange', hurry);
    return () => {
      removeEventListener('online', hurry);
      document.removeEventListener('visibilitychange', hurry);
    };
  }, [client]);
}
