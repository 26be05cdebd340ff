// Notices that the one loop which serves everybody stands still: a thread looks whether it beats, says so in the log while it
// lasts, with the operation that was begun last, and ends the process when it never comes back, for nobody else would.
import { workerFile } from '../own-files.ts';
import type { Clock } from '../ports/clock.ts';
import { cell, type Watch } from './watch.ts';

export interface LoopWatchdogParts {
  readonly clock: Clock;
  /** After so long the process is ended; 0: nobody watches. */
  readonly hangMs: number;
  readonly logFile: string;
  /** It stood still for so long, and goes on. */
  readonly tell: (ms: number) => void;
}

const longestSilenceMs = 2_000;
/** Of all the time until the end. */
const silentPart = 5;
const beatsPerSilence = 8;
/** So long nobody should be sent here: what came meanwhile is to be worked off first. */
const recoveryMs = 5_000;

export class LoopWatchdog {
  readonly #parts: LoopWatchdogParts;
  readonly #cells = new Int32Array(new SharedArrayBuffer(4 * cell.count));
  readonly #silenceMs: number;
  readonly #beatMs: number;
  #ops: readonly string[] = [];
  #worker: Worker | undefined;
  #stopBeats: () => void = () => undefined;
  #beatAt = 0;
  #stoodAt = -Infinity;
  /** How often the loop stood still. */
  stalls = 0;

  constructor(parts: LoopWatchdogParts) {
    this.#parts = parts;
    this.#silenceMs = Math.min(longestSilenceMs, parts.hangMs / silentPart);
    this.#beatMs = this.#silenceMs / beatsPerSilence;
  }

  /** The names of what may be begun. @returns notes the one at this place */
  know(ops: readonly string[]): (index: number) => void {
    this.#ops = ops;
    return (index) => Atomics.store(this.#cells, cell.op, index + 1);
  }

  /** Why nobody should be sent here. */
  get trouble(): string | undefined {
    const isRecovering = this.#parts.clock.elapsed() - this.#stoodAt < recoveryMs;
    return isRecovering ? 'the server stood still' : undefined;
  }

  start(): void {
    const { clock, hangMs, logFile } = this.#parts;
    if (hangMs === 0) return;
    const worker = new Worker(workerFile('observe/watch.worker.ts'));
    worker.postMessage({
      cells: this.#cells.buffer,
      ops: this.#ops,
      lookMs: this.#beatMs,
      silenceMs: this.#silenceMs,
      hangMs,
      logFile,
    } satisfies Watch);
    this.#worker = worker;
    this.#beatAt = clock.elapsed();
    this.#stopBeats = clock.every(this.#beatMs, () => this.#beat());
  }

  stop(): void {
    this.#stopBeats();
    this.#worker?.terminate();
    this.#worker = undefined;
  }

  #beat(): void {
    Atomics.add(this.#cells, cell.beats, 1);
    const now = this.#parts.clock.elapsed();
    const late = now - this.#beatAt;
    this.#beatAt = now;
    if (late < this.#silenceMs) return;
    this.stalls += 1;
    this.#stoodAt = now;
    this.#parts.tell(late);
  }
}
