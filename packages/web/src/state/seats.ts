// The games that this page sits in. A seat is kept for as long as the page lives, whatever it shows meanwhile.
import type { GameSeat } from '@hubbub/client';
import { createStore, type StoreApi } from 'zustand/vanilla';

export interface Seats {
  readonly store: StoreApi<ReadonlyMap<string, GameSeat>>;
  readonly keep: (seat: GameSeat) => void;
  readonly forget: (game: string) => void;
}

export function createSeats(): Seats {
  const store = createStore<ReadonlyMap<string, GameSeat>>(() => new Map());
  const forget = (game: string): void =>
    store.setState((old) => new Map([...old].filter(([id]) => id !== game)), true);
  return {
    store,
    forget,
    keep(seat) {
      if (store.getState().get(seat.id) === seat) return;
      store.setState((old) => new Map(old).set(seat.id, seat), true);
      // Another device may have it now: what this one holds is no seat any more.
      seat.on('left', () => forget(seat.id));
    },
  };
}
