// Games that go on while something else is shown: where it is the user's turn, where turns are not taken, or whose seat
// waits to be taken again.
import type { GameSeat } from '@hubbub/client';
import { Game_State } from '@hubbub/protocol';
import { useCallback, useSyncExternalStore } from 'react';
import { useLocation } from 'wouter';
import { useStore } from 'zustand';
import type { News } from '../components/dot.tsx';
import { useAppState } from './app-state.ts';

export function useGameNews(): News {
  const { seats } = useAppState();
  const [path] = useLocation();
  const taken = useStore(seats.store);
  const held = useStore(seats.held).filter((id) => !taken.has(id) && path !== `/games/${id}`);
  const subscribe = useCallback(
    (changed: () => void) => {
      const stops = [...taken.values()].flatMap((seat) => [
        seat.on('state', changed),
        seat.on('seats', changed),
        seat.on('ended', changed),
      ]);
      return () => stops.forEach((stop) => stop());
    },
    [taken],
  );
  const waiting = useSyncExternalStore(
    subscribe,
    () => [...taken.values()].filter((seat) => path !== `/games/${seat.id}` && waits(seat)).length,
  );
  return { count: waiting + held.length, label: 'tab.gamesNews' };
}

function waits({ game, state, number }: GameSeat): boolean {
  if (game.state !== Game_State.RUNNING) return false;
  const isTurns = typeof state === 'object' && state !== null && 'turn' in state;
  return !isTurns || state.turn === number;
}
