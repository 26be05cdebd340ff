import { readdirSync, readFileSync } from 'node:fs';

/** Elsewhere nobody says what threads there are. */
export const hasThreads = process.platform === 'linux';

/** Priorities of all threads of this process, by their ids: 0 is the usual one, 19 the lowest. */
export function priorities(): ReadonlyMap<string, number> {
  return new Map(readdirSync('/proc/self/task').flatMap((id) => priority(id)));
}

function priority(id: string): [string, number][] {
  try {
    const stat = readFileSync(`/proc/self/task/${id}/stat`, 'utf8');
    return [[id, Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16])]];
  } catch {
    // It has just ended.
    return [];
  }
}

/** As where the system lets the process have no more of them. @returns ends it */
export function withoutThreads(): () => void {
  const { Worker } = globalThis;
  globalThis.Worker = class {
    constructor() {
      throw new TypeError('Failed to spawn worker thread');
    }
  } as never;
  return () => (globalThis.Worker = Worker);
}
