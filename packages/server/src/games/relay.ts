// The game without code: what a player sends, all others are told, in the order in which it came.
import { Game, type GameShape, type Player } from './game.ts';

export interface RelayShape extends GameShape {
  /** Who sent it, and what. */
  message: { from: number; said: unknown };
}

export class Relay extends Game<RelayShape> {
  static override readonly settings = { maxSeats: 32, tickRate: 30 };
  state = {};

  override onMessage(player: Player, said: unknown): void {
    this.broadcast({ from: player.seat, said }, player);
  }
}
