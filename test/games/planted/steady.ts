// Counts, and goes on from its checkpoint when its thread is lost.
import { Game, type GameShape, type Player } from '@hubbub/server';

export interface SteadyShape extends GameShape {
  state: { count: number; log: string[] };
  input: number;
}

export default class Steady extends Game<SteadyShape> {
  static override readonly settings = {
    checkpointSeconds: 1,
    reconnectSeconds: 2,
    maxSeats: 2,
  };
  state: SteadyShape['state'] = { count: 0, log: [] };

  override onMessage(player: Player, input: number): void {
    this.state.count += input;
    this.send(player, { counted: input });
  }
  override onRestore(): void {
    this.state.log.push('restored');
  }
  override onJoin({ seat }: Player): void {
    this.state.log.push(`join ${seat}`);
  }
  override onDrop({ seat }: Player): void {
    this.state.log.push(`drop ${seat}`);
  }
  override onReconnect({ seat }: Player): void {
    this.state.log.push(`back ${seat}`);
  }
  override onLeave({ seat }: Player, reason: string): void {
    this.state.log.push(`leave ${seat} ${reason}`);
  }
}
