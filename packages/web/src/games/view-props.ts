import type { GameSeat, GameShape } from '@hubbub/client';

export interface GameViewProps {
  readonly seat: GameSeat;
  /** Who sits there; by number of the seat. */
  readonly nameOf: (seat: number) => string;
}

/** The seat as one of the game it is in, whose type name told which that is. */
export function seatAs<G extends GameShape>(seat: GameSeat): GameSeat<G> {
  return seat as unknown as GameSeat<G>;
}
