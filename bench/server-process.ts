// A system under test as a process: pinned to its own core, with the figures that the kernel keeps about it.
import { readFileSync, readdirSync } from 'node:fs';

export const serverCore = 0;
export const loadCore = 1;
const ticksPerSecond = 100;

export const canPin = Bun.which('taskset') !== null && navigator.hardwareConcurrency > 1;

export interface ServerProcess {
  readonly pid: number;
  readonly port: number;
  stop(): Promise<void>;
}

export interface Launch {
  readonly command: readonly string[];
  readonly stopWith?: 'SIGKILL' | 'SIGTERM';
  /** The port in the line that says that the server is ready, or undefined for every other line. */
  readonly readPort?: (line: string) => number | undefined;
}

/** Starts it on the servers' core and waits for its address. */
export async function launch({
  command,
  readPort = portOf,
  stopWith = 'SIGKILL',
}: Launch): Promise<ServerProcess> {
  const pinned = canPin ? ['taskset', '-c', String(serverCore), ...command] : [...command];
  const child = Bun.spawn(pinned, {
    stdout: 'pipe',
    stderr: 'inherit',
    stdin: 'ignore',
    env: withoutOptions(process.env),
  });
  const stop = async (): Promise<void> => {
    child.kill(stopWith);
    await child.exited;
  };
  const port = await firstPort(child.stdout, readPort);
  if (port === undefined) {
    await stop();
    throw new Error(`${command.join(' ')} ended without an address`);
  }
  return { pid: child.pid, port, stop };
}

/** Keeps the generator off the servers' core. False where there is only one, or no taskset. */
export function pinGenerator(): boolean {
  if (!canPin) return false;
  const done = Bun.spawnSync(['taskset', '-a', '-c', '-p', String(loadCore), String(process.pid)]);
  return done.exitCode === 0;
}

/** CPU seconds of all the process's threads, ended ones included. */
export function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

export function residentKib(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
}

export function threadCount(pid: number): number {
  return readdirSync(`/proc/${pid}/task`).length;
}

function portOf(line: string): number | undefined {
  const port = /^listening (\d+)$/.exec(line)?.[1];
  return port === undefined ? undefined : Number(port);
}

/** Options of the server that happen to be set here must not change what is measured. */
function withoutOptions(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !/^(HUBBUB_|PORT$|DATABASE_URL$)/.test(name)),
  );
}

type ReadPort = (line: string) => number | undefined;

async function firstPort(
  output: ReadableStream<Uint8Array>,
  readPort: ReadPort,
): Promise<number | undefined> {
  const reader = output.getReader();
  const decoder = new TextDecoder();
  let text = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return undefined;
    text += decoder.decode(value, { stream: true });
    const port = text
      .split('\n')
      .slice(0, -1)
      .map((line) => readPort(line.trim()))
      .find(Boolean);
    if (port === undefined) continue;
    // Somebody has to read on, or a talkative server would stop at a full pipe.
    void drain(reader);
    return port;
  }
}

async function drain(reader: { read(): Promise<{ done: boolean }> }): Promise<void> {
  while (!(await reader.read()).done);
}
