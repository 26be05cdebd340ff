// Who is logged in and whether the socket is up. Phases: starting (trying the cookie) → in or out; in → ended (the
// server ended the login), left (logged out here) or other (what was kept here is somebody else's).
import type { Client, Refusal, Status } from '@hubbub/client';
import type { User } from '@hubbub/protocol';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { isLoggedOut } from '../actions/refusal.ts';

export type Phase = 'starting' | 'out' | 'in' | 'ended' | 'left' | 'other';

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
  let begun: Promise<void> | undefined;
  const store = createStore<Session>((set, get) => ({
    phase,
    status: client.status,
    refusal: undefined,
    user: undefined,
    start() {
      if (get().phase === 'starting') begun ??= begin();
    },
    enter(user) {
      const before = get().user;
      set({ phase: before && before.id !== user.id ? 'other' : 'in', user });
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

  /** With what was kept, if anything was, and then with the server. */
  async function begin(): Promise<void> {
    const { enter } = store.getState();
    const kept = await client.restore().catch(() => undefined);
    if (kept) enter(kept);
    try {
      enter(await client.connect());
    } catch {
      if (store.getState().phase === 'starting') store.setState({ phase: 'out' });
    }
  }
}
