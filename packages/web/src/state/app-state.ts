// What the whole app shares, made once per login and handed down by context.
import { Client, type Refusal } from '@hubbub/client';
import { Live } from '@hubbub/client/live';
import { createContext, useContext } from 'react';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { createNotifications, type Notifications } from '../notifications/preferences.ts';
import { deviceName, deviceStorage } from './device.ts';
import { createAnnouncer, type Announcer } from './announcer.ts';
import { createArrivals, type Arrivals } from './arrivals.ts';
import { createDrafts, type Drafts } from './drafts.ts';
import { createRecalled, type Recalled } from './recalled.ts';
import { createSeats, type Seats } from './seats.ts';
import { createTeller, type Teller } from './teller.ts';
import { createShortcuts, type Shortcuts } from './shortcuts.ts';
import { createTrail, type Trail } from './trail.ts';
import { createUnconfirmed, type UnconfirmedSteps } from './unconfirmed.ts';
import { createSession, type Phase, type SessionStore } from './session.ts';

export interface AppState {
  readonly id: string;
  readonly client: Client;
  readonly live: Live;
  readonly session: SessionStore;
  readonly drafts: Drafts;
  readonly arrivals: Arrivals;
  readonly announcer: Announcer;
  readonly trail: Trail;
  readonly seats: Seats;
  readonly teller: Teller;
  readonly recalled: Recalled;
  readonly unconfirmed: UnconfirmedSteps;
  readonly shortcuts: Shortcuts;
  readonly notifications: Notifications;
  /** Rises with every change of a known user. */
  readonly usersVersion: StoreApi<number>;
  /** Why the login before this one has ended, when the user did not end it, and whose it was. */
  readonly ended: Refusal | undefined;
  readonly username: string | undefined;
}

export interface StartOptions {
  /** `out` after a login: the cookie is not tried. */
  readonly phase?: Phase;
  readonly ended?: Refusal;
  readonly username?: string;
}

export function createAppState({
  phase = 'starting',
  ended,
  username,
}: StartOptions = {}): AppState {
  const storage = deviceStorage();
  const client = new Client({
    url: location.origin,
    cookie: true,
    codec: 'proto',
    device: { name: deviceName(navigator.userAgent), class: 'WEB' },
    ...(storage && { storage, archive: archiveIn(storage) }),
  });
  const usersVersion = createStore(() => 0);
  client.state.subscribe('users', () => usersVersion.setState((version) => version + 1, true));
  return {
    id: crypto.getRandomValues(new Uint32Array(2)).join('-'),
    client,
    live: new Live(client),
    session: createSession(client, phase),
    drafts: createDrafts(),
    arrivals: createArrivals(client),
    announcer: createAnnouncer(),
    trail: createTrail(),
    seats: createSeats(client),
    teller: createTeller(),
    recalled: createRecalled(),
    unconfirmed: createUnconfirmed(),
    shortcuts: createShortcuts(),
    notifications: createNotifications(),
    usersVersion,
    ended,
    username,
  };
}

export const AppStateContext = createContext<AppState | undefined>(undefined);

export function useAppState(): AppState {
  const state = useContext(AppStateContext);
  if (!state) throw new Error('rendered outside AppStateContext');
  return state;
}

export function useClient(): Client {
  return useAppState().client;
}

/** What the app shows without a network; its code comes while the page is drawn. */
function archiveIn(storage: Storage) {
  return async () =>
    (await import('@hubbub/client/archive')).browserArchive(location.host, storage);
}
