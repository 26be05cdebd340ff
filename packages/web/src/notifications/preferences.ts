// How this device tells of new messages: kept here, since another device may be in another place.
import { createStore, type StoreApi } from 'zustand/vanilla';
import { deviceStorage } from '../state/device.ts';

export interface Preferences {
  readonly isOn: boolean;
  /** What was written stands in the notification; else only from whom. */
  readonly showsText: boolean;
  readonly hasSound: boolean;
  /** Also while the app is closed, over the browser's push service (push.ts). */
  readonly isPushed: boolean;
  readonly tellsRequests: boolean;
  readonly tellsMoments: boolean;
  /** The hint was answered. */
  readonly wasAsked: boolean;
}

export interface Notifications {
  readonly store: StoreApi<Preferences>;
  readonly prefer: (change: Partial<Preferences>) => void;
  /** Asks the browser, which asks the user; only ever from something that the user pressed. */
  readonly turnOn: () => Promise<NotificationPermission>;
  /** Listens to what other tabs change; returns what ends it. */
  readonly follow: () => () => void;
}

const key = 'hubbub.notifications';
const usual: Preferences = {
  isOn: false,
  showsText: true,
  hasSound: false,
  isPushed: true,
  tellsRequests: true,
  tellsMoments: true,
  wasAsked: false,
};

export function createNotifications(): Notifications {
  const store = createStore<Preferences>(read);
  const prefer = (change: Partial<Preferences>) => {
    store.setState(change);
    try {
      deviceStorage()?.setItem(key, JSON.stringify(store.getState()));
    } catch {
      // Full or closed to us: it holds until the page is left.
    }
  };
  return {
    store,
    prefer,
    async turnOn() {
      const permission = await Notification.requestPermission();
      prefer({ isOn: permission === 'granted', wasAsked: true });
      return permission;
    },
    follow() {
      const onStorage = (event: StorageEvent) => {
        if (event.key === key) store.setState(read());
      };
      addEventListener('storage', onStorage);
      return () => removeEventListener('storage', onStorage);
    },
  };
}

/** Browsers have neither on a page without TLS, unless it is this machine's own. */
export function canNotify(): boolean {
  return 'Notification' in globalThis && 'locks' in navigator && isSecureContext;
}

function read(): Preferences {
  try {
    return { ...usual, ...(JSON.parse(deviceStorage()?.getItem(key) ?? '{}') as Preferences) };
  } catch {
    return usual;
  }
}
