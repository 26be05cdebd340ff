// The server as a process of its own, on a folder that outlives it. What it is made of is not known here.
import { join } from 'node:path';

const main = join(import.meta.dir, '../packages/server/src/main.ts');
/** The executable to judge instead of the source. Faults are planted into the source alone; what only acts beside it goes with both. */
const executable = process.env['PROVE_PROGRAM'];
const patienceMs = 2_000;
/** One machine plays everybody: what guards a server against one address, or one person, would guard it against the proof. */
const flags = {
  port: '0',
  environment: 'test',
  'log-level': 'error',
  'rate-per-second': '0',
  'address-rate': '0',
  'address-sockets': '100000',
  'waiting-sockets': '100000',
  'user-sockets': '1000',
  'login-tries': '100000',
  'address-tries': '100000',
  'sign-ups': '100000',
} as const;

export interface Setup {
  /** Its data. */
  readonly folder: string;
  /** postgres://…; without it SQLite, in the folder. */
  readonly database: string | undefined;
  /** Files that are loaded before it, to break it. */
  readonly preloads: readonly string[];
  /** Loaded before it as well, but it leaves the server as it is. */
  readonly beside?: string;
  /** What its flags are to be besides. */
  readonly flags?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  /** Told the process's id at once. */
  readonly spawned?: (pid: number) => void;
  /** A program that runs it: strace and its options. */
  readonly under?: readonly string[];
}

export class Server {
  private constructor(
    private readonly child: Bun.Subprocess<'ignore', 'pipe', 'pipe'>,
    /** http://localhost:PORT */
    readonly url: string,
    /** What it said on standard error; resolves when it is gone. */
    readonly said: Promise<string>,
  ) {}

  static async start(setup: Setup): Promise<Server> {
    const { beside, preloads } = setup;
    const loads = [...(beside === undefined ? [] : [beside]), ...preloads];
    const env = { ...cleanEnvironment(), BUN_OPTIONS: optionsOf(loads), ...setup.env };
    const child = Bun.spawn(commandOf(setup), {
      env,
      stdin: 'ignore',
      stdout: 'pipe',
      stderr: 'pipe',
    });
    setup.spawned?.(child.pid);
    const said = new Response(child.stderr).text();
    const url = await addressIn(child.stdout);
    if (url === undefined) throw new Error(`the server did not start: ${await said}`);
    return new Server(child, url, said);
  }

  get pid(): number {
    return this.child.pid;
  }

  get isAlive(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** What /readyz says: ready, why not, or undefined where nobody answers. */
  async readiness(): Promise<string | undefined> {
    const signal = AbortSignal.timeout(patienceMs);
    const answer = await fetch(`${this.url}/readyz`, { signal }).catch(() => undefined);
    return (await answer?.text())?.trim();
  }

  get address(): { readonly host: string; readonly port: number } {
    return { host: '127.0.0.1', port: Number(new URL(this.url).port) };
  }

  get socketUrl(): string {
    return `${this.url.replace('http', 'ws')}/v1/socket`;
  }

  /** Resolves with the exit code when the process is gone; undefined when it was killed. */
  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | undefined> {
    this.child.kill(signal);
    await this.child.exited;
    return this.child.exitCode ?? undefined;
  }
}

function commandOf({ folder, database, preloads, flags: more, under = [] }: Setup): string[] {
  const all = { ...flags, ...more, data: folder, ...(database && { database }) };
  const options = Object.entries(all).flatMap(([name, value]) => [`--${name}`, value]);
  return [...under, ...program(preloads), 'serve', ...options];
}

function program(preloads: readonly string[]): readonly string[] {
  if (executable !== undefined && preloads.length === 0) return [executable];
  return [process.execPath, main];
}

/** Runtime and executable read them from the environment alike. */
function optionsOf(preloads: readonly string[]): string {
  return preloads.map((file) => `--preload=${file}`).join(' ');
}

function cleanEnvironment(): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(HUBBUB_|PORT$|DATABASE_URL$)/.test(name)),
  );
}

async function addressIn(output: ReadableStream<Uint8Array>): Promise<string | undefined> {
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of output) {
    text += decoder.decode(chunk, { stream: true });
    const url = /^(https?:\/\/\S+)\n/m.exec(text)?.[1];
    if (url !== undefined) return url;
  }
  return undefined;
}

/** A command of the program. */
export async function command(
  preloads: readonly string[],
  ...args: readonly string[]
): Promise<{ readonly code: number; readonly said: string }> {
  const line = [...program(preloads), ...args, '--environment', 'test'];
  const child = Bun.spawn(line, {
    env: { ...cleanEnvironment(), BUN_OPTIONS: optionsOf(preloads) },
    stdin: 'ignore',
    stdout: 'ignore',
    stderr: 'pipe',
  });
  const said = await new Response(child.stderr).text();
  return { code: await child.exited, said: said.trim() };
}
