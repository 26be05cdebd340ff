// What the shipped games say and hear, as far as their views need it; the games themselves define it.
import type { GameShape } from '@hubbub/client';

/** Lengths in heights of the field, which is 2 wide and 1 high; x grows to the right, y downwards. */
export interface PongState {
  readonly phase: 'waiting' | 'playing' | 'paused' | 'over';
  readonly ball: { readonly x: number; readonly y: number };
  /** The middle of each paddle, by seat. */
  readonly paddles: readonly [number, number];
  readonly score: readonly [number, number];
  readonly winner: number | null;
}

export interface PongShape extends GameShape {
  readonly state: PongState;
  readonly input: { readonly move: -1 | 0 | 1 };
  readonly message: { readonly point: number };
}

export const field = { width: 2, height: 1, paddle: 0.2, ball: 0.02, edge: 0.05 } as const;

export type Suit = 'c' | 'd' | 'h' | 's';
/** Rank and suit, as in `10h`. */
export type Card = string;

export interface EightsState {
  readonly phase: 'waiting' | 'playing' | 'over';
  /** How many cards each seat holds. */
  readonly hands: Readonly<Record<string, number>>;
  readonly turn: number | null;
  readonly top: Card | null;
  readonly suit: Suit | null;
  readonly stock: number;
  readonly winner: number | null;
}

export type EightsMessage =
  | { readonly played: Card; readonly seat: number; readonly suit?: Suit }
  | { readonly drew: number }
  | { readonly refused: 'TURN' | 'CARD' | 'SUIT' | 'PHASE' };

export interface EightsShape extends GameShape {
  readonly state: EightsState;
  readonly own: { readonly hand: readonly Card[] };
  readonly input:
    | { readonly start: true }
    | { readonly play: Card; readonly suit?: Suit }
    | { readonly draw: true };
  readonly message: EightsMessage;
}
