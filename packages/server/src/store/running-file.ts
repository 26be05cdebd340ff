// Where the server of a data folder answers, for commands on the same machine. It may be left behind by a process that was
// killed: then nobody is asked there, for it may be somebody else's address.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const fileName = 'running.json';

export interface RunningServer {
  readonly url: string;
  readonly pid: number;
}

/** Trouble with it is nobody's but that of who runs commands: the server works without. */
export function noteRunning(folder: string, server: RunningServer): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(join(folder, fileName), `${JSON.stringify(server)}\n`, { mode: 0o600 });
  } catch {
    // A full disk, or a folder that is only read.
  }
}

export function readRunning(folder: string): RunningServer | undefined {
  try {
    const { url, pid } = JSON.parse(readFileSync(join(folder, fileName), 'utf8')) as RunningServer;
    return typeof url === 'string' && URL.canParse(url) ? { url, pid } : undefined;
  } catch {
    return undefined;
  }
}

export function forgetRunning(folder: string, pid: number): void {
  if (readRunning(folder)?.pid === pid) rmSync(join(folder, fileName), { force: true });
}
