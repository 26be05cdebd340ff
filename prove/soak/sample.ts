// What can be seen of the server's process from outside, and what its metrics say, every few seconds.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';

export interface Sample {
  /** Seconds since the load began. */
  readonly t: number;
  readonly memoryMb: number;
  readonly heapMb: number;
  readonly handles: number;
  readonly threads: number;
  readonly cpuSeconds: number;
  readonly lagMs: number;
  /** Of a loop with nothing to do. */
  readonly bareLagMs: number;
  readonly sockets: number;
  readonly slowSockets: number;
  readonly queuedBytes: number;
  readonly inFlight: number;
  readonly writesQueued: number;
  readonly outbox: number;
  readonly slowCloses: number;
  /** Since the start: of the server's log, of batches that were not kept, of writes that were refused for want of room. */
  readonly errors: number;
  /** Messages that were acknowledged. */
  readonly acked: number;
}

export interface Seen {
  readonly memoryMb: number;
  readonly handles: number;
  readonly threads: number;
  readonly cpuSeconds: number;
}

const ticksPerSecond = 100;

/** Undefined when the process is gone. */
export function look(pid: number): Seen | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const of = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1]);
    // The name of the program, in brackets, may hold blanks.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ');
    const ticks = Number(stat[11]) + Number(stat[12]);
    if (Number.isNaN(of('VmRSS'))) return undefined;
    return {
      memoryMb: of('VmRSS') / 1024,
      handles: readdirSync(`/proc/${pid}/fd`).length,
      threads: of('Threads'),
      cpuSeconds: ticks / ticksPerSecond,
    };
  } catch {
    return undefined;
  }
}

/** By name, and by name and labels; of what has labels the name has the sum. */
export async function metricsOf(url: string): Promise<ReadonlyMap<string, number>> {
  const response = await fetch(`${url}/metrics`, { keepalive: false });
  const values = new Map<string, number>();
  for (const line of (await response.text()).split('\n')) {
    const [, name = '', labels = '', value] = /^(\w+)(\{.*\})? (\S+)$/.exec(line) ?? [];
    if (value === undefined) continue;
    values.set(name, (values.get(name) ?? 0) + Number(value));
    if (labels !== '') values.set(name + labels, Number(value));
  }
  return values;
}

/** Lines of the server's log. It logs errors only. */
export function linesOf(file: string): readonly string[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
}

export function megabytesOf(file: string): number {
  return existsSync(file) ? statSync(file).size / 2 ** 20 : 0;
}
