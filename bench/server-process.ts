// A system under test as a process: pinned to its own core, with the figures that the kernel keeps about it.
import { readFileSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';

export const serverCore = 0;
export const loadCore = 1;
const ticksPerSecond = 100;

export const canPin = Bun.which('taskset') !== null && navigator.hardwareConcurrency > 1;

export interface ServerProcess {
  readonly pid: number;
  readonly port: number;
  /** A process beside it that works for it, e.g. its database: its CPU counts too. */
  readonly beside?: number;
  stop(): Promise<void>;
}

export interface Launch {
  readonly command: readonly string[];
  readonly stopWith?: 'SIGKILL' | 'SIGTERM';
  /** Besides the environment of the bench. */
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** The port in the line that says that the server is ready, or undefined for every other line. */
  readonly readPort?: (line: string) => number | undefined;
  /** Of one that is told its port and says nothing: it is ready when somebody answers there. */
  readonly port?: number;
}

/** Starts it on the servers' core and waits for its address. */
export async function launch({
  command,
  readPort = portOf,
  stopWith = 'SIGKILL',
  port: told,
  env,
}: Launch): Promise<ServerProcess> {
  const pinned = canPin ? ['taskset', '-c', String(serverCore), ...command] : [...command];
  const child = Bun.spawn(pinned, {
    stdout: 'pipe',
    stderr: 'inherit',
    stdin: 'ignore',
    env: { ...withoutOptions(process.env), ...env },
  });
  // Nobody looks after it when the bench is ended from outside.
  const end = (): void => child.kill('SIGKILL');
  process.once('exit', end);
  void child.exited.then(() => process.off('exit', end));
  const stop = async (): Promise<void> => {
    child.kill(stopWith);
    await child.exited;
  };
  const said = firstPort(child.stdout, readPort);
  const port = told === undefined ? await said : await Promise.race([said, answering(told)]);
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

/** CPU seconds of all threads of the process and of those that it started, ended ones included. */
export function cpuSeconds(pid: number): number {
  return sum(familyOf(pid), (one) => {
    const fields = readFileSync(`/proc/${one}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    // Its own, and those of children that ended.
    const ticks = fields.slice(11, 15).reduce((all, each) => all + Number(each), 0);
    return ticks / ticksPerSecond;
  });
}

/** What a server used, with whatever works beside it. */
export function serverCpuSeconds({ pid, beside }: ServerProcess): number {
  return cpuSeconds(pid) + (beside === undefined ? 0 : cpuSeconds(beside));
}

export function residentKib(pid: number): number {
  return sum(familyOf(pid), (one) =>
    Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${one}/status`, 'utf8'))?.[1]),
  );
}

/** Some servers are several processes: nginx, PostgreSQL. */
function familyOf(pid: number): readonly number[] {
  const tasks = readdirSync(`/proc/${pid}/task`);
  const children = tasks.flatMap((task) =>
    readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' ').filter(Boolean),
  );
  return [pid, ...children.flatMap((child) => familyOf(Number(child)))];
}

/** One that has just ended counts nothing. */
function sum(pids: readonly number[], of: (pid: number) => number): number {
  let all = 0;
  for (const [i, pid] of pids.entries()) {
    try {
      all += of(pid);
    } catch (error) {
      if (i === 0) throw error;
    }
  }
  return all;
}

/** One that was free a moment ago. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as { port: number };
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

const answerMs = 60_000;

async function answering(port: number): Promise<number | undefined> {
  const deadline = performance.now() + answerMs;
  while (performance.now() < deadline) {
    try {
      const socket = await Bun.connect({ hostname: '127.0.0.1', port, socket: { data: () => {} } });
      socket.terminate();
      return port;
    } catch {
      await Bun.sleep(20);
    }
  }
  return undefined;
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
