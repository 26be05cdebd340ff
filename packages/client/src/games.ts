// Games: finding and joining them. A seat outlives connections: while the socket is lost the server holds it, and on the next
// socket it is taken again and told the whole state.
import {
  OperationError,
  Reason_Code,
  type Game,
  type GameEvent,
  type GameType,
} from '@hubbub/protocol';
import { GameSeat, type GameShape } from './game-seat.ts';
import type { Call } from './options.ts';

export interface GameQuery {
  readonly type?: string;
  /** Only games this user has a seat in, private ones too. */
  readonly seated?: boolean;
}

export interface GamesOwner {
  readonly call: Call;
  /** Without an answer, if there is a connection. */
  readonly post: (op: 'game.input', args: { game: string; input: string }) => void;
  readonly lobbyMs: number;
}

interface Seated {
  readonly game?: Game | undefined;
  readonly seat?: number | undefined;
}

export class Games {
  readonly #owner: GamesOwner;
  readonly #seats = new Map<string, GameSeat>();
  /** Told before the answer that says which game it is. */
  #early: GameEvent[] = [];
  #joining = 0;

  constructor(owner: GamesOwner) {
    this.#owner = owner;
  }

  async types(): Promise<readonly GameType[]> {
    return (await this.#owner.call('game.types', {})).types;
  }

  /** The lobby, newest first. */
  async list(
    query: GameQuery & { readonly after?: string; readonly limit?: number } = {},
  ): Promise<{ readonly games: readonly Game[]; readonly next: string }> {
    return await this.#owner.call('game.list', query);
  }

  /** Tells the first page of the lobby now and whenever it has changed, until the returned function is called. */
  watch(query: GameQuery, listener: (games: readonly Game[]) => void): () => void {
    let isOver = false;
    let told = '';
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = async () => {
      const { games } = await this.list(query).catch(() => ({ games: undefined }));
      if (isOver) return;
      const shown = games?.map(({ id, state, locked, seats }) => [
        id,
        state,
        locked,
        seats.map(({ user, number, connected }) => [user, number, connected]),
      ]);
      if (games !== undefined && told !== (told = JSON.stringify(shown))) listener(games);
      timer = setTimeout(() => void look(), this.#owner.lobbyMs);
    };
    void look();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }

  async get(game: string): Promise<Game> {
    return mustHave((await this.#owner.call('game.get', { game })).game);
  }

  /** Reasons: NO_TYPE, INPUT (the options), FULL. */
  create<G extends GameShape>(
    type: string,
    how: { readonly options?: G['options']; readonly private?: boolean } = {},
  ): Promise<GameSeat<G>> {
    const { options, private: isPrivate = false } = how;
    return this.#sit(() =>
      this.#owner.call('game.create', { type, options: textOf(options), private: isPrivate }),
    );
  }

  /** By id, or by the code that players of a private game are given. Reasons: UNKNOWN, FULL, LOCKED, ENDED. */
  join<G extends GameShape>(
    which: { readonly game: string } | { readonly code: string },
  ): Promise<GameSeat<G>> {
    return this.#sit(() => this.#owner.call('game.join', which));
  }

  joinOrCreate<G extends GameShape>(
    type: string,
    how: { readonly options?: G['options'] } = {},
  ): Promise<GameSeat<G>> {
    const args = { type, options: textOf(how.options) };
    return this.#sit(() => this.#owner.call('game.joinOrCreate', args));
  }

  take(event: GameEvent): void {
    const seat = this.#seats.get(event.game);
    if (seat !== undefined) seat.take(event);
    else if (this.#joining > 0 && this.#early.length < 1000) this.#early.push(event);
  }

  lost(): void {
    for (const seat of this.#seats.values()) seat.lost();
  }

  /** On a new connection, and when something was left out: takes all seats again. */
  refresh(): void {
    for (const seat of this.#seats.values()) this.#rejoin(seat);
  }

  /** Another user: none of the seats is theirs. */
  forget(): void {
    for (const seat of this.#seats.values()) seat.close();
  }

  async #sit<G extends GameShape>(ask: () => Promise<Seated>): Promise<GameSeat<G>> {
    this.#joining += 1;
    try {
      return this.#seat(await ask()) as GameSeat<G>;
    } finally {
      this.#joining -= 1;
      if (this.#joining === 0) this.#early = [];
    }
  }

  #seat(answer: Seated): GameSeat {
    const game = mustHave(answer.game);
    const number = answer.seat ?? 0;
    let seat = this.#seats.get(game.id);
    if (seat !== undefined) seat.seated(game, number);
    else this.#seats.set(game.id, (seat = this.#make(game, number)));
    for (const event of this.#early) if (event.game === game.id) seat.take(event);
    this.#early = this.#early.filter((event) => event.game !== game.id);
    return seat;
  }

  #make(game: Game, number: number): GameSeat {
    const { call, post } = this.#owner;
    return new GameSeat(game, number, {
      input: (id, input) => post('game.input', { game: id, input }),
      leave: async (id) => void (await call('game.leave', { game: id })),
      rejoin: (seat) => this.#rejoin(seat),
      forget: (seat) => {
        if (this.#seats.get(seat.id) === seat) this.#seats.delete(seat.id);
      },
    });
  }

  readonly #rejoining = new Set<GameSeat>();

  #rejoin(seat: GameSeat): void {
    if (this.#rejoining.has(seat)) return;
    this.#rejoining.add(seat);
    this.#owner
      .call('game.join', { game: seat.id }, { timeoutMs: Infinity })
      .then(
        ({ game, seat: number }) => seat.seated(mustHave(game), number ?? 0),
        (error: unknown) => this.#refused(seat, error),
      )
      .finally(() => this.#rejoining.delete(seat));
  }

  /** It ended while nobody here could hear of it, or it was given up and somebody else has the place. */
  #refused(seat: GameSeat, error: unknown): void {
    if (!(error instanceof OperationError) || this.#seats.get(seat.id) !== seat) return;
    seat.gone(error, Reason_Code.DROPPED);
    if (error.reason !== 'ENDED') return;
    this.get(seat.id).then(
      ({ end, result }) => seat.ended({ $typeName: 'hubbub.v1.GameEnded', end, result }),
      () => seat.close(),
    );
  }
}

function mustHave(game: Game | undefined): Game {
  if (game === undefined) throw new OperationError('BUG', 'The server names no game.');
  return game;
}

function textOf(options: unknown): string {
  return options === undefined ? '' : JSON.stringify(options);
}
