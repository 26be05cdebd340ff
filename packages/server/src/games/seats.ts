// The seats of one game: who sits where, who is away and until when. A reserved seat is taken but its player is not in the
// game yet.
import { OperationError } from '@hubbub/protocol';
import type { Player } from './game.ts';
import type { View } from './view.ts';

export class Seat implements Player {
  isConnected = false;
  /** The game was told of it. */
  isIn = false;
  /** Needs to be told everything. */
  isFresh = false;
  /** When it is given up unless its player comes back; Infinity while nobody waits. */
  heldUntil = Infinity;
  /** What its player alone sees. */
  view: View | undefined;
  /** Inputs it may still send, and as of when. */
  inputs = inputBurst;
  inputsAt = 0;

  constructor(
    readonly seat: number,
    readonly user: string,
  ) {}
}

export const inputsPerSecond = 30;
const inputBurst = 30;

export class Seats {
  readonly #seats: (Seat | undefined)[];
  #players: readonly Seat[] | undefined;
  #connected: readonly Seat[] | undefined;

  constructor(readonly most: number) {
    this.#seats = Array.from({ length: most }, () => undefined);
  }

  /** Those who are in the game, by seat: the same list until that changes. */
  get players(): readonly Seat[] {
    return (this.#players ??= this.#seats.filter((seat) => seat?.isIn === true) as Seat[]);
  }

  /** Those of them who are told things. */
  get connected(): readonly Seat[] {
    return (this.#connected ??= this.players.filter((seat) => seat.isConnected));
  }

  get taken(): readonly Seat[] {
    return this.#seats.filter((seat) => seat !== undefined);
  }

  /** Somebody came, went, or lost the connection. */
  changed(): void {
    this.#players = undefined;
    this.#connected = undefined;
  }

  of(user: string): Seat | undefined {
    return this.#seats.find((seat) => seat?.user === user);
  }

  /** The lowest free seat. Throws FULL. */
  take(user: string, number = this.#seats.indexOf(undefined)): Seat {
    if (number < 0) throw new OperationError('FULL');
    return (this.#seats[number] = new Seat(number, user));
  }

  /** The node that reserved it may be gone. */
  expireReserved(nowMs: number, withinMs: number): void {
    for (const seat of this.taken) {
      if (!seat.isIn && seat.heldUntil === Infinity) seat.heldUntil = nowMs + withinMs;
      if (!seat.isIn && seat.heldUntil <= nowMs) this.free(seat);
    }
  }

  free({ seat }: Seat): void {
    this.#seats[seat] = undefined;
    this.changed();
  }
}

/** Throws RATE when the seat has sent too much. */
export function chargeInput(seat: Seat, nowMs: number): void {
  const more = ((nowMs - seat.inputsAt) / 1000) * inputsPerSecond;
  seat.inputs = Math.min(inputBurst, seat.inputs + Math.max(0, more));
  seat.inputsAt = nowMs;
  if (seat.inputs < 1) throw new OperationError('RATE', undefined, { retryAfterMs: 100 });
  seat.inputs -= 1;
}
