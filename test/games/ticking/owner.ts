// Says with each tick in which process it runs: who hears of two at once has been told by one that does not own it any more.
import { Game, type GameShape } from '@hubbub/server';

export interface OwnerShape extends GameShape {
  state: { ticks: number };
  message: { process: number };
}

export default class Owner extends Game<OwnerShape> {
  static override readonly settings = { checkpointSeconds: 1, maxSeats: 2, tickRate: 20 };
  state: OwnerShape['state'] = { ticks: 0 };

  override onTick(): void {
    this.state.ticks += 1;
    this.broadcast({ process: process.pid });
  }
}
