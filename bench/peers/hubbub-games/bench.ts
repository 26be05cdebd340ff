// The room of the case games, as docs/games.md says; peers/colyseus.mjs does the same.
import { Game, type GameShape } from '@hubbub/server';

const entities = 40;
const changing = 4;

interface Entity {
  x: number;
  y: number;
  hp: number;
  kind: number;
}

interface BenchShape extends GameShape {
  state: { entities: Entity[] };
}

export default class Bench extends Game<BenchShape> {
  static override readonly settings = { minSeats: 1, maxSeats: 8, tickRate: 20 };
  state = {
    entities: Array.from({ length: entities }, (_, i): Entity => {
      return { x: 0, y: 0, hp: 100, kind: i % 4 };
    }),
  };

  override onTick(): void {
    const { tick } = this.clock;
    for (let i = 0; i < changing; i += 1) {
      const entity = this.state.entities[(tick * changing + i) % entities];
      if (entity === undefined) continue;
      entity.x = tick / 4;
      entity.y = tick / 2;
    }
  }
}
