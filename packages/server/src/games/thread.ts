// A place where games run, as the main thread sees it: a worker thread with its own memory, or this thread itself for classes
// that exist only here.
import { workerFile } from '../own-files.ts';
import type { GameTypeInfo } from '../ports/placement.ts';
import { StartupError } from '../store/failures.ts';
import { Host, type HostParts } from './host.ts';
import type { GameFiles } from './load.ts';
import { cell, type Command, type FromThread, type Report } from './orders.ts';
import type { ThreadBeginning } from './run.worker.ts';
import { infoOf } from './settings.ts';

export interface Thread {
  readonly types: readonly GameTypeInfo[];
  /** What it does at the moment; undefined where nobody could tell (it is this thread). */
  readonly cells: Int32Array | undefined;
  /** How often the process has said that it lives; 0: it may not own its games any more. */
  lease(count: number): void;
  post(commands: readonly Command[]): void;
  /** At once, whatever it does. */
  terminate(): void;
}

export interface ThreadEvents {
  report(report: Report): void;
  /** An error outside of all callbacks. */
  stray(stack: string): void;
  /** It ended by itself. */
  died(cause: unknown): void;
}

/** Rejects with StartupError when one of the games cannot be loaded. */
export function startWorker(
  games: GameFiles & Pick<HostParts, 'leaseMs'>,
  events: ThreadEvents,
): Promise<Thread> {
  const worker = new Worker(workerFile('games/run.worker.ts'));
  const shared = new SharedArrayBuffer(4 * cell.count);
  const begin: ThreadBeginning = { ...games, cells: shared };
  return new Promise((resolve, reject) => {
    worker.onerror = (event) => {
      event.preventDefault();
      reject(new StartupError(`A thread for games could not start: ${event.message}`));
      events.died(event.message);
    };
    worker.onmessage = ({ data }: MessageEvent<FromThread>) => {
      if ('report' in data) return events.report(data.report);
      if ('stray' in data) return events.stray(data.stray);
      if ('problem' in data) return reject(new StartupError(data.problem));
      resolve({
        types: data.types,
        cells: new Int32Array(shared),
        lease: (count) => Atomics.store(new Int32Array(shared), cell.lease, count),
        post: (commands) => worker.postMessage(commands),
        terminate: () => worker.terminate(),
      });
    };
    worker.postMessage(begin);
  });
}

/** Games in this thread: as isolated as a try can make them; one that loops stops everything. */
export async function startHere(
  { types, leaseMs }: Pick<HostParts, 'types' | 'leaseMs'>,
  events: ThreadEvents,
): Promise<Thread> {
  const cells = new Int32Array(cell.count);
  const host = new Host({
    types,
    leaseMs,
    cells,
    // In a turn of its own, as what another thread says: who gave the command has answered by then.
    post: (report) => setImmediate(() => events.report(report)),
  });
  return {
    types: [...types].map(([type, { settings }]) => infoOf(type, settings)),
    cells: undefined,
    lease: (count) => (cells[cell.lease] = count),
    post: (commands) => host.handle(commands),
    terminate: () => host.close(),
  };
}
