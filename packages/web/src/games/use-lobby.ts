import type { Game, GameType } from '@hubbub/protocol';
import { useEffect, useState } from 'react';
import { useSession } from '../state/use-session.ts';
import { isForPeople } from './views.ts';
import { useGames } from './use-seat.ts';

export interface Lobby {
  /** Undefined until they are known. */
  readonly types: readonly GameType[] | undefined;
  /** Those the user sits in. */
  readonly mine: readonly Game[];
  readonly open: readonly Game[];
}

export function useLobby(): Lobby {
  const games = useGames();
  const { status } = useSession();
  const [types, setTypes] = useState<readonly GameType[]>();
  const [mine, setMine] = useState<readonly Game[]>([]);
  const [all, setAll] = useState<readonly Game[]>([]);
  useEffect(() => games.watch({ seated: true }, setMine), [games]);
  useEffect(() => games.watch({}, setAll), [games]);
  useEffect(() => {
    if (status !== 'online') return;
    // The list is asked for again with the next connection.
    games.types().then(
      (all) => setTypes(all.filter(isForPeople)),
      () => undefined,
    );
  }, [games, status]);
  const seated = new Set(mine.map(({ id }) => id));
  return {
    types,
    mine,
    open: all.filter((game) => !seated.has(game.id) && isForPeople(game) && isOpen(game)),
  };
}

function isOpen({ locked, seats, maxSeats }: Game): boolean {
  return !locked && seats.length < (maxSeats ?? Infinity);
}
