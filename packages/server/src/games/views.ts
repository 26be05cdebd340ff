// What the players of one game are told of its state. The part that all see has one writer. Of what a player alone sees, each
// distinct object has one: players who are shown the same object share it, and it is encoded once for all of them.
import type { Seat } from './seats.ts';
import { View, type StateEvent } from './view.ts';

export type TellState = (seats: readonly Seat[], event: StateEvent) => void;

export class Views {
  readonly #shared = new View(false);

  /** Tells what changed since the last time to those who know the rest, and everything to those who are fresh. */
  tell(state: unknown, seats: readonly Seat[], tell: TellState): void {
    const patch = this.#shared.patch(state);
    const fresh = seats.filter((seat) => seat.isFresh);
    if (patch !== undefined) {
      const others = fresh.length === 0 ? seats : seats.filter((seat) => !seat.isFresh);
      if (others.length > 0) tell(others, patch);
    }
    const whole = fresh.length > 0 ? this.#shared.whole() : undefined;
    if (whole !== undefined) tell(fresh, whole);
  }

  /** @param show what a seat's player alone sees */
  tellOwn(show: (seat: Seat) => unknown, seats: readonly Seat[], tell: TellState): void {
    const views = new Map<unknown, { view: View; patch: StateEvent | undefined; seats: Seat[] }>();
    const taken = new Set<View>();
    const fresh: Seat[] = [];
    for (const seat of seats) {
      const shown = show(seat) ?? null;
      let told = shown === null ? undefined : views.get(shown);
      if (told === undefined) {
        const view = seat.view === undefined || taken.has(seat.view) ? new View(true) : seat.view;
        taken.add(view);
        told = { view, patch: view.patch(shown), seats: [] };
        if (shown !== null) views.set(shown, told);
        else if (told.patch !== undefined) views.set(seat, told);
      }
      if (seat.isFresh || seat.view !== told.view) fresh.push(seat);
      else told.seats.push(seat);
      seat.view = told.view;
    }
    for (const { patch, seats: knowing } of views.values())
      if (patch !== undefined && knowing.length > 0) tell(knowing, patch);
    for (const seat of fresh) {
      const whole = seat.view?.whole();
      if (whole !== undefined) tell([seat], whole);
    }
  }
}
