// Games: finding and joining them, and the seat in one. A seat outlives connections: while the socket is lost the server
// holds it, and on the next socket this client takes it again and is told the whole state.
import type { Game, GameEnded, GameType, Reason_Code } from '@hubbub/protocol';

/** What a game's own code defines; give it the types that the game exports. */
export interface GameShape {
  /** What all players see. */
  readonly state?: unknown;
  /** What only this seat is shown. */
  readonly own?: unknown;
  /** What a player sends. */
  readonly input?: unknown;
  /** What the game tells besides its state. */
  readonly message?: unknown;
}

export interface GameSeatEvents<G extends GameShape> {
  /** The state or the own part has changed; both are new objects where they changed, and old ones elsewhere. */
  state: { readonly state: G['state'] | undefined; readonly own: G['own'] | undefined };
  message: G['message'];
  /** Who sits where; `game` of the seat has it already. */
  seats: Game;
  ended: GameEnded & { readonly parsed: unknown };
  /** The seat is this device's no longer: LEFT, REPLACED, DROPPED, KICKED. */
  left: Reason_Code;
}

/** `away`: the connection is lost and comes back by itself. */
export type SeatStatus = 'seated' | 'away' | 'left' | 'ended';

export interface GameSeat<G extends GameShape = GameShape> {
  readonly id: string;
  /** 0 is the first seat. */
  readonly number: number;
  /** Type, seats, conversation, code …: a snapshot. */
  readonly game: Game;
  readonly status: SeatStatus;
  /** Decoded and immutable; undefined until it is told. */
  readonly state: G['state'] | undefined;
  readonly own: G['own'] | undefined;
  /** @returns ends it */
  on<E extends keyof GameSeatEvents<G>>(
    event: E,
    handler: (value: GameSeatEvents<G>[E]) => void,
  ): () => void;
  /** Fire and forget: what is sent while `away` is lost. */
  send(input: G['input']): void;
  /** Gives the seat up. */
  leave(): Promise<void>;
  /** Stops listening; the seat is kept by the server as after a lost connection. */
  close(): void;
}

export interface GameQuery {
  readonly type?: string;
  /** Only games this user has a seat in, private ones too. */
  readonly seated?: boolean;
}

export interface Games {
  types(): Promise<readonly GameType[]>;
  /** The lobby, newest first. */
  list(query?: GameQuery & { after?: string; limit?: number }): Promise<{
    readonly games: readonly Game[];
    readonly next: string;
  }>;
  /** Tells the first page of the lobby now and whenever it has changed, until the returned function is called. */
  watch(query: GameQuery, listener: (games: readonly Game[]) => void): () => void;
  get(game: string): Promise<Game>;
  create<G extends GameShape>(
    type: string,
    how?: { readonly options?: unknown; readonly private?: boolean },
  ): Promise<GameSeat<G>>;
  /** By id, or (private ones) by code. Reasons: UNKNOWN, FULL, LOCKED, ENDED. */
  join<G extends GameShape>(which: { game: string } | { code: string }): Promise<GameSeat<G>>;
  joinOrCreate<G extends GameShape>(
    type: string,
    how?: { readonly options?: unknown },
  ): Promise<GameSeat<G>>;
}
