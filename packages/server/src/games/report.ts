// What one running game has to say, in order. Order matters: who sits in a seat changes, and what was said to the one before
// must never reach the one after.
import type { EndReason, LeaveReason } from './game.ts';
import type { SeatsState, SeatState } from '../ports/placement.ts';
import type { RandomState } from './random.ts';

/** What a game goes on from when the process that ran it is lost. */
export interface Checkpoint {
  readonly tick: number;
  readonly state: unknown;
  readonly secret: unknown;
  readonly random: RandomState;
  readonly seats: readonly SeatState[];
  readonly isLocked: boolean;
}

export type Said =
  /** Of the volatile class, as bytes of hubbub.v1.GameEvent in an Event. */
  | {
      readonly kind: 'event';
      /** Seats; 0 is all who are connected. */
      readonly to: readonly number[] | 0;
      readonly frame: Uint8Array<ArrayBuffer>;
    }
  /** Who sits where from here on. */
  | ({ readonly kind: 'seats' } & SeatsState)
  /** This user has no seat any more. */
  | { readonly kind: 'left'; readonly user: string; readonly reason: LeaveReason }
  | { readonly kind: 'checkpoint'; readonly checkpoint: string }
  | {
      readonly kind: 'ended';
      readonly end: EndReason;
      /** JSON, or ''. */
      readonly result: string;
      /** For the log. */
      readonly cause?: string;
    };
