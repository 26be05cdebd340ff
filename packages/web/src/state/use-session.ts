import type { User } from '@hubbub/protocol';
import { useStore } from 'zustand';
import { useAppState } from './app-state.ts';
import type { Session } from './session.ts';

export function useSession(): Session {
  return useStore(useAppState().session);
}

/** The user who is logged in; for what is drawn only then. */
export function useMe(): User {
  const { user } = useSession();
  if (!user) throw new Error('nobody is logged in');
  return user;
}
