// The games that this page sits in. A seat is kept for as long as the page lives, whatever it shows meanwhile.
import type { Client, GameSeat } from '@hubbub/client';
import { Game_State } from '@hubbub/protocol';
import { createStore, type StoreApi } from 'zustand/vanilla';

export interface Seats {
  readonly store: StoreApi<ReadonlyMap<string, GameSeat>>;
  /** Running games whose seat the server holds for this user, left by a page or device that is gone. */
  readonly held: StoreApi<readonly string[]>;
  /** This device had a seat in the game and has it no longer: taking it again is for the user to say. */
  readonly isLost: (game: string) => boolean;
  readonly keep: (seat: GameSeat) => void;
  readonly forget: (game: string) => void;
}

export function createSeats(client: Client): Seats {
  const store = createStore<ReadonlyMap<string, GameSeat>>(() => new Map());
  const lost = new Set<string>();
  const held = createStore<readonly string[]>(() => []);
  const forget = (game: string): void =>
    store.setState((old) => new Map([...old].filter(([id]) => id !== game)), true);
  client.on('status', (status) => {
    if (status !== 'online') return;
    // Looked at again with the next connection.
    readHeld(client).then(
      (games) => held.setState(games, true),
      () => undefined,
    );
  });
  return {
    store,
    held,
    forget,
    isLost: (game) => lost.has(game),
    keep(seat) {
      lost.delete(seat.id);
      held.setState((old) => old.filter((id) => id !== seat.id), true);
      if (store.getState().get(seat.id) === seat) return;
      store.setState((old) => new Map(old).set(seat.id, seat), true);
      seat.on('left', () => {
        lost.add(seat.id);
        forget(seat.id);
      });
    },
  };
}

async function readHeld(client: Client): Promise<readonly string[]> {
  const { games } = await client.games.list({ seated: true });
  const isHeld = ({ user, connected }: { user: string; connected: boolean }): boolean =>
    user === client.user?.id && !connected;
  return games
    .filter(({ state, seats }) => state === Game_State.RUNNING && seats.some(isHeld))
    .map(({ id }) => id);
}
