// Where games run and how they are reached. Adapters: games/hosted.ts (this process and its threads);
// games/cluster-placement.ts (all nodes, over the bus).
//
// Promises: a game runs in one place, which alone accepts input. Orders of one caller reach it in their order. What a game
// says comes through the listener in its order; of seats and ends nothing is lost while the node lives.
import type { AppId, DeviceId, UserId } from '@hubbub/protocol';

export interface GameRef {
  readonly app: AppId;
  /** What clients call it. */
  readonly id: string;
}

export interface GameTypeInfo {
  readonly type: string;
  readonly minSeats: number;
  readonly maxSeats: number;
  readonly tickRate: number;
  readonly reconnectSeconds: number;
}

export interface NewGame {
  readonly type: string;
  /** JSON. */
  readonly options: string;
  /** Lives on without players, and is started again with its server. */
  readonly isFixed: boolean;
  readonly seed: number;
  /** What it goes on from. */
  readonly checkpoint?: string | undefined;
}

/** A device at the table. */
export interface Sitter {
  readonly user: UserId;
  readonly device: DeviceId;
  /** The node its sockets are at; undefined for this one. */
  readonly node?: string | undefined;
}

export type GameEnd = 'FINISHED' | 'ABANDONED' | 'FAILED' | 'STUCK' | 'FLOODED' | 'STOPPED';
export type SeatEnd = 'LEFT' | 'DROPPED' | 'KICKED' | 'REPLACED';

export interface SeatState {
  readonly number: number;
  readonly user: string;
  readonly connected: boolean;
}

export interface SeatsState {
  readonly seats: readonly SeatState[];
  readonly isRunning: boolean;
  readonly isLocked: boolean;
}

export interface Reserved {
  readonly seat: number;
  /** False when it was this user's already. */
  readonly isNew: boolean;
  /** Who was in it at that moment. */
  readonly state: SeatsState;
}

export interface Placement {
  readonly types: readonly GameTypeInfo[];
  /** Starts it on this node. Throws INPUT, NO_TYPE; BUSY when its code fails at once. */
  start(ref: GameRef, game: NewGame): Promise<void>;
  /** Holds a seat while the player's membership is stored. Throws UNKNOWN when it runs nowhere, ENDED, LOCKED, FULL. */
  reserve(ref: GameRef, user: UserId): Promise<Reserved>;
  /**
   * The player comes in, or back. The device has the seat from now on, the one that had it is told; without a connection
   * the seat is held, and nobody comes back.
   * @param isConnected asked when it is on its way, so that `away` comes after it or is known to it
   */
  enter(ref: GameRef, sitter: Sitter, isConnected: () => boolean): Promise<void>;
  /** Gives a reservation back. */
  release(ref: GameRef, user: UserId): void;
  leave(ref: GameRef, user: UserId): Promise<void>;
  /** Throws NOT_SEATED, RATE, INPUT, ENDED. */
  input(ref: GameRef, sitter: Sitter, text: string): Promise<void>;
  stop(ref: GameRef, end: GameEnd): void;
  /** This device has no connection to this node any more. */
  away(app: AppId, sitter: Sitter): void;
  close(): Promise<void>;
}

/** What a game on this node says. */
export interface GameListener {
  /** An event of the volatile class, as a frame of the binary codec. */
  event(ref: GameRef, to: readonly Sitter[], frame: Uint8Array<ArrayBuffer>): void;
  /** Likewise, for all who are connected. */
  eventToAll(ref: GameRef, frame: Uint8Array<ArrayBuffer>): void;
  /** Who is connected, with which device, from here on. */
  audience(ref: GameRef, sitters: readonly Sitter[]): void;
  seats(ref: GameRef, state: SeatsState): void;
  left(ref: GameRef, left: { readonly sitter: Sitter; readonly reason: SeatEnd }): void;
  checkpoint(ref: GameRef, checkpoint: string): void;
  ended(
    ref: GameRef,
    ended: { readonly end: GameEnd; readonly result: string; readonly cause?: Error | undefined },
  ): void;
}
