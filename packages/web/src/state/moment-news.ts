// What waits in Moments. The server counts, so that all devices show the same; here is only known when to ask.
import type { Client } from '@hubbub/client';
import { Item_Kind } from '@hubbub/protocol';
import { createStore, type StoreApi } from 'zustand/vanilla';

export interface Waiting {
  /** Notices not seen yet. */
  readonly notices: number;
  /** There is a moment on the timeline that was not seen yet. */
  readonly isFresh: boolean;
}

export interface MomentNews {
  readonly store: StoreApi<Waiting>;
  readonly ask: () => void;
}

export function createMomentNews(client: Client): MomentNews {
  const store = createStore<Waiting>(() => ({ notices: 0, isFresh: false }));
  let asked = 0;
  const ask = (): void => {
    asked += 1;
    const own = asked;
    client.call('moment.unread', {}).then(
      ({ notices, author }) => {
        // An older answer says less than one that is still to come.
        if (own === asked) store.setState({ notices, isFresh: author !== '' });
      },
      // Asked again with the next connection.
      () => undefined,
    );
  };
  client.on('moment', ask);
  client.on('change', ({ items }) => {
    const isNews = ({ kind }: { kind: Item_Kind }): boolean =>
      kind === Item_Kind.MOMENT_NOTICE || kind === Item_Kind.MOMENT_SEEN;
    if (items.some(isNews)) ask();
  });
  client.on('status', (status) => {
    if (status === 'online') ask();
  });
  return { store, ask };
}
