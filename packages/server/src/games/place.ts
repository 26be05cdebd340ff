// Where games of this node run, one thread each, and what the main thread knows of every game there.
import type { UserId } from '@hubbub/protocol';
import type { GameRef, NewGame, Sitter } from '../ports/placement.ts';
import { Line } from './line.ts';
import type { Report } from './orders.ts';
import { Watchdog } from './watchdog.ts';

export const looksPerPatience = 10;

/** One thread after the other, each replacing the one that was lost. */
export interface Place {
  readonly line: Line;
  readonly games: Map<number, Hosted>;
  watchdog: Watchdog;
  /** What its thread has said since the lease ran out. */
  kept: Report[];
}

export interface Hosted {
  readonly ref: GameRef;
  readonly number: number;
  readonly place: Place;
  readonly game: NewGame;
  /** Who has which device at the table; those who reserve are not here yet. */
  readonly sitting: Map<UserId, Sitter>;
  readonly startedAt: number;
  /** By seat number. */
  seats: ReadonlyMap<number, UserId>;
  checkpoint: string | undefined;
  /** Those who are connected. */
  sitters: readonly Sitter[];
}

export function newPlace(): Place {
  return {
    line: new Line(),
    games: new Map(),
    watchdog: new Watchdog(looksPerPatience),
    kept: [],
  };
}

/** Undefined: no thread has that type. */
export function leastBusy(places: readonly Place[], type: string): Place | undefined {
  const able = places.filter(({ line }) => line.thread?.types.some((one) => one.type === type));
  return able.toSorted((a, b) => a.games.size - b.games.size)[0];
}
