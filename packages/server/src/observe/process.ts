// What the process knows of itself: event loop, memory, CPU, open files. Bun emits no garbage-collection entries, so the heap
// is told as it is.
import { readdirSync, statfsSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

export interface ProcessReadings {
  readonly loopLagSeconds: number;
  readonly heapBytes: number;
  readonly memoryBytes: number;
  readonly cpuSeconds: number;
  readonly openFiles: number | undefined;
  readonly upSeconds: number;
}

export class ProcessState {
  readonly #lag = monitorEventLoopDelay({ resolution: 20 });
  readonly #startedAt = performance.now();

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

/** Bytes that this user may still write where the folder is. */
export function freeBytes(folder: string): number | undefined {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return undefined;
  }
}
