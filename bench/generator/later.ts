// Work that a server puts off is part of what a message costs. What fell behind while it was measured has to be caught up
// with before a figure counts, and the CPU of that is added.
import { serverCpuSeconds, type ServerProcess } from '../server-process.ts';

/** 160,000 messages in 100,000 conversations took nine minutes while the system's cache was emptied all the time. */
const patienceMs = 600_000;
const lookMs = 200;

export class Later {
  private atBegin = 0;
  private atEnd = 0;

  constructor(
    private readonly server: ServerProcess,
    private readonly pieces: () => Promise<number> | undefined,
  ) {}

  /** The measured time begins. */
  async begin(): Promise<void> {
    this.atBegin = await this.read();
  }

  /** The measured time is over; the server goes on. */
  async end(): Promise<void> {
    this.atEnd = await this.read();
  }

  /** Waits until all is done. @returns the CPU seconds of it that the measured time owes */
  async done(): Promise<{ readonly cpu: number; readonly faults: readonly string[] }> {
    const all = await this.read();
    const before = serverCpuSeconds(this.server);
    const deadline = performance.now() + patienceMs;
    let left = all;
    while (left > 0 && performance.now() < deadline) {
      await Bun.sleep(lookMs);
      left = await this.read();
    }
    const cpu = serverCpuSeconds(this.server) - before;
    const faults = left > 0 ? [`${left} pieces of work were put off and not done`] : [];
    return { cpu: cpu * shareOf({ atBegin: this.atBegin, atEnd: this.atEnd, all }), faults };
  }

  private async read(): Promise<number> {
    return (await this.pieces()) ?? 0;
  }
}

interface Backlog {
  readonly atBegin: number;
  readonly atEnd: number;
  /** When nothing new came any more. */
  readonly all: number;
}

/** The part of what is left that came up in the measured time. */
export function shareOf({ atBegin, atEnd, all }: Backlog): number {
  if (all === 0) return 0;
  return Math.min(1, Math.max(0, (atEnd - atBegin) / all));
}
