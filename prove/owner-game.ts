// A game that says with each tick in which process it runs, and players of it at several nodes, who come back when they are told
// that it goes on elsewhere. None of it is in the log: games have no messages.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Person } from './people.ts';
import { Socket, type Line } from './socket.ts';
import type { Event } from './wire.ts';

const type = 'owner';
const mostTries = 20;
const pauseMs = 250;
const server = '@hubbub/server';

/** @returns a folder for --games */
export function writeGame(folder: string): string {
  const games = join(folder, 'games');
  mkdirSync(games, { recursive: true, mode: 0o700 });
  const code = `import { Game } from ${JSON.stringify(server)};
    export default class Owner extends Game {
      static settings = { checkpointSeconds: 1, maxSeats: 8, tickRate: 20 };
      state = { ticks: 0 };
      onTick() {
        this.state.ticks += 1;
        this.broadcast({ process: process.pid, at: Date.now() });
      }
    }`;
  writeFileSync(join(games, `${type}.ts`), code);
  return games;
}

export interface Said {
  readonly process: number;
  readonly at: number;
}

export class Player implements Line {
  calls = 0;
  readonly log = { timed: () => undefined, line: () => undefined };
  /** What was said with each tick: by which process, and when. */
  readonly heard: Said[] = [];
  isOver = false;
  private socket: Socket | undefined;
  private game = '';

  constructor(readonly device: string) {}

  async sit(url: string, { token }: Person): Promise<void> {
    this.socket = await Socket.open(url, this);
    const opened = await this.socket?.call('session.open', { token });
    if (opened?.outcome !== 'ok') throw new Error(`${this.device} was not let in`);
  }

  async create(): Promise<string> {
    const made = await this.socket?.call('game.create', { type });
    if (made?.outcome !== 'ok') throw new Error('there is no game');
    return (this.game = made.body.game?.id ?? '');
  }

  /** Where it is now; asked again while nobody can tell. */
  async join(game: string): Promise<void> {
    this.game = game;
    for (let tries = 0; tries < mostTries; tries += 1) {
      const answer = await this.socket?.call('game.join', { game });
      if (answer?.outcome !== 'unknown') return;
      await Bun.sleep(pauseMs);
    }
  }

  hear({ game }: Event): void {
    // Who plays several hears them all on each socket.
    if (game?.game !== this.game) return;
    if (game.ended) this.isOver = true;
    if (game.message !== undefined) this.heard.push(JSON.parse(game.message) as Said);
    if (game.moved) void this.join(this.game);
  }

  async leave(): Promise<void> {
    await this.socket?.call('game.leave', { game: this.game });
    this.socket?.close();
  }
}
