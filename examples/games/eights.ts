export interface EightsShape {
  state: EightsState;
  own: EightsOwn;
  input: EightsInput;
  message: EightsMessage;
}

export type Suit = 'c' | 'd' | 'h' | 's';
/** Rank and suit: 'Ac', '10h', '8s', 'Kd'. */
export type Card = `${'A' | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 'J' | 'Q' | 'K'}${Suit}`;

export interface EightsState {
  phase: 'waiting' | 'playing' | 'over';
  /** By seat number, as text: how many cards each player holds. */
  hands: Record<string, number>;
  /** The seat whose turn it is; null while nobody's. */
  turn: number | null;
  /** The card to play on; null before the deal. */
  top: Card | null;
  /** The suit to follow: of the top card, or what was named with an eight. */
  suit: Suit | null;
  /** How many cards can be drawn. */
  stock: number;
  /** The seat that won; null before, and when all gave up. */
  winner: number | null;
}

/** What a player alone sees. */
export interface EightsOwn {
  hand: Card[];
}

/** `start`: deal, by any player when at least two are seated. With an eight the suit to follow is named. */
export type EightsInput = { start: true } | { play: Card; suit?: Suit } | { draw: true };

/** What was just done, for the eye; to all. */
export type EightsMessage =
  | { played: Card; seat: number; suit?: Suit }
  | { drew: number }
  /** To one alone: the move was not allowed, and changed nothing. */
  | { refused: 'TURN' | 'CARD' | 'SUIT' | 'PHASE' };
