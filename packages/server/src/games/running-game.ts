// One game at work, whatever thread it is in: calls its code, one callback at a time, and says what came of it. It has no
// clock and no randomness of its own: the same calls in the same order say the same. A callback that throws ends it.
import { OperationError, UntellableError } from '@hubbub/protocol';
import {
  deskOf,
  Game,
  type Clock,
  type Desk,
  type EndReason,
  type GameClass,
  type LeaveReason,
  type Player,
} from './game.ts';
import { eventFrame } from './frame.ts';
import { Random } from './random.ts';
import type { Reserved, SeatsState } from '../ports/placement.ts';
import type { Checkpoint, Said } from './report.ts';
import { parsed } from './parsed.ts';
import { chargeInput, Seats, type Seat } from './seats.ts';
import type { Settings } from './settings.ts';
import { Views, type TellState } from './views.ts';

export interface Beginning {
  /** What clients call it. */
  readonly id: string;
  readonly type: string;
  /** JSON. */
  readonly options: string;
  readonly seed: number;
  /** It lives on without players. */
  readonly isFixed: boolean;
  readonly checkpoint?: Checkpoint | undefined;
}

export interface RunningParts {
  readonly game: GameClass;
  readonly settings: Settings;
  readonly say: (said: Said) => void;
}

/** A game that was made and never entered, or a seat that was reserved. */
const enterWithinMs = 30_000;
const mostQueued = 64;
/** What a game may say in a second of its time: to each seat so many events, and so many bytes. */
const eventsPerSecond = 300;
const bytesPerSecond = 262_144;
const mostStateBytes = 262_144;

class Flood extends Error {}

export class RunningGame implements Desk {
  readonly clock: Clock & { tick: number; ms: number };
  readonly random: Random;
  readonly #beginning: Beginning;
  readonly #parts: RunningParts;
  readonly #seats: Seats;
  readonly #views = new Views();
  readonly #game: Game;
  readonly #hasTick: boolean;
  readonly #hasView: boolean;
  readonly #ticksPerPatch: number;
  #queue: { readonly seat: Seat; readonly input: unknown }[] = [];
  #messages: { readonly to: readonly Seat[]; readonly text: string }[] = [];
  #isLocked = false;
  #isDirty = true;
  #areSeatsDirty = false;
  #ended: { readonly end: EndReason; readonly result: string } | undefined;
  #isOver = false;
  #events = eventsPerSecond;
  #bytes = bytesPerSecond * 2;
  #emptySince: number | undefined;
  #kicked: Seat[] = [];

  /** Throws INPUT when the game does not take the options; whatever else it throws is the game's failure. */
  constructor(beginning: Beginning, parts: RunningParts) {
    this.#beginning = beginning;
    this.#parts = parts;
    const { settings } = parts;
    const { checkpoint } = beginning;
    const options = parsed(settings.options, beginning.options || '{}');
    if (settings.options === undefined && beginning.options.replaceAll(/\s/g, '').length > 2)
      throw new OperationError('INPUT', 'This game has no options.');
    const tick = checkpoint?.tick ?? 0;
    this.clock = { tick, ms: (tick * 1000) / settings.tickRate };
    this.random = new Random(checkpoint?.random ?? beginning.seed);
    this.#seats = new Seats(settings.maxSeats);
    this.#ticksPerPatch = Math.round(settings.tickRate / settings.patchRate);
    this.#game = new parts.game();
    this.#game[deskOf] = this;
    this.#hasTick = this.#game.onTick !== Game.prototype.onTick;
    this.#hasView = this.#game.view !== Game.prototype.view;
    if (checkpoint === undefined) this.#game.onCreate(options);
    else this.#restore(checkpoint);
    this.#settle();
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  get players(): readonly Player[] {
    return this.#seats.players;
  }

  /** Holds a seat for a player whose membership is being stored. Throws ENDED, LOCKED, FULL. */
  reserve(user: string): Reserved {
    this.#requireRunning();
    const state = this.#seatsState();
    const seat = this.#seats.of(user);
    if (seat !== undefined) return { seat: seat.seat, isNew: false, state };
    if (this.#isLocked) throw new OperationError('LOCKED');
    return { seat: this.#seats.take(user).seat, isNew: true, state };
  }

  /** The player could not come. */
  release(user: string): void {
    const seat = this.#seats.of(user);
    if (seat?.isIn === false) this.#seats.free(seat);
  }

  /** Seats the player, or takes back the one who was away. Everything is told, now. Throws ENDED, NOT_SEATED. */
  enter(user: string, isConnected: boolean): void {
    this.#requireRunning();
    const seat = this.#seats.of(user);
    if (seat === undefined) throw new OperationError('NOT_SEATED');
    const wasAway = seat.isIn && !seat.isConnected;
    const isNew = !seat.isIn;
    seat.isIn = true;
    seat.isConnected = isConnected;
    seat.isFresh = isConnected;
    seat.heldUntil = Infinity;
    this.#seats.changed();
    if (isNew) this.#call(() => this.#game.onJoin(seat));
    else if (wasAway && isConnected) this.#call(() => this.#game.onReconnect(seat));
    if (isNew || wasAway) this.#areSeatsDirty = true;
    this.#settle();
  }

  /** The player's connection is lost. */
  away(user: string, nowMs: number): void {
    const seat = this.#seats.of(user);
    if (this.#isOver || seat === undefined || !seat.isIn || seat.heldUntil < Infinity) return;
    seat.isConnected = false;
    this.#seats.changed();
    this.#hold(seat, nowMs);
    this.#areSeatsDirty = true;
    this.#call(() => this.#game.onDrop(seat));
    this.#settle();
  }

  /** Throws NOT_SEATED. */
  leave(user: string): void {
    const seat = this.#seats.of(user);
    if (seat === undefined) throw new OperationError('NOT_SEATED');
    if (!this.#isOver) this.#unseat(seat, 'LEFT');
    this.#settle();
  }

  /** Queues what a player does for the next tick. Throws ENDED, NOT_SEATED, RATE, INPUT, BUSY. */
  input(user: string, text: string, nowMs: number): void {
    this.#requireRunning();
    const seat = this.#seats.of(user);
    if (seat === undefined || !seat.isIn) throw new OperationError('NOT_SEATED');
    chargeInput(seat, nowMs);
    const input = parsed(this.#parts.settings.input, text);
    if (this.#queue.length >= mostQueued * this.#parts.settings.maxSeats)
      throw new OperationError('BUSY');
    this.#queue.push({ seat, input });
  }

  /** Gives up the seats that were held long enough. */
  expire(nowMs: number): void {
    if (this.#isOver) return;
    for (const seat of this.#seats.players) {
      // It came by a restart, or by a call that has no connection.
      if (!seat.isConnected && seat.heldUntil === Infinity) this.#hold(seat, nowMs);
      if (seat.heldUntil <= nowMs) this.#unseat(seat, 'DROPPED');
    }
    this.#seats.expireReserved(nowMs, enterWithinMs);
    const isEmpty = this.#seats.taken.length === 0 && !this.#beginning.isFixed;
    this.#emptySince = isEmpty ? (this.#emptySince ?? nowMs) : undefined;
    if (nowMs > (this.#emptySince ?? nowMs) + enterWithinMs)
      this.#ended ??= { end: 'ABANDONED', result: '' };
    this.#settle();
  }

  tick(): void {
    if (this.#isOver) return;
    const { settings } = this.#parts;
    this.clock.tick += 1;
    this.clock.ms = (this.clock.tick * 1000) / settings.tickRate;
    this.#events = Math.min(eventsPerSecond, this.#events + eventsPerSecond / settings.tickRate);
    this.#bytes = Math.min(bytesPerSecond * 2, this.#bytes + bytesPerSecond / settings.tickRate);
    if (this.#queue.length > 0) {
      const queue = this.#queue;
      this.#queue = [];
      for (const { seat, input } of queue)
        if (seat.isIn) this.#call(() => this.#game.onMessage(seat, input));
    }
    if (this.#hasTick) this.#call(() => this.#game.onTick(1 / settings.tickRate));
    this.#settle(this.clock.tick % this.#ticksPerPatch === 0);
  }

  /** Ends it from outside. */
  stop(end: EndReason): void {
    if (!this.#isOver) this.#finish(end, '');
  }

  /** It goes on in another process, from its checkpoint. */
  suspend(): void {
    this.#isOver = true;
  }

  /** Of what `state` and `secret` hold, so that the game can go on elsewhere. */
  checkpoint(): Checkpoint {
    const { state, secret } = this.#game;
    const { seats, isLocked } = this.#seatsState();
    return { tick: this.clock.tick, random: this.random.state, state, secret, seats, isLocked };
  }

  send(player: Player, message: unknown): void {
    const seat = this.#seats.of(player.user);
    if (seat?.isConnected === true) this.#say([seat], message);
  }

  broadcast(message: unknown, except: Player | undefined): void {
    const to = this.#seats.connected.filter((seat) => seat !== except);
    if (to.length > 0) this.#say(to, message);
  }

  lock(isLocked: boolean): void {
    if (this.#isLocked !== isLocked) this.#areSeatsDirty = true;
    this.#isLocked = isLocked;
  }

  kick(player: Player): void {
    const seat = this.#seats.of(player.user);
    if (seat !== undefined) this.#kicked.push(seat);
  }

  end(result: unknown): void {
    this.#ended ??= { end: 'FINISHED', result: result === undefined ? '' : JSON.stringify(result) };
  }

  #restore({ state, secret, seats, isLocked }: Checkpoint): void {
    this.#game.state = state;
    this.#game.secret = secret;
    this.#isLocked = isLocked;
    for (const { number, user } of seats) this.#seats.take(user, number).isIn = true;
    this.#game.onRestore();
    this.#areSeatsDirty = true;
  }

  #hold(seat: Seat, nowMs: number): void {
    seat.heldUntil = nowMs + this.#parts.settings.reconnectSeconds * 1000;
  }

  #requireRunning(): void {
    if (this.#isOver) throw new OperationError('ENDED');
  }

  #say(to: readonly Seat[], message: unknown): void {
    const text = JSON.stringify(message) ?? 'null';
    this.#messages.push({ to, text });
    this.#charge(to.length, text.length);
  }

  /** What everybody together may hear of it. */
  #charge(seats: number, bytes: number): void {
    const share = seats / Math.max(1, this.#seats.players.length);
    this.#events -= share;
    this.#bytes -= bytes * share;
    if (this.#events < 0 || this.#bytes < 0 || bytes > mostStateBytes) {
      this.#ended = { end: 'FLOODED', result: '' };
      throw new Flood('It said too much.');
    }
  }

  #unseat(seat: Seat, reason: LeaveReason): void {
    const { isIn } = seat;
    seat.isIn = false;
    seat.isConnected = false;
    this.#seats.free(seat);
    this.#areSeatsDirty = true;
    if (!isIn) return;
    this.#parts.say({ kind: 'left', user: seat.user, reason });
    this.#call(() => this.#game.onLeave(seat, reason));
    if (this.#seats.taken.length === 0 && !this.#beginning.isFixed)
      this.#ended ??= { end: 'ABANDONED', result: '' };
  }

  #call(callback: () => void): void {
    if (this.#isOver || this.#ended?.end === 'FLOODED') return;
    this.#isDirty = true;
    try {
      const returned: unknown = callback();
      if (returned instanceof Promise) {
        returned.catch((cause: unknown) => this.#fail(cause));
        throw new Error('A callback of a game must not wait: it returned a promise.');
      }
    } catch (cause) {
      this.#fail(cause);
    }
  }

  #fail(cause: unknown): void {
    if (this.#isOver) return;
    const isFlood = cause instanceof Flood || this.#ended?.end === 'FLOODED';
    this.#finish(isFlood ? 'FLOODED' : 'FAILED', '', textOf(cause));
  }

  /** After every call: tells what came of it, or that it is over. */
  #settle(isPatchDue = true): void {
    if (this.#isOver) return;
    // Not within the callback that asked for it.
    for (const seat of this.#kicked.splice(0)) if (seat.isIn) this.#unseat(seat, 'KICKED');
    // Who came in must know the seats before the state.
    if (this.#areSeatsDirty) this.#tellSeats();
    try {
      if (this.#isDirty && (isPatchDue || this.#ended !== undefined)) this.#tellState();
      this.#tellMessages();
    } catch (cause) {
      return this.#fail(cause);
    }
    if (this.#ended !== undefined) this.#finish(this.#ended.end, this.#ended.result);
  }

  #tellSeats(): void {
    this.#areSeatsDirty = false;
    const info = this.#seatsState();
    this.#parts.say({ kind: 'seats', ...info });
    const to = this.#seats.connected;
    if (to.length > 0) this.#event(to, { case: 'seats', value: info });
  }

  #tellState(): void {
    const to = this.#seats.connected;
    const tell: TellState = (seats, event) => {
      this.#charge(seats.length, event.data.length);
      this.#event(seats, { case: event.case, value: { ...event, tick: this.clock.tick } });
    };
    this.#views.tell(this.#game.state, to, tell);
    if (this.#hasView) this.#views.tellOwn((seat) => this.#game.view(seat), to, tell);
    for (const seat of to) seat.isFresh = false;
    this.#isDirty = false;
  }

  #tellMessages(): void {
    if (this.#messages.length === 0) return;
    for (const { to, text } of this.#messages) {
      const here = to.filter((seat) => seat.isConnected);
      const isToAll = here.length === this.#seats.connected.length;
      if (isToAll && here.length > 0)
        this.#event(this.#seats.connected, { case: 'message', value: text });
      else if (here.length > 0) this.#event(here, { case: 'message', value: text });
    }
    this.#messages = [];
  }

  #event(to: readonly Seat[], event: Parameters<typeof eventFrame>[1]): void {
    const frame = eventFrame(this.#beginning.id, event);
    const isToAll = to === this.#seats.connected;
    this.#parts.say({ kind: 'event', to: isToAll ? 0 : to.map(({ seat }) => seat), frame });
  }

  #finish(end: EndReason, result: string, cause?: string): void {
    const to = this.#seats.connected;
    // What it says from here on, nobody hears.
    this.#isOver = true;
    this.#messages = [];
    if (to.length > 0) this.#event(to, { case: 'ended', value: { end, result } });
    this.#parts.say({ kind: 'ended', end, result, ...(cause !== undefined && { cause }) });
    try {
      this.#game.onDispose(end);
    } catch {
      // It is over either way, and its first failure is the one to tell of.
    }
  }

  #seatsState(): SeatsState {
    const players = this.#seats.players;
    return {
      seats: players.map(({ seat, user, isConnected }) => ({
        number: seat,
        user,
        connected: isConnected,
      })),
      isRunning: players.length >= this.#parts.settings.minSeats,
      isLocked: this.#isLocked,
    };
  }
}

function textOf(cause: unknown): string {
  if (cause instanceof UntellableError) return `its state cannot be told: ${cause.message}`;
  return cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
}
