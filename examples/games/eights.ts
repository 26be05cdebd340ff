// By turns, with hands that nobody else sees: crazy eights for two to four. Play a card of the suit or rank on top, or any
// eight, which names the suit to follow; who cannot or will not draws one, and that ends the turn. Who has no card left wins.
import { Game, z, type LeaveReason, type Player } from '@hubbub/server';

export interface EightsShape {
  options: object;
  state: EightsState;
  own: EightsOwn;
  input: EightsInput;
  message: EightsMessage;
}

export type Suit = 'c' | 'd' | 'h' | 's';
/** Rank and suit: 'Ac', '10h', '8s', 'Kd'. */
export type Card = `${'A' | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 'J' | 'Q' | 'K'}${Suit}`;

export interface EightsState {
  phase: 'waiting' | 'playing' | 'over';
  /** By seat number, as text: how many cards each player holds. */
  hands: Record<string, number>;
  /** The seat whose turn it is; null while nobody's. */
  turn: number | null;
  /** The card to play on; null before the deal. */
  top: Card | null;
  /** The suit to follow: of the top card, or what was named with an eight. */
  suit: Suit | null;
  /** How many cards can be drawn. */
  stock: number;
  /** The seat that won; null before, and when nobody could go on. */
  winner: number | null;
}

/** What a player alone sees. */
export interface EightsOwn {
  hand: Card[];
}

/** `start`: deal, by any player when at least two are seated. With an eight the suit to follow is named. */
export type EightsInput =
  { start: true } | { play: Card; suit?: Suit | undefined } | { draw: true };

/** What was just done, for the eye; to all. */
export type EightsMessage =
  | { played: Card; seat: number; suit?: Suit }
  | { drew: number }
  /** To one alone: the move was not allowed, and changed nothing. */
  | { refused: 'TURN' | 'CARD' | 'SUIT' | 'PHASE' };

const suits: readonly Suit[] = ['c', 'd', 'h', 's'];
const ranks = ['A', 2, 3, 4, 5, 6, 7, 8, 9, 10, 'J', 'Q', 'K'] as const;
const deck: readonly Card[] = suits.flatMap((suit) => ranks.map((rank): Card => `${rank}${suit}`));
const cardsEach = 5;

interface Hidden {
  hands: Record<string, EightsOwn>;
  stock: Card[];
  /** Below the top card; shuffled into a new stock when that is used up. */
  pile: Card[];
  /** Turns in a row in which nobody could do anything. */
  passes: number;
}

export default class Eights extends Game<EightsShape> {
  static override readonly settings = {
    minSeats: 2,
    maxSeats: 4,
    tickRate: 10,
    reconnectSeconds: 60,
    checkpointSeconds: 5,
    input: z.union([
      z.strictObject({ start: z.literal(true) }),
      z.strictObject({ play: z.enum(deck), suit: z.enum(suits).optional() }),
      z.strictObject({ draw: z.literal(true) }),
    ]),
  };

  state: EightsState = {
    phase: 'waiting',
    hands: {},
    turn: null,
    top: null,
    suit: null,
    stock: 0,
    winner: null,
  };
  override secret: Hidden = { hands: {}, stock: [], pile: [], passes: 0 };

  override view({ seat }: Player): EightsOwn | undefined {
    return this.secret.hands[seat];
  }

  override onMessage(player: Player, input: EightsInput): void {
    const refused = 'start' in input ? this.#start() : this.#move(player, input);
    if (refused !== undefined) this.send(player, { refused });
  }

  override onLeave({ seat }: Player, _reason: LeaveReason): void {
    if (this.state.phase !== 'playing') return;
    this.secret.pile.push(...(this.secret.hands[seat]?.hand ?? []));
    delete this.secret.hands[seat];
    delete this.state.hands[seat];
    const [last, ...others] = this.players;
    if (last !== undefined && others.length === 0) this.#win(last.seat);
    else if (this.state.turn === seat) this.#pass(seat);
  }

  #start(): 'PHASE' | undefined {
    if (this.state.phase !== 'waiting' || this.players.length < 2) return 'PHASE';
    this.lock();
    const { secret, state } = this;
    secret.stock = this.random.shuffle([...deck]);
    for (const { seat } of this.players)
      secret.hands[seat] = { hand: secret.stock.splice(0, cardsEach) };
    state.phase = 'playing';
    this.#putDown(secret.stock.pop());
    this.#count();
    state.turn = this.players[this.random.integer(this.players.length)]?.seat ?? null;
    return undefined;
  }

  #move({ seat }: Player, input: Exclude<EightsInput, { start: true }>) {
    if (this.state.phase !== 'playing') return 'PHASE';
    if (this.state.turn !== seat) return 'TURN';
    return 'play' in input ? this.#play(seat, input.play, input.suit) : this.#draw(seat);
  }

  #play(seat: number, card: Card, named: Suit | undefined): 'CARD' | 'SUIT' | undefined {
    const hand = this.secret.hands[seat]?.hand ?? [];
    const { top, suit } = this.state;
    const isEight = rankOf(card) === '8';
    const fits = isEight || suitOf(card) === suit || rankOf(card) === rankOf(top);
    if (!hand.includes(card) || !fits) return 'CARD';
    if (isEight !== (named !== undefined)) return 'SUIT';
    hand.splice(hand.indexOf(card), 1);
    if (top !== null) this.secret.pile.push(top);
    this.#putDown(card, named);
    this.secret.passes = 0;
    this.broadcast({ played: card, seat, ...(named !== undefined && { suit: named }) });
    this.#count();
    if (hand.length === 0) this.#win(seat);
    else this.#pass(seat);
    return undefined;
  }

  #draw(seat: number): undefined {
    const { secret } = this;
    if (secret.stock.length === 0) secret.stock = this.random.shuffle(secret.pile.splice(0));
    const card = secret.stock.pop();
    if (card !== undefined) secret.hands[seat]?.hand.push(card);
    secret.passes = card === undefined ? secret.passes + 1 : 0;
    this.broadcast({ drew: seat });
    this.#count();
    // Nobody has anything to draw or, having gone round, to play.
    if (secret.passes >= this.players.length) this.#win(null);
    else this.#pass(seat);
  }

  #putDown(card: Card | undefined, named?: Suit): void {
    this.state.top = card ?? null;
    this.state.suit = named ?? (card === undefined ? null : suitOf(card));
  }

  #pass(seat: number): void {
    const seats = this.players.map((player) => player.seat);
    this.state.turn = seats.find((next) => next > seat) ?? seats[0] ?? null;
  }

  #count(): void {
    this.state.stock = this.secret.stock.length;
    for (const { seat } of this.players)
      this.state.hands[seat] = this.secret.hands[seat]?.hand.length ?? 0;
  }

  #win(seat: number | null): void {
    this.state.phase = 'over';
    this.state.turn = null;
    this.state.winner = seat;
    this.end({ winner: seat });
  }
}

function suitOf(card: Card): Suit {
  return card.slice(-1) as Suit;
}

function rankOf(card: Card | null): string | undefined {
  return card?.slice(0, -1);
}
