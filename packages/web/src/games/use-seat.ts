// The seat in a game as hooks. The frame of a game changes seldom; its state many times a second, so that is read apart.
import type { Game } from '@hubbub/protocol';
import { Game_State } from '@hubbub/protocol';
import type { Games, GameSeat, GameShape } from '@hubbub/client';
import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import { useStore } from 'zustand';
import { failureText } from '../actions/failure.ts';
import { useAppState, useClient } from '../state/app-state.ts';
import { useMe, useSession } from '../state/use-session.ts';

export function useGames(): Games {
  return useClient().games;
}

export interface AtTable {
  readonly game: Game | undefined;
  /** Undefined for who looks on, and once it is over. */
  readonly seat: GameSeat | undefined;
  readonly problem: string;
}

/** A game by id: its seat is taken again where the user has one. */
export function useTable(id: string): AtTable {
  const { seats } = useAppState();
  const games = useGames();
  const me = useMe();
  const { status } = useSession();
  const seat = useStore(seats.store).get(id);
  const [found, setFound] = useState<Game>();
  const [problem, setProblem] = useState('');
  const told = useFrame(seat);
  useEffect(() => {
    if (seat !== undefined || status !== 'online') return undefined;
    let over = false;
    const look = async () => {
      const game = await games.get(id);
      const isMine = game.seats.some(({ user }) => user === me.id);
      // Two devices that both took it again would take it from each other for ever.
      const mayReturn = game.state !== Game_State.ENDED && !seats.isLost(id);
      if (isMine && mayReturn) seats.keep(await games.join({ game: id }));
      if (!over) setFound(game);
    };
    look().catch((error: unknown) => {
      if (!over) setProblem(failureText(error));
    });
    return () => {
      over = true;
    };
  }, [games, seats, seat, me, id, status]);
  return { game: told ?? found, seat, problem };
}

/** The game around the seat: who sits there, whether it runs, what came out. */
function useFrame(seat: GameSeat | undefined): Game | undefined {
  const subscribe = useCallback(
    (changed: () => void) => {
      const stops = seat ? [seat.on('seats', changed), seat.on('ended', changed)] : [];
      return () => stops.forEach((stop) => stop());
    },
    [seat],
  );
  return useSyncExternalStore(subscribe, () => seat?.game);
}

/** What all see; drawn again with each change. */
export function useGameState<G extends GameShape>(seat: GameSeat<G>): G['state'] | undefined {
  return useSyncExternalStore(
    useCallback((changed: () => void) => seat.on('state', changed), [seat]),
    () => seat.state,
  );
}

/** What this seat alone sees. */
export function useOwnState<G extends GameShape>(seat: GameSeat<G>): G['own'] | undefined {
  return useSyncExternalStore(
    useCallback((changed: () => void) => seat.on('state', changed), [seat]),
    () => seat.own,
  );
}
