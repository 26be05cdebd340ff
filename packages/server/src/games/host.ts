// The games of one thread: gives each its ticks in time, hands it the orders that come for it, and reports what all of them
// said together. It never waits: a game that takes long is slowed, one that never comes back is seen from outside by the
// cells (watchdog.ts).
import { OperationError } from '@hubbub/protocol';
import type { GameEnd, Reserved } from '../ports/placement.ts';
import type { GameClass } from './game.ts';
import { cell, refusalOf, type Command, type Report, type Refusal, type Saying } from './orders.ts';
import type { Said } from './report.ts';
import { RunningGame } from './running-game.ts';
import type { Settings } from './settings.ts';

export interface GameType {
  readonly game: GameClass;
  readonly settings: Settings;
}

export interface HostParts {
  readonly types: ReadonlyMap<string, GameType>;
  readonly post: (report: Report) => void;
  readonly cells: Int32Array;
  /** So long the process owns its games without saying so again; 0: nobody else could take them. */
  readonly leaseMs: number;
}

interface Hosted {
  readonly number: number;
  readonly running: RunningGame;
  readonly intervalMs: number;
  nextAt: number;
  readonly checkpointMs: number;
  nextCheckpointAt: number;
}

/**
 * Games of one rate tick together at a few moments of their interval, so many milliseconds apart at least, and what they say
 * leaves together: what it costs to wake two threads is the same for one game and for ten.
 */
const leastApartMs = 10;
/** What is due so soon is due now. */
const soonMs = 2.5;
const expireMs = 500;
const beatMs = 250;

export class Host {
  readonly #parts: HostParts;
  readonly #games = new Map<number, Hosted>();
  #sayings: Saying[] = [];
  #frames: Uint8Array[] = [];
  #frameBytes = 0;
  #answers: [number, Refusal | Reserved][] = [];
  #done = 0;
  #reported = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #timerAt = Infinity;
  readonly #beat: ReturnType<typeof setInterval>;
  #expiredAt = 0;
  #lookedAt = performance.now();
  /** The lease that it slept through. */
  #slept: number | undefined;

  constructor(parts: HostParts) {
    this.#parts = parts;
    this.#beat = setInterval(() => this.#onBeat(), beatMs);
  }

  get size(): number {
    return this.#games.size;
  }

  handle(commands: readonly Command[]): void {
    let isAwaited = false;
    for (const { number, game, order } of commands) {
      isAwaited ||= order.kind !== 'input';
      try {
        const answer = this.#do(game, order);
        if (answer !== undefined) this.#answers.push([number, answer]);
      } catch (error) {
        this.#answers.push([number, refusalOf(error)]);
        isAwaited = true;
      }
      this.#done = number;
    }
    // That an input was taken may be said with the next tick.
    if (isAwaited) this.#report();
    this.#plan();
  }

  close(): void {
    clearTimeout(this.#timer);
    clearInterval(this.#beat);
    for (const { running } of this.#games.values()) running.stop('STOPPED');
    this.#report();
    this.#games.clear();
  }

  #do(number: number, order: Command['order']): Reserved | undefined {
    if (order.kind === 'start') return this.#start(number, order);
    const hosted = this.#games.get(number);
    if (hosted === undefined)
      return order.kind === 'input' || order.kind === 'reserve' || order.kind === 'enter'
        ? this.#gone()
        : undefined;
    const { running } = hosted;
    return this.#inside(hosted, () => {
      switch (order.kind) {
        case 'reserve':
          return running.reserve(order.user);
        case 'release':
          return running.release(order.user);
        case 'enter':
          return running.enter(order.user, order.isConnected);
        case 'away':
          return running.away(order.user, performance.now());
        case 'leave':
          return running.leave(order.user);
        case 'input':
          return running.input(order.user, order.text, performance.now());
        case 'stop':
          return this.#stop(hosted, order.end);
      }
    }) as Reserved | undefined;
  }

  /** When the server stops, a game with checkpoints is not over: the next process goes on with it. */
  #stop(hosted: Hosted, end: GameEnd): void {
    if (end !== 'STOPPED' || hosted.checkpointMs === 0) return hosted.running.stop(end);
    this.#keep(hosted, performance.now());
    hosted.running.suspend();
  }

  #gone(): never {
    throw new OperationError('ENDED');
  }

  #start(number: number, { beginning }: Extract<Command['order'], { kind: 'start' }>): undefined {
    const type = this.#parts.types.get(beginning.type);
    if (type === undefined) throw new OperationError('NO_TYPE');
    const { settings } = type;
    this.#enterCell(number);
    let running: RunningGame;
    try {
      running = new RunningGame(beginning, {
        ...type,
        say: (said) => this.#say(number, said),
      });
    } finally {
      this.#leaveCell();
    }
    const now = performance.now();
    const intervalMs = 1000 / settings.tickRate;
    this.#games.set(number, {
      number,
      running,
      intervalMs,
      nextAt: momentAfter(now, { number, intervalMs }),
      checkpointMs: settings.checkpointSeconds * 1000,
      nextCheckpointAt: now + settings.checkpointSeconds * 1000,
    });
    return undefined;
  }

  #inside<T>(hosted: Hosted, call: () => T): T {
    this.#enterCell(hosted.number);
    try {
      return call();
    } finally {
      this.#leaveCell();
      if (hosted.running.isOver) this.#games.delete(hosted.number);
    }
  }

  #enterCell(number: number): void {
    const { cells } = this.#parts;
    cells[cell.game] = number;
    cells[cell.last] = number;
    cells[cell.calls] = ((cells[cell.calls] ?? 0) + 1) | 0;
  }

  #leaveCell(): void {
    this.#parts.cells[cell.game] = 0;
  }

  #say(game: number, said: Said): void {
    if (said.kind !== 'event') {
      this.#sayings.push([game, said]);
      return;
    }
    const { frame, to } = said;
    this.#sayings.push([game, to, this.#frameBytes, frame.length]);
    this.#frames.push(frame);
    this.#frameBytes += frame.length;
  }

  #tickDue(): void {
    this.#timerAt = Infinity;
    const now = performance.now();
    if (!this.#mayTick(now)) {
      for (const hosted of this.#games.values()) hosted.nextAt = momentAfter(now + beatMs, hosted);
      return this.#plan();
    }
    const until = now + soonMs;
    for (const hosted of this.#games.values()) {
      if (hosted.nextAt > until) continue;
      const startedAt = performance.now();
      this.#inside(hosted, () => hosted.running.tick());
      const endedAt = performance.now();
      const next = hosted.nextAt + hosted.intervalMs;
      // A game gets half of its time at most: one that takes longer is slowed, and its clock with it.
      const rested = startedAt + 2 * (endedAt - startedAt);
      // Ticks that were missed are not made up for.
      const isBehind = next < endedAt - hosted.intervalMs;
      hosted.nextAt = rested > next ? rested : isBehind ? momentAfter(endedAt, hosted) : next;
      if (hosted.checkpointMs > 0 && endedAt >= hosted.nextCheckpointAt)
        this.#keep(hosted, endedAt);
    }
    this.#report();
    this.#plan();
  }

  /** Who slept may have lost its games meanwhile, and waits until the process has said again that it lives. */
  #mayTick(now: number): boolean {
    const { cells, leaseMs } = this.#parts;
    if (leaseMs === 0) return true;
    const lease = Atomics.load(cells, cell.lease);
    // It is renewed every third of its time, so two thirds were left at least when it fell asleep.
    if (now - this.#lookedAt > leaseMs / 2) this.#slept = lease;
    this.#lookedAt = now;
    return lease !== 0 && lease !== this.#slept;
  }

  #keep(hosted: Hosted, now: number): void {
    hosted.nextCheckpointAt = now + hosted.checkpointMs;
    if (hosted.running.isOver) return;
    const checkpoint = JSON.stringify(hosted.running.checkpoint());
    this.#say(hosted.number, { kind: 'checkpoint', checkpoint });
  }

  #plan(): void {
    let next = Infinity;
    for (const { nextAt } of this.#games.values()) if (nextAt < next) next = nextAt;
    if (next >= this.#timerAt) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#timerAt = next;
    if (next === Infinity) return;
    this.#timer = setTimeout(() => this.#tickDue(), Math.max(0, next - performance.now()));
  }

  #onBeat(): void {
    const { cells } = this.#parts;
    cells[cell.beats] = ((cells[cell.beats] ?? 0) + 1) | 0;
    const now = performance.now();
    if (!this.#mayTick(now) || now - this.#expiredAt < expireMs) return;
    this.#expiredAt = now;
    for (const hosted of this.#games.values())
      this.#inside(hosted, () => hosted.running.expire(now));
    this.#report();
  }

  #report(): void {
    if (this.#sayings.length === 0 && this.#answers.length === 0 && this.#reported === this.#done)
      return;
    const bytes = new Uint8Array(this.#frameBytes);
    let at = 0;
    for (const frame of this.#frames) {
      bytes.set(frame, at);
      at += frame.length;
    }
    this.#parts.post({ done: this.#done, answers: this.#answers, sayings: this.#sayings, bytes });
    this.#reported = this.#done;
    this.#answers = [];
    this.#sayings = [];
    this.#frames = [];
    this.#frameBytes = 0;
  }
}

/** When a game ticks that may from now on: games of one rate are spread over the moments of their interval, so that none has all the work. */
export function momentAfter(
  nowMs: number,
  { number, intervalMs }: Pick<Hosted, 'number' | 'intervalMs'>,
): number {
  const moments = Math.max(1, Math.floor(intervalMs / leastApartMs));
  const apartMs = intervalMs / moments;
  const first = Math.ceil(nowMs / apartMs);
  // The next one that is its own.
  return (first + ((((number - first) % moments) + moments) % moments)) * apartMs;
}
