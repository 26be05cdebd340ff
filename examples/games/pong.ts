export interface PongShape {
  state: PongState;
  own: undefined;
  input: PongInput;
  message: PongMessage;
}

/** Lengths in heights of the field, which is 2 wide and 1 high; x grows to the right, y downwards. */
export interface PongState {
  /** `paused`: somebody is away and may come back. */
  phase: 'waiting' | 'playing' | 'paused' | 'over';
  ball: { x: number; y: number };
  /** The middle of each paddle by seat; seat 0 is on the left, at x = 0.05, seat 1 on the right, at x = 1.95. */
  paddles: [number, number];
  score: [number, number];
  /** The seat that won; null before. */
  winner: number | null;
}

/** Up, stay, down, until told otherwise. */
export interface PongInput {
  move: -1 | 0 | 1;
}

/** A point was made by this seat. */
export interface PongMessage {
  point: number;
}

export const pongField = { width: 2, height: 1, paddle: 0.2, ball: 0.02, points: 7 } as const;
