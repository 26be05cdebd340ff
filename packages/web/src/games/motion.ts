// Between two states of the server lie several pictures of the screen: what is drawn moves from one to the other.
import type { PongState } from './shapes.ts';

interface Told {
  readonly state: PongState;
  readonly at: number;
}

export interface Drawn {
  readonly ball: { readonly x: number; readonly y: number };
  readonly paddles: readonly [number, number];
}

/** Farther than a ball flies between two states: it was put elsewhere, and is not drawn on its way there. */
const jump = 0.4;
/** A longer pause between two states is one of the network's, not of the game's. */
const longestMs = 150;

export class Motion {
  #from: Told | undefined;
  #to: Told | undefined;

  tell(state: PongState, at: number): void {
    this.#from = this.#to;
    this.#to = { state, at };
  }

  /** What to draw at this time: one state behind, so that there is always one to go to. */
  at(now: number): Drawn | undefined {
    if (this.#to === undefined) return undefined;
    const { state, at } = this.#to;
    const from = this.#from;
    if (from === undefined || isJump(from.state, state)) return state;
    const length = Math.min(longestMs, Math.max(1, at - from.at));
    const share = Math.min(1, Math.max(0, (now - at) / length));
    const between = (a: number, b: number): number => a + (b - a) * share;
    return {
      ball: {
        x: between(from.state.ball.x, state.ball.x),
        y: between(from.state.ball.y, state.ball.y),
      },
      paddles: [
        between(from.state.paddles[0], state.paddles[0]),
        between(from.state.paddles[1], state.paddles[1]),
      ],
    };
  }
}

function isJump(a: PongState, b: PongState): boolean {
  return Math.hypot(a.ball.x - b.ball.x, a.ball.y - b.ball.y) > jump;
}
