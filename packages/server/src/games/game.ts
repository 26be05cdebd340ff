// What a game is written with: a class, its settings, and what it may do. A game knows seats, ticks and its own state, and
// nothing of sockets, threads or the database. docs/games.md shows how.
import type { Random } from './random.ts';

/** What the game's players, state and messages are; all of it plain data. Clients import the same type. */
export interface GameShape {
  /** What it is created with. */
  readonly options?: unknown;
  /** What all players see. */
  readonly state?: unknown;
  /** What only one player is shown. */
  readonly own?: unknown;
  /** What a player sends. */
  readonly input?: unknown;
  /** What the game tells besides its state. */
  readonly message?: unknown;
}

/** What checks inputs and options; schemas of zod (exported by the package as `z`) and others are such. */
export interface Schema {
  readonly '~standard': {
    validate(
      value: unknown,
    ):
      | { readonly value: unknown; readonly issues?: undefined }
      | { readonly issues: object }
      | Promise<unknown>;
  };
}

export interface GameSettings {
  /** It runs with so many players, and waits below. Default 1. */
  readonly minSeats?: number;
  /** Default 8, at most 100. */
  readonly maxSeats?: number;
  /** Ticks per second, 1 to 60. Default 20. */
  readonly tickRate?: number;
  /** How often changes of the state are told, per second; at most the tick rate, which is the default. */
  readonly patchRate?: number;
  /** What is not of this form never reaches `onMessage`. Without one, any JSON does. */
  readonly input?: Schema;
  /** Of options; without one, nothing but {} is taken. */
  readonly options?: Schema;
  /** How long the seat of a player whose connection is lost is held. Default 30, at most 3600. */
  readonly reconnectSeconds?: number;
  /**
   * How often `state` and `secret` are kept, so that the game goes on where it was when its server is lost. 0, the default:
   * such a game ends.
   */
  readonly checkpointSeconds?: number;
}

export interface Player {
  /** 0 is the first. Free again when its player has left. */
  readonly seat: number;
  /** The user's id. */
  readonly user: string;
  readonly isConnected: boolean;
}

export type LeaveReason = 'LEFT' | 'DROPPED' | 'KICKED';
export type EndReason = 'FINISHED' | 'ABANDONED' | 'FAILED' | 'STUCK' | 'FLOODED' | 'STOPPED';

/** The runtime's side of one game (running-game.ts). */
export interface Desk {
  readonly random: Random;
  readonly clock: Clock;
  readonly players: readonly Player[];
  send(player: Player, message: unknown): void;
  broadcast(message: unknown, except: Player | undefined): void;
  lock(isLocked: boolean): void;
  kick(player: Player): void;
  end(result: unknown): void;
}

/** Time as the game knows it: it stands still between ticks, and the same inputs meet it at the same time again. */
export interface Clock {
  /** Ticks since the beginning. */
  readonly tick: number;
  /** Milliseconds since the beginning. */
  readonly ms: number;
}

/** By symbols, so that a game meets its runtime also where both loaded this module for themselves. */
export const deskOf = Symbol.for('hubbub.game.desk');
const mark = Symbol.for('hubbub.game');

/**
 * Callbacks never overlap, and must not wait for anything. One that throws ends its game, and no other.
 *
 * `state` holds what all players see, and `view` what one of them sees: plain objects, arrays, texts, numbers, booleans and
 * null, changed as one likes; what changed is found and told after each tick. What nobody may see belongs elsewhere, in
 * `secret` when checkpoints should keep it.
 */
export abstract class Game<G extends GameShape = GameShape> {
  static readonly [mark] = true;
  static readonly settings: GameSettings = {};

  abstract state: G['state'];
  secret: unknown = undefined;
  declare [deskOf]: Desk;

  /** Before anybody is in it; `random` and `clock` are there from here on. */
  onCreate(_options: G['options']): void {}
  /** Instead of `onCreate`, with the `state` and `secret` of the last checkpoint; players come by `onJoin`, all away. */
  onRestore(): void {}
  onJoin(_player: Player): void {}
  /** In the order in which they came, before the tick's `onTick`. */
  onMessage(_player: Player, _input: G['input']): void {}
  /** @param _dt seconds since the last: always the same */
  onTick(_dt: number): void {}
  /** The connection is lost; the seat is held for `reconnectSeconds`. */
  onDrop(_player: Player): void {}
  onReconnect(_player: Player): void {}
  /** The player is in `players` no longer. */
  onLeave(_player: Player, _reason: LeaveReason): void {}
  /** The last call. */
  onDispose(_reason: EndReason): void {}

  /**
   * What this player alone sees, asked after each tick. Players who are given the same object (a team's) see the same, and
   * it is told once for all of them.
   */
  view(_player: Player): G['own'] | undefined {
    return undefined;
  }

  protected get players(): readonly Player[] {
    return this[deskOf].players;
  }
  /** Seeded: not to be had elsewhere, if a game is to be played again from its inputs. */
  protected get random(): Random {
    return this[deskOf].random;
  }
  protected get clock(): Clock {
    return this[deskOf].clock;
  }

  /** Arrives after the changes of state of this tick. */
  protected send(player: Player, message: G['message']): void {
    this[deskOf].send(player, message);
  }
  protected broadcast(message: G['message'], except?: Player): void {
    this[deskOf].broadcast(message, except);
  }
  /** Takes no new players from now on, and is in no lobby. Those who are away may come back. */
  protected lock(): void {
    this[deskOf].lock(true);
  }
  protected unlock(): void {
    this[deskOf].lock(false);
  }
  protected kick(player: Player): void {
    this[deskOf].kick(player);
  }
  /** After this tick; the result is kept. */
  protected end(result?: unknown): void {
    this[deskOf].end(result);
  }
}

export type GameClass = (new () => Game) & { readonly settings: GameSettings };

export function isGameClass(value: unknown): value is GameClass {
  return typeof value === 'function' && (value as { [mark]?: unknown })[mark] === true;
}
