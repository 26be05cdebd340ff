// Who is logged in and whether the socket is up. Phases: starting (trying the cookie) → in or out; in → ended (the
// server refused the login) or left (logged out here).
import type { Client, Status } from '@hubbub/client';
import type { User } from '@hubbub/protocol';
import { createStore, type StoreApi } from 'zustand/vanilla';

export type Phase = 'starting' | 'out' | 'in' | 'ended' | 'left';

export interface Session {
  readonly phase: Phase;
  readonly status: Status;
  readonly user: User | undefined;
  /** Logs in with the cookie, if there is one. */
  readonly start: () => void;
  readonly enter: (user: User) => void;
  readonly leave: () => void;
}

export type SessionStore = StoreApi<Session>;

export function createSession(client: Client, phase: Phase): SessionStore {
  const store = createStore<Session>((set, get) => ({
    phase,
    status: client.status,
    user: undefined,
    start() {
      if (get().phase !== 'starting' || client.status !== 'offline') return;
      client.connect().then(get().enter, () => set({ phase: 'out' }));
    },
    enter(user) {
      set({ phase: 'in', user });
    },
    leave() {
      set({ phase: 'left', user: undefined });
    },
  }));
  client.on('status', () => {
    const { status } = client;
    const ended = status === 'refused' && store.getState().phase === 'in';
    store.setState(ended ? { status, phase: 'ended' } : { status });
  });
  return store;
}
