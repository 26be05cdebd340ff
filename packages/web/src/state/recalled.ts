// What the user took back and may want to write anew, for as long as the page lives.
import type { Message } from '@hubbub/protocol';
import { createStore, type StoreApi } from 'zustand/vanilla';

export interface Recalled {
  /** By conversation and seq. */
  readonly store: StoreApi<ReadonlyMap<string, string>>;
  readonly keep: (message: Message, text: string) => void;
}

export function createRecalled(): Recalled {
  const store = createStore<ReadonlyMap<string, string>>(() => new Map());
  return {
    store,
    keep: ({ conversation, seq = 0 }, text) =>
      store.setState((old) => new Map(old).set(`${conversation}/${seq}`, text), true),
  };
}
