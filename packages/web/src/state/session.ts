// Who is logged in and whether the socket is up. Phases: starting (trying the cookie) → in or out; in → ended (the
// server ended the login) or left (logged out here).
import type { Client, Refusal, Status } from '@hubbub/client';
import type { User } from '@hubbub/protocol';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { isLoggedOut } from '../actions/refusal.ts';

export type Phase = 'starting' | 'out' | 'in' | 'ended' | 'left';

export interface Session {
  readonly phase: Phase;
  readonly status: Status;
  /** Why the status is `refused`. */
  readonly refusal: Refusal | undefined;
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
    refusal: undefined,
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
  // Also what was changed on another device.
  client.on('profile', (user) => {
    if (store.getState().phase === 'in') store.setState({ user });
  });
  client.on('status', () => {
    const { status, refusal } = client;
    const ended = isLoggedOut(refusal) && store.getState().phase === 'in';
    store.setState({ status, refusal, ...(ended && { phase: 'ended' }) });
  });
  return store;
}
