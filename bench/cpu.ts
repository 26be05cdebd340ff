// CPU time of what answers: this process, and the sessions of a PostgreSQL server on the same machine. A busy machine makes clocks
// slow, and this not.
import { readdirSync, readFileSync } from 'node:fs';

/**
 * Milliseconds so far. @param database address of the PostgreSQL database whose sessions count; they are left out where there is no
 * /proc, or the server is elsewhere
 */
export function cpuMs(database: string | undefined): number {
  const { user, system } = process.cpuUsage();
  const own = (user + system) / 1000;
  return database === undefined ? own : own + sessionsMs(new URL(database).pathname.slice(1));
}

function sessionsMs(name: string): number {
  let nanoseconds = 0;
  for (const pid of processes()) {
    try {
      const title = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      if (!title.startsWith('postgres:') || !title.includes(` ${name} `)) continue;
      nanoseconds += Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[0]);
    } catch {
      // It has just ended.
    }
  }
  return nanoseconds / 1e6;
}

function processes(): string[] {
  try {
    return readdirSync('/proc').filter((one) => /^\d+$/.test(one));
  } catch {
    return [];
  }
}
