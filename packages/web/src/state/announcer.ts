// What a screen reader is told politely: only the latest, since a queue of old lines helps nobody.
import { createStore, type StoreApi } from 'zustand/vanilla';

interface Announcement {
  readonly text: string;
  /** Tells two equal texts apart. */
  readonly count: number;
}

export interface Announcer {
  readonly store: StoreApi<Announcement>;
  /** @param about what it is said of, so that it can be unsaid */
  readonly say: (text: string, about?: string) => void;
  /** What was taken back is not left to be read. */
  readonly unsay: (about: string) => void;
}

export function createAnnouncer(): Announcer {
  const store = createStore<Announcement>(() => ({ text: '', count: 0 }));
  let said: string | undefined;
  const say = (text: string, about?: string) => {
    said = about;
    store.setState(({ count }) => ({ text, count: count + 1 }));
  };
  return {
    store,
    say,
    unsay(about) {
      if (said === about) say('');
    },
  };
}
