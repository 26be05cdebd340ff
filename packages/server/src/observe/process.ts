// What the process knows of itself: event loop, memory, CPU, open files. Bun emits no garbage-collection entries, so the heap
// is told as it is.
import { readdirSync, readFileSync, statfsSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

export interface ProcessReadings {
  readonly loopLagSeconds: number;
  readonly heapBytes: number;
  readonly memoryBytes: number;
  readonly cpuSeconds: number;
  readonly openFiles: number | undefined;
  readonly mostOpenFiles: number | undefined;
  readonly upSeconds: number;
}

export class ProcessState {
  readonly #lag = monitorEventLoopDelay({ resolution: 20 });
  readonly #startedAt = performance.now();
  readonly #mostOpenFiles = openFileLimit();

  constructor() {
    this.#lag.enable();
  }

  read(): ProcessReadings {
    const p99 = this.#lag.percentile(99) / 1e9;
    this.#lag.reset();
    const { heapUsed, rss } = process.memoryUsage();
    const { user, system } = process.cpuUsage();
    return {
      loopLagSeconds: p99,
      heapBytes: heapUsed,
      memoryBytes: rss,
      cpuSeconds: (user + system) / 1e6,
      openFiles: countOpenFiles(),
      mostOpenFiles: this.#mostOpenFiles,
      upSeconds: (performance.now() - this.#startedAt) / 1000,
    };
  }

  stop(): void {
    this.#lag.disable();
  }
}

export function countOpenFiles(): number | undefined {
  try {
    return readdirSync('/proc/self/fd').length;
  } catch {
    return undefined; // There is no /proc here.
  }
}

/** Undefined where the system does not say. */
export function openFileLimit(): number | undefined {
  try {
    const limits = readFileSync('/proc/self/limits', 'utf8');
    const soft = /^Max open files +(\d+)/m.exec(limits)?.[1];
    return soft === undefined ? undefined : Number(soft);
  } catch {
    return undefined;
  }
}

/** Bytes that this user may still write where the folder is. */
export function freeBytes(folder: string): number | undefined {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return undefined;
  }
}
