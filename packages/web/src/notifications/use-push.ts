import { useEffect } from 'react';
import { useAppState } from '../state/app-state.ts';
import { keepPush } from './push.ts';

/** Another browser profile, key of the server or language: what was subscribed once is made so that it is good now. */
export function usePush(): void {
  const { store } = useAppState().notifications;
  useEffect(() => {
    // A push service that does not answer is told of in the settings, where one can do something about it.
    keepPush(store.getState()).catch(() => undefined);
  }, [store]);
}
