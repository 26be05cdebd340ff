// One seat, as its player's program has it: the state put together from what the server tells, and a way to play. A patch
// that does not follow what is held is no use: then all of it is asked for again.
import {
  Game_State,
  type OperationError,
  TreeReader,
  type Game,
  type GameEnded,
  type GameEvent,
  type GameState,
  type Reason_Code,
} from '@hubbub/protocol';

/** What a game's own code defines; give it the type that the game exports. */
export interface GameShape {
  readonly options?: unknown;
  /** What all players see. */
  readonly state?: unknown;
  /** What only this seat is shown. */
  readonly own?: unknown;
  /** What a player sends. */
  readonly input?: unknown;
  /** What the game tells besides its state. */
  readonly message?: unknown;
}

export interface GameSeatEvents<G extends GameShape> {
  /** The state or the own part has changed: new objects where they changed, and the old ones elsewhere. */
  state: { readonly state: G['state'] | undefined; readonly own: G['own'] | undefined };
  message: G['message'];
  /** Who sits where. */
  seats: Game;
  /** `parsed` is the result, as the game's code gave it. */
  ended: GameEnded & { readonly parsed: unknown };
  /** The seat is this device's no longer: LEFT, REPLACED, DROPPED, KICKED. */
  left: Reason_Code;
  status: SeatStatus;
}

/** `away`: the connection is lost and comes back by itself. */
export type SeatStatus = 'seated' | 'away' | 'left' | 'ended';

/** What a seat needs of the client. */
export interface SeatOwner {
  input(game: string, text: string): void;
  leave(game: string): Promise<void>;
  /** Takes the seat again, so that everything is told. */
  rejoin(seat: GameSeat): void;
  forget(seat: GameSeat): void;
}

/** A tree and the number it stands at. */
interface Held {
  reader: TreeReader;
  number: number | undefined;
}

type Handler = (value: never) => void;

export class GameSeat<G extends GameShape = GameShape> {
  readonly #owner: SeatOwner;
  readonly #handlers = new Map<string, Set<Handler>>();
  readonly #shared: Held = { reader: new TreeReader(), number: undefined };
  readonly #own: Held = { reader: new TreeReader(), number: undefined };
  #game: Game;
  #number: number;
  #status: SeatStatus = 'seated';

  constructor(game: Game, number: number, owner: SeatOwner) {
    this.#game = game;
    this.#number = number;
    this.#owner = owner;
  }

  get id(): string {
    return this.#game.id;
  }
  /** 0 is the first seat. */
  get number(): number {
    return this.#number;
  }
  /** Type, seats, conversation, code …: a snapshot; the next one is another object. */
  get game(): Game {
    return this.#game;
  }
  get status(): SeatStatus {
    return this.#status;
  }
  /** A snapshot that never changes; undefined until it is told. */
  get state(): G['state'] | undefined {
    return this.#shared.reader.tree;
  }
  get own(): G['own'] | undefined {
    return this.#own.reader.tree;
  }

  /** @returns ends it */
  on<E extends keyof GameSeatEvents<G>>(
    event: E,
    handler: (value: GameSeatEvents<G>[E]) => void,
  ): () => void {
    const handlers = this.#handlers.get(event) ?? new Set();
    this.#handlers.set(event, handlers.add(handler as Handler));
    return () => {
      handlers.delete(handler as Handler);
    };
  }

  /** Fire and forget; what is sent while `away` is lost. */
  send(input: G['input']): void {
    if (this.#status === 'seated') this.#owner.input(this.id, JSON.stringify(input));
  }

  /** Gives the seat up. */
  async leave(): Promise<void> {
    await this.#owner.leave(this.id);
    this.close();
  }

  /** Stops listening; the server holds the seat as after a lost connection, and `join` takes it again. */
  close(): void {
    this.#owner.forget(this);
    if (this.#status !== 'ended') this.#become('left');
  }

  /** For the client: its socket is gone. */
  lost(): void {
    if (this.#status === 'seated') this.#become('away');
  }

  /** For the client: the server has it seated here; all of the state comes next. */
  seated(game: Game, number: number): void {
    this.#game = game;
    this.#number = number;
    this.#become('seated');
    this.#tell('seats', game);
  }

  /** For the client: it could not be taken again. */
  gone(error: OperationError, reason: Reason_Code): void {
    if (error.reason !== 'ENDED') this.#leave(reason);
  }

  ended(ended: GameEnded): void {
    const { end, result } = ended;
    this.#game = { ...this.#game, end, result, state: Game_State.ENDED };
    this.#become('ended');
    this.#tell('ended', {
      ...ended,
      parsed: ended.result === '' ? undefined : JSON.parse(ended.result),
    });
    this.#owner.forget(this);
  }

  /** For the client: an event of this game. */
  take({ event }: GameEvent): void {
    switch (event.case) {
      case 'state':
      case 'patch':
        return this.#takeState(event.case, event.value);
      case 'message':
        return this.#tell('message', JSON.parse(event.value) as G['message']);
      case 'seats':
        this.#game = { ...this.#game, ...event.value, $typeName: this.#game.$typeName };
        return this.#tell('seats', this.#game);
      case 'ended':
        return this.ended(event.value);
      case 'left':
        return this.#leave(event.value);
      case 'moved':
        return this.#owner.rejoin(this as GameSeat);
      case undefined:
        return undefined;
    }
  }

  #takeState(kind: 'state' | 'patch', { own, number, data }: GameState): void {
    const held = own ? this.#own : this.#shared;
    if (kind === 'state') held.reader.whole(data);
    // Before the first state: of a seat that this device had before.
    else if (held.number === undefined) return;
    else if (number !== held.number + 1) return this.#owner.rejoin(this as GameSeat);
    else held.reader.patch(data);
    held.number = number;
    this.#tell('state', { state: this.state, own: this.own });
  }

  #leave(reason: Reason_Code): void {
    this.#become('left');
    this.#tell('left', reason);
    this.#owner.forget(this as GameSeat);
  }

  #become(status: SeatStatus): void {
    if (this.#status === status) return;
    this.#status = status;
    this.#tell('status', status);
  }

  #tell<E extends keyof GameSeatEvents<G>>(event: E, value: GameSeatEvents<G>[E]): void {
    this.#handlers.get(event)?.forEach((handler) => handler(value as never));
  }
}
