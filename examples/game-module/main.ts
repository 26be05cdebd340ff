// Rooms of one's own on a server inside one's own program: each player's traffic goes to the code of the room that was
// joined, and nowhere else.
//   bun examples/game-module/main.ts [PORT] [DATA]
// Two rooms are there under ids of our choice; anybody may join `alpha` or `beta` and add to its sum.
import { Game, start, z, type LeaveReason, type Player } from '@hubbub/server';

interface SumShape {
  options: { from: number };
  state: { sum: number };
  input: { add: number };
  message: { welcome: number } | { joined: number } | { gone: number };
}

class Sum extends Game<SumShape> {
  static override readonly settings = {
    maxSeats: 16,
    reconnectSeconds: 10,
    options: z.strictObject({ from: z.number() }),
    input: z.strictObject({ add: z.int() }),
  };
  state = { sum: 0 };

  override onCreate({ from }: SumShape['options']): void {
    this.state.sum = from;
  }

  override onJoin(player: Player): void {
    this.send(player, { welcome: player.seat });
    this.broadcast({ joined: player.seat }, player);
  }

  override onMessage(_player: Player, { add }: SumShape['input']): void {
    this.state.sum += add;
  }

  override onLeave({ seat }: Player, _reason: LeaveReason): void {
    this.broadcast({ gone: seat });
  }
}

const [port = '8080', data = './data'] = process.argv.slice(2);
const server = await start(
  { port: Number(port), data },
  {
    games: { sum: Sum },
    fixedGames: {
      alpha: { type: 'sum', options: { from: 0 } },
      beta: { type: 'sum', options: { from: 100 } },
    },
  },
);
console.log(server.url);
process.once('SIGTERM', () => void server.stop());
process.once('SIGINT', () => void server.stop());
