// What a screen reader is told politely: only the latest, since a queue of old lines helps nobody.
import { createStore, type StoreApi } from 'zustand/vanilla';

interface Announcement {
  readonly text: string;
  /** Tells two equal texts apart. */
  readonly count: number;
}

export interface Announcer {
  readonly store: StoreApi<Announcement>;
  readonly say: (text: string) => void;
}

export function createAnnouncer(): Announcer {
  const store = createStore<Announcement>(() => ({ text: '', count: 0 }));
  return {
    store,
    say(text) {
      store.setState(({ count }) => ({ text, count: count + 1 }));
    },
  };
}
