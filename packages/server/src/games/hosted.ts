// The games that run on this node: which thread has which, who sits in them on which device, and what to do when a thread
// is lost. The adapter of the placement port for one process.
import { OperationError, type AppId, type UserId } from '@hubbub/protocol';
import type { Clock } from '../ports/clock.ts';
import type {
  GameEnd,
  GameListener,
  GameRef,
  GameTypeInfo,
  NewGame,
  Placement,
  SeatsState,
  Sitter,
} from '../ports/placement.ts';
import { endedFrame, movedFrame } from './frame.ts';
import { Lease } from './lease.ts';
import { failureOf, type Order, type Report, type Saying } from './orders.ts';
import { leastBusy, looksPerPatience, newPlace, type Hosted, type Place } from './place.ts';
import type { Checkpoint, Said } from './report.ts';
import type { Thread, ThreadEvents } from './thread.ts';
import { Watchdog } from './watchdog.ts';

export interface HostedParts {
  readonly clock: Clock;
  readonly listener: GameListener;
  readonly report: (problem: string, cause: unknown) => void;
  /** Starts one more thread of the kind; called once for each place, and again when one is lost. */
  readonly places: readonly ((events: ThreadEvents) => Promise<Thread>)[];
  /** How long a game may not come back before its thread is ended. */
  readonly stuckMs: number;
  /** So long this process owns its games without saying so again; 0: nobody else could take them. */
  readonly leaseMs: number;
}

type Event = Extract<Saying, { readonly length: 4 }>;

export class HostedGames implements Placement {
  readonly #parts: HostedParts;
  readonly #places: Place[];
  readonly #games = new Map<string, Hosted>();
  readonly #stopClock: () => void;
  readonly #lease: Lease;
  #types: readonly GameTypeInfo[] = [];
  #lastNumber = 0;
  #isClosed = false;

  constructor(parts: HostedParts) {
    this.#parts = parts;
    this.#places = parts.places.map(newPlace);
    this.#lease = new Lease(parts.clock, parts.leaseMs, (count) => this.#tellLease(count));
    this.#stopClock = parts.clock.every(parts.stuckMs / looksPerPatience, () => this.#watch());
  }

  get types(): readonly GameTypeInfo[] {
    return this.#types;
  }

  /** Starts the threads. Throws StartupError. */
  async open(): Promise<void> {
    const threads = await Promise.all(this.#places.map((_, i) => this.#startThread(i)));
    const types = threads.flatMap((thread) => thread.types);
    this.#types = [...new Map(types.map((type) => [type.type, type])).values()];
  }

  /** Whether it runs here. */
  has(ref: GameRef): boolean {
    return this.#games.has(keyOf(ref));
  }

  async start(ref: GameRef, game: NewGame): Promise<void> {
    if (this.has(ref)) throw new Error(`the game ${ref.id} runs already`);
    const place = leastBusy(this.#places, game.type);
    if (place === undefined) throw new OperationError('NO_TYPE');
    this.#lastNumber += 1;
    const number = this.#lastNumber;
    const hosted: Hosted = {
      ref,
      number,
      place,
      game,
      sitting: new Map(),
      startedAt: this.#parts.clock.elapsed(),
      seats: new Map(),
      checkpoint: game.checkpoint,
      sitters: [],
    };
    this.#games.set(keyOf(ref), hosted);
    place.games.set(number, hosted);
    try {
      await this.#begin(hosted);
    } catch (error) {
      this.#forget(hosted);
      if (!(error instanceof OperationError) || error.reason !== 'BUG') throw error;
      this.#parts.report(`a game of type ${game.type} could not be made`, failureOf(error.message));
      throw new OperationError('BUG');
    }
  }

  async reserve(ref: GameRef, user: UserId) {
    const answer = await this.#ask(ref, { kind: 'reserve', user });
    if (answer === undefined) throw new Error('a reservation without a seat');
    return answer;
  }

  async enter(ref: GameRef, sitter: Sitter, asksConnected: () => boolean): Promise<void> {
    const { user, device } = sitter;
    const hosted = this.#mustFind(ref);
    const before = hosted.sitting.get(user);
    const isConnected = asksConnected();
    // It was on its way back when its connection closed, and may have come another way since.
    if (before !== undefined && !isConnected) return;
    // From now on: what the game says to this seat while it answers is for this device.
    hosted.sitting.set(user, sitter);
    if (before !== undefined && before.device !== device)
      this.#parts.listener.left(ref, { sitter: before, reason: 'REPLACED' });
    // Its sockets may be others than before.
    const others = hosted.sitters.filter((one) => one.user !== user);
    if (others.length < hosted.sitters.length) {
      hosted.sitters = [...others, sitter];
      this.#parts.listener.audience(ref, hosted.sitters);
    }
    await this.#ask(ref, { kind: 'enter', user, isConnected });
  }

  release(ref: GameRef, user: UserId): void {
    this.#tell(ref, { kind: 'release', user });
  }

  async leave(ref: GameRef, user: UserId): Promise<void> {
    await this.#ask(ref, { kind: 'leave', user });
  }

  async input(ref: GameRef, { user, device }: Sitter, text: string): Promise<void> {
    const hosted = this.#games.get(keyOf(ref));
    // Also where there is no such game: whether there is one is nobody's business who does not sit in it.
    if (hosted === undefined || hosted.sitting.get(user)?.device !== device)
      throw new OperationError('NOT_SEATED');
    // Whoever runs it now is to hear it.
    if (!this.#lease.isHeld) throw new OperationError('BUSY', undefined, { retryAfterMs: 500 });
    await hosted.place.line.ask(hosted.number, { kind: 'input', user, text });
  }

  stop(ref: GameRef, end: GameEnd): void {
    this.#tell(ref, { kind: 'stop', end });
  }

  away(app: AppId, { user, device, node }: Sitter): void {
    for (const { ref, sitting, number, place } of this.#games.values()) {
      const sitter = ref.app === app ? sitting.get(user) : undefined;
      if (sitter?.device === device && sitter.node === node)
        place.line.tell(number, { kind: 'away', user });
    }
  }

  /** Everybody who sits by way of this other node. */
  *sittersOf(node: string): Iterable<{ readonly ref: GameRef; readonly sitter: Sitter }> {
    for (const { ref, sitting } of this.#games.values())
      for (const sitter of sitting.values()) if (sitter.node === node) yield { ref, sitter };
  }

  /** Games that have run here for so long. */
  *olderThan(ms: number): Iterable<GameRef> {
    const before = this.#parts.clock.elapsed() - ms;
    for (const { ref, startedAt } of this.#games.values()) if (startedAt < before) yield ref;
  }

  /** Another node has it: what it says here is nothing any more. */
  drop(ref: GameRef): void {
    const hosted = this.#games.get(keyOf(ref));
    if (hosted === undefined) return;
    const { number, place, sitting } = hosted;
    this.#forget(hosted);
    place.line.tell(number, { kind: 'stop', end: 'ABANDONED' });
    this.#parts.listener.event(ref, [...sitting.values()], movedFrame(ref.id));
  }

  /**
   * Says that it lives, by `write`; then what is taken by others is to be dropped, by `drop`. Only after that games go on that
   * this process slept through, and what they said meanwhile goes out.
   */
  async renew(write: () => Promise<void>, drop: () => Promise<void>): Promise<void> {
    const renewed = this.#lease.renewing();
    await write();
    await drop();
    renewed();
    for (const place of this.#places)
      for (const report of place.kept.splice(0)) this.#hear(place, report);
  }

  /** Ends all games; what they say last still goes out. */
  async close(): Promise<void> {
    this.#stopClock();
    this.#lease.stop();
    const stopping = [...this.#games.values()].map(({ number, place }) =>
      place.line.ask(number, { kind: 'stop', end: 'STOPPED' }).catch(() => undefined),
    );
    await Promise.race([
      Promise.all(stopping),
      new Promise<void>((wake) => this.#parts.clock.after(1000, wake)),
    ]);
    this.#isClosed = true;
    for (const { line } of this.#places) line.thread?.terminate();
  }

  async #startThread(index: number): Promise<Thread> {
    const start = this.#parts.places[index];
    const place = this.#places[index];
    if (start === undefined || place === undefined) throw new Error('no such place for games');
    const thread: Thread = await start({
      report: (report) => {
        // One that was ended may still have something in the mail.
        if (place.line.thread !== thread) return;
        if (this.#lease.isHeld) this.#hear(place, report);
        else place.kept.push(report);
      },
      stray: (stack) => this.#parts.report('an error flew outside of every game', failureOf(stack)),
      died: (cause) => {
        if (place.line.thread !== thread) return;
        this.#parts.report('a thread of games has ended by itself', cause);
        // Whose fault it was cannot be told.
        this.#lose(index, 0);
      },
    });
    thread.lease(this.#lease.count);
    place.line.attach(thread);
    return thread;
  }

  #tellLease(count: number): void {
    for (const { line } of this.#places) line.thread?.lease(count);
  }

  async #begin(hosted: Hosted): Promise<void> {
    const { ref, game, number, place, checkpoint } = hosted;
    const { type, options, seed, isFixed } = game;
    const held = checkpoint === undefined ? undefined : (JSON.parse(checkpoint) as Checkpoint);
    const beginning = { id: ref.id, type, options, seed, isFixed, checkpoint: held };
    await place.line.ask(number, { kind: 'start', beginning });
  }

  #mustFind(ref: GameRef): Hosted {
    const hosted = this.#games.get(keyOf(ref));
    if (hosted === undefined) throw new OperationError('ENDED');
    return hosted;
  }

  async #ask(ref: GameRef, order: Order) {
    const { number, place } = this.#mustFind(ref);
    return await place.line.ask(number, order);
  }

  #tell(ref: GameRef, order: Order): void {
    const hosted = this.#games.get(keyOf(ref));
    hosted?.place.line.tell(hosted.number, order);
  }

  /** Sayings first: who is told that it sits has its place by then. */
  #hear(place: Place, report: Report): void {
    const { sayings, bytes } = report;
    const particular = new Set<number>();
    for (const saying of sayings) {
      const hosted = place.games.get(saying[0]);
      if (hosted === undefined) continue;
      if (saying.length === 2) this.#note(hosted, saying[1]);
      else this.#pass(hosted, { saying, bytes, particular });
    }
    place.line.settle(report);
  }

  /** @param particular games that have said something to some of their players in this report: order binds the rest to it */
  #pass(
    hosted: Hosted,
    {
      saying,
      bytes,
      particular,
    }: { saying: Event; bytes: Uint8Array<ArrayBuffer>; particular: Set<number> },
  ): void {
    const [number, to, from, length] = saying;
    const frame = bytes.subarray(from, from + length);
    if (to === 0 && !particular.has(number))
      return this.#parts.listener.eventToAll(hosted.ref, frame);
    particular.add(number);
    if (to === 0) return this.#parts.listener.event(hosted.ref, hosted.sitters, frame);
    const sitters: Sitter[] = [];
    for (const seat of to) {
      const user = hosted.seats.get(seat);
      const sitter = user && hosted.sitting.get(user);
      if (sitter) sitters.push(sitter);
    }
    this.#parts.listener.event(hosted.ref, sitters, frame);
  }

  #note(hosted: Hosted, said: Exclude<Said, { kind: 'event' }>): void {
    const { ref } = hosted;
    const { listener } = this.#parts;
    switch (said.kind) {
      case 'seats':
        return this.#seat(hosted, said);
      case 'left': {
        const user = said.user as UserId;
        const sitter = hosted.sitting.get(user);
        hosted.sitting.delete(user);
        if (sitter === undefined) return;
        return listener.left(ref, { sitter, reason: said.reason });
      }
      case 'checkpoint':
        hosted.checkpoint = said.checkpoint;
        return listener.checkpoint(ref, said.checkpoint);
      case 'ended':
        this.#forget(hosted);
        return listener.ended(ref, {
          ...said,
          cause: said.cause === undefined ? undefined : failureOf(said.cause),
        });
    }
  }

  #seat(hosted: Hosted, state: SeatsState): void {
    hosted.seats = new Map(state.seats.map(({ number, user }) => [number, user as UserId]));
    const sitters: Sitter[] = [];
    for (const { user, connected } of state.seats) {
      const sitter = hosted.sitting.get(user as UserId);
      if (connected && sitter !== undefined) sitters.push(sitter);
    }
    hosted.sitters = sitters;
    this.#parts.listener.audience(hosted.ref, sitters);
    this.#parts.listener.seats(hosted.ref, state);
  }

  #forget(hosted: Hosted): void {
    this.#games.delete(keyOf(hosted.ref));
    hosted.place.games.delete(hosted.number);
    if (hosted.sitters.length > 0) this.#parts.listener.audience(hosted.ref, []);
  }

  #watch(): void {
    this.#places.forEach((place, index) => {
      const cells = place.line.thread?.cells;
      const stuck = cells && place.watchdog.look(cells);
      if (stuck !== undefined) this.#lose(index, stuck.game);
    });
  }

  /** Ends a thread: the game that is to blame is over, the others go on from their checkpoints or end. */
  #lose(index: number, culprit: number): void {
    const place = this.#places[index];
    if (place === undefined || this.#isClosed) return;
    place.line.thread?.terminate();
    place.line.cut();
    place.kept = [];
    place.watchdog = new Watchdog(looksPerPatience);
    const all = [...place.games.values()];
    const blamed = place.games.get(culprit);
    for (const hosted of all)
      if (hosted === blamed) this.#endLost(hosted, 'STUCK');
      else if (hosted.checkpoint === undefined) this.#endLost(hosted, 'STOPPED');
    this.#startThread(index).then(
      () => this.#resume(all.filter((hosted) => place.games.has(hosted.number))),
      (cause: unknown) => this.#parts.report('a thread of games could not be started', cause),
    );
  }

  #resume(all: readonly Hosted[]): void {
    for (const hosted of all)
      this.#begin(hosted).then(
        () => this.#reseat(hosted),
        (cause: unknown) => {
          this.#parts.report('a game could not go on from its checkpoint', cause);
          this.#endLost(hosted, 'STOPPED');
        },
      );
  }

  /** Those who sat in it when its thread was lost are still connected, as far as anybody knows. */
  #reseat({ place, number, sitting }: Hosted): void {
    for (const user of sitting.keys())
      place.line.tell(number, { kind: 'enter', user, isConnected: true });
  }

  /** Its own code cannot say so any more. */
  #endLost(hosted: Hosted, end: GameEnd): void {
    const { ref } = hosted;
    const sitters = [...hosted.sitting.values()];
    if (sitters.length > 0) this.#parts.listener.event(ref, sitters, endedFrame(ref.id, end));
    this.#forget(hosted);
    this.#parts.listener.ended(ref, { end, result: '' });
  }
}

function keyOf({ app, id }: GameRef): string {
  return `${app}/${id}`;
}
