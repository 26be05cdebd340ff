// One game without threads, sockets and time: called by a test, it says what it says, and all of that is kept by seat.
import { createHash } from 'node:crypto';
import { readEventFrame, TreeReader, type Game_End, type GameEvent } from '@hubbub/protocol';
import type { GameClass } from '../../packages/server/src/games/game.ts';
import type { Said } from '../../packages/server/src/games/report.ts';
import { RunningGame } from '../../packages/server/src/games/running-game.ts';
import { readSettings } from '../../packages/server/src/games/settings.ts';

/** What one player was told, and what it makes of it. */
export class Seen {
  readonly events: GameEvent['event'][] = [];
  readonly bytes: Uint8Array[] = [];
  readonly #shared = new TreeReader();
  readonly #own = new TreeReader();

  get state(): unknown {
    return this.#shared.tree;
  }
  get own(): unknown {
    return this.#own.tree;
  }

  take(frame: Uint8Array): void {
    const { event } = readEventFrame(frame);
    if (event.case !== 'game') throw new Error('a game says something else');
    const told = event.value.event;
    this.bytes.push(frame);
    this.events.push(told);
    if (told.case !== 'state' && told.case !== 'patch') return;
    const reader = told.value.own ? this.#own : this.#shared;
    if (told.case === 'state') reader.whole(told.value.data);
    else reader.patch(told.value.data);
  }
}

export class Direct {
  readonly running: RunningGame;
  readonly seen = new Map<string, Seen>();
  readonly said: Exclude<Said, { kind: 'event' }>[] = [];
  end: { readonly end: string; readonly result: string } | undefined;
  #seats = new Map<number, string>();
  #connected: readonly number[] = [];

  constructor(
    game: GameClass,
    readonly seed: number,
  ) {
    const settings = readSettings('direct', game);
    const beginning = { id: 'gam_0', type: 'direct', options: '{}', seed, isFixed: false };
    this.running = new RunningGame(beginning, { game, settings, say: (said) => this.#take(said) });
  }

  join(user: string): void {
    this.running.reserve(user);
    this.running.enter(user, true);
  }

  /** The reason with which it is refused, or ''. */
  input(user: string, input: unknown, nowMs = Infinity): string {
    try {
      // Later and later, so that no rate is in the way.
      this.running.input(
        user,
        typeof input === 'string' ? input : JSON.stringify(input),
        this.#now(nowMs),
      );
      return '';
    } catch (error) {
      return (error as { reason: string }).reason;
    }
  }

  player(user: string): Seen {
    const seen = this.seen.get(user) ?? new Seen();
    this.seen.set(user, seen);
    return seen;
  }

  /** Of everything the game would keep. */
  hash(): string {
    return createHash('sha256').update(JSON.stringify(this.running.checkpoint())).digest('hex');
  }

  #clock = 0;
  #now(nowMs: number): number {
    return nowMs === Infinity ? (this.#clock += 1000) : nowMs;
  }

  #take(said: Said): void {
    if (said.kind === 'event') {
      const to = said.to === 0 ? this.#connected : said.to;
      for (const seat of to) this.player(this.#seats.get(seat) ?? '?').take(said.frame);
      return;
    }
    this.said.push(said);
    if (said.kind === 'seats') {
      this.#connected = said.seats.filter((seat) => seat.connected).map(({ number }) => number);
      this.#seats = new Map(said.seats.map(({ number, user }) => [number, user]));
    }
    if (said.kind === 'ended') this.end = said;
  }
}

export type { Game_End };
