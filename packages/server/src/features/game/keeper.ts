// Stores what games report while they run: who sits, who has left, checkpoints, and the end, once. For each game in its
// order, one write at a time, so that what is told of it and what is kept agree; and publishes what follows from it.
import {
  conversationId,
  formatId,
  Game_End,
  Game_State,
  OperationError,
  randomKey,
  Reason_Code,
  type AppId,
  type UserId,
} from '@hubbub/protocol';
import type { Emission } from '../../ports/bus.ts';
import type {
  GameEnd,
  GameListener,
  GameRef,
  Placement,
  SeatEnd,
  SeatsState,
  Sitter,
} from '../../ports/placement.ts';
import { endGame, writeCheckpoint, writeSeats } from '../../store/game-run-store.ts';
import { findGame } from '../../store/game-store.ts';
import { leave } from '../../store/leave-store.ts';
import type { Read, Write } from '../../store/statement.ts';
import { emissionsOf } from '../emission.ts';

interface KeeperParts {
  readonly storage: {
    read<A, R>(app: AppId, read: Read<A, R>, args: A): Promise<R>;
    write<A, R>(app: AppId, write: Write<A, R>, args: A): Promise<R>;
  };
  readonly publish: (emission: Emission) => void;
  readonly games: () => Placement;
  readonly report: (problem: string, cause: unknown) => void;
  /** This process, of this one start. */
  readonly node: string;
  readonly chatMs: number;
  readonly leaseMs: number;
  /** The frame that says who has no seat any more. */
  readonly leftFrame: (game: string, reason: Reason_Code) => Uint8Array<ArrayBuffer>;
  readonly pause?: (ms: number) => Promise<void>;
}

/** What waits for its turn: the newest of each kind, except for those who left, each of whom counts. */
interface Owed {
  seats: SeatsState | undefined;
  checkpoint: string | undefined;
  left: UserId[];
  ended: { readonly end: GameEnd; readonly result: string } | undefined;
  running: Promise<void>;
}

/** For so many, some ten seconds in all, it is nobody's trouble that the database refuses; a server that stops waits for no more. */
const quietTries = 10;
const longestPauseMs = 2_000;

interface Audience {
  readonly here: readonly Sitter[];
  /** At other nodes. */
  readonly elsewhere: readonly Sitter[];
}

const nobody: Audience = { here: [], elsewhere: [] };

export class GameKeeper implements GameListener {
  readonly #parts: KeeperParts;
  readonly #owed = new Map<string, Owed>();
  /** Who hears what everybody is told. */
  readonly #audiences = new Map<string, Audience>();
  #isStopping = false;

  constructor(parts: KeeperParts) {
    this.#parts = parts;
  }

  /** So long this process owns a game without saying so again. */
  get leaseMs(): number {
    return this.#parts.leaseMs;
  }

  get node(): string {
    return this.#parts.node;
  }

  /** The player comes in, after the reply that says so. One who cannot any more is told that it has no seat. */
  enter(ref: GameRef, sitter: Sitter, isConnected: () => boolean): void {
    this.#parts
      .games()
      .enter(ref, sitter, isConnected)
      .catch(() => this.#tellLeft(ref, sitter, 'DROPPED'));
  }

  /** Resolves when all that the game has reported is stored. */
  async settled(ref: GameRef): Promise<void> {
    await this.#owed.get(keyOf(ref))?.running;
  }

  /** No game runs any more. What the database refuses is given up now, after some seconds. */
  async allSettled(): Promise<void> {
    this.#isStopping = true;
    await Promise.all([...this.#owed.values()].map(({ running }) => running));
  }

  event({ app, id: game }: GameRef, to: readonly Sitter[], frame: Uint8Array<ArrayBuffer>): void {
    const isLocal = !to.some(isElsewhere);
    this.#parts.publish({ type: 'game', app, game, to, frame, isToAll: false, isLocal });
  }

  eventToAll(ref: GameRef, frame: Uint8Array<ArrayBuffer>): void {
    const { app, id: game } = ref;
    const { here, elsewhere } = this.#audiences.get(keyOf(ref)) ?? nobody;
    if (here.length > 0)
      this.#parts.publish({
        type: 'game',
        app,
        game,
        to: here,
        frame,
        isToAll: true,
        isLocal: true,
      });
    if (elsewhere.length > 0) this.event(ref, elsewhere, frame);
  }

  audience(ref: GameRef, sitters: readonly Sitter[]): void {
    const { app, id: game } = ref;
    const here = sitters.filter((sitter) => !isElsewhere(sitter));
    if (sitters.length === 0) this.#audiences.delete(keyOf(ref));
    else this.#audiences.set(keyOf(ref), { here, elsewhere: sitters.filter(isElsewhere) });
    this.#parts.publish({ type: 'gameAudience', app, game, to: here });
  }

  seats(ref: GameRef, state: SeatsState): void {
    this.#owe(ref, (owed) => (owed.seats = state));
  }

  left(ref: GameRef, { sitter, reason }: { sitter: Sitter; reason: SeatEnd }): void {
    this.#tellLeft(ref, sitter, reason);
    if (reason !== 'REPLACED') this.#owe(ref, (owed) => owed.left.push(sitter.user));
  }

  checkpoint(ref: GameRef, checkpoint: string): void {
    this.#owe(ref, (owed) => (owed.checkpoint = checkpoint));
  }

  ended(
    ref: GameRef,
    { end, result, cause }: { end: GameEnd; result: string; cause?: Error | undefined },
  ): void {
    if (cause !== undefined) this.#parts.report(`the game ${ref.id} has ended: ${end}`, cause);
    this.#owe(ref, (owed) => (owed.ended = { end, result }));
  }

  #tellLeft(ref: GameRef, sitter: Sitter, reason: SeatEnd): void {
    this.event(ref, [sitter], this.#parts.leftFrame(ref.id, Reason_Code[reason]));
  }

  #owe(ref: GameRef, add: (owed: Owed) => void): void {
    const key = keyOf(ref);
    const before = this.#owed.get(key);
    if (before !== undefined) return add(before);
    const owed: Owed = {
      seats: undefined,
      checkpoint: undefined,
      left: [],
      ended: undefined,
      running: Promise.resolve(),
    };
    add(owed);
    this.#owed.set(key, owed);
    owed.running = this.#pay(ref, owed)
      .catch((cause: unknown) => this.#tellUnstored(ref, cause))
      .finally(() => this.#owed.delete(key));
  }

  #tellUnstored({ id }: GameRef, cause: unknown): void {
    this.#parts.report(`what became of the game ${id} could not be stored`, cause);
  }

  async #pay(ref: GameRef, owed: Owed): Promise<void> {
    let tries = 0;
    for (;;) {
      const { seats, checkpoint, ended } = owed;
      const left = owed.left.splice(0);
      owed.seats = owed.checkpoint = owed.ended = undefined;
      if (!seats && !checkpoint && !ended && left.length === 0) return;
      try {
        await this.#store(ref, { seats, checkpoint, ended, left });
        tries = 0;
      } catch (cause) {
        tries += 1;
        if (!isRetryable(cause) || (this.#isStopping && tries >= quietTries)) throw cause;
        if (tries === quietTries) this.#tellUnstored(ref, cause);
        // All of it may be stored twice; what has come meanwhile is newer.
        owed.seats ??= seats;
        owed.checkpoint ??= checkpoint;
        owed.ended ??= ended;
        owed.left.unshift(...left);
        await (this.#parts.pause ?? pause)(Math.min(longestPauseMs, 50 * 2 ** tries));
      }
    }
  }

  async #store(
    ref: GameRef,
    { seats, checkpoint, ended, left }: Omit<Owed, 'running'>,
  ): Promise<void> {
    const { storage, node } = this.#parts;
    const name = ref.id;
    if (seats !== undefined)
      await storage.write(ref.app, writeSeats, { name, node, ...rowOf(seats) });
    for (const user of left) await this.#leaveGroup(ref, user);
    if (checkpoint !== undefined && ended === undefined)
      await storage.write(ref.app, writeCheckpoint, { name, node, checkpoint });
    if (ended !== undefined) await this.#end(ref, ended);
  }

  async #leaveGroup({ app, id }: GameRef, user: UserId): Promise<void> {
    const { storage, publish } = this.#parts;
    const row = await storage.read(app, findGame, { name: id });
    if (row === undefined || row.conversation === 0) return;
    const conversation = conversationId(formatId('cnv', row.conversation));
    try {
      const { streams } = await storage.write(app, leave, {
        conversation,
        user,
        whispers: [],
        outboxId: randomKey(),
      });
      for (const emission of emissionsOf(app, streams)) publish(emission);
    } catch (cause) {
      // Left it already, or it is gone: then there is no membership to end.
      if (!(cause instanceof OperationError) || cause.retryable) throw cause;
    }
  }

  async #end(
    { app, id: name }: GameRef,
    { end, result }: { end: GameEnd; result: string },
  ): Promise<void> {
    const { storage, node, chatMs } = this.#parts;
    const ending = { name, node, end: Game_End[end], result, outboxId: randomKey(), chatMs };
    await storage.write(app, endGame, ending);
  }
}

function rowOf({ seats, isRunning, isLocked }: SeatsState) {
  return {
    seats: JSON.stringify(seats),
    taken: seats.length,
    state: isRunning ? Game_State.RUNNING : Game_State.WAITING,
    locked: isLocked ? 1 : 0,
  };
}

function isRetryable(cause: unknown): boolean {
  return cause instanceof OperationError && cause.retryable;
}

function pause(ms: number): Promise<void> {
  return new Promise((wake) => setTimeout(wake, ms));
}

function keyOf({ app, id }: GameRef): string {
  return `${app}/${id}`;
}

function isElsewhere({ node }: Sitter): boolean {
  return node !== undefined;
}
