// Servers for tests: one inside this process, or one as a child that can be killed. Each has a data folder of its own, a
// port that was free, and limits that one address may not reach by accident.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { start, type Adapters } from '../../packages/server/src/server.ts';
import type { Config } from '../../packages/server/src/config/table.ts';
import { putDatabase } from './migrated.ts';
import { cheap } from './password-cost.ts';

export { openSocket, type RawSocket } from './socket.ts';

export interface TestServer {
  /** http://localhost:PORT */
  readonly url: string;
  /** ws://localhost:PORT/v1/socket */
  readonly socketUrl: string;
  readonly port: number;
  /** localhost:PORT of the gRPC door, when it is open. */
  readonly grpc?: string | undefined;
  readonly data: string;
  /** Stops it and removes its folder, unless the folder was given. */
  stop(): Promise<void>;
}

export interface ServerProcess extends TestServer {
  readonly child: Bun.Subprocess<'ignore', 'pipe', 'pipe'>;
  /** What it has written to standard error so far. */
  log(): string;
  /** kill -9 */
  kill(): Promise<void>;
}

export const raisedLimits: Partial<Config> = {
  environment: 'test',
  logLevel: 'error',
  ratePerSecond: 0,
  addressRate: 0,
  addressSockets: 100_000,
  waitingSockets: 100_000,
  userSockets: 1_000,
  loginTries: 100_000,
  addressTries: 100_000,
  signUps: 100_000,
  // Its thread is for processes that live on.
  hangMs: 0,
};

/** Every door open, on ports of their own. */
export const allDoors: Partial<Config> = { doors: ['socket', 'http', 'grpc'], grpcPort: 0 };

export async function startServer(
  overrides: Partial<Config> = {},
  adapters: Adapters = {},
): Promise<TestServer> {
  const data = overrides.data ?? (await newFolder(overrides));
  const config = { port: 0, ...raisedLimits, ...overrides, data };
  const server = await start(config, { passwordCost: cheap, ...adapters });
  return {
    url: server.url,
    socketUrl: socketUrl(server.url),
    port: server.port,
    grpc: server.grpc,
    data,
    async stop() {
      await server.stop();
      if (overrides.data === undefined) rmSync(data, { recursive: true, force: true });
    },
  };
}

/** The same as a child process; give `data` to start one again on the folder of another. */
export async function spawnServer(
  overrides: Partial<Config> = {},
  env: Record<string, string> = {},
): Promise<ServerProcess> {
  const data = overrides.data ?? (await newFolder(overrides));
  const options = flags({ port: 0, ...raisedLimits, ...overrides, data });
  const child = spawnMain(['serve', ...options], env);
  let log = '';
  void (async () => {
    const decoder = new TextDecoder();
    for await (const chunk of child.stderr) log += decoder.decode(chunk, { stream: true });
  })();
  const [url, grpc] = await addressesIn(child.stdout, overrides.doors?.includes('grpc') === true);
  if (url === undefined) throw new Error(`the server did not start: ${log}`);
  const end = async (signal: 'SIGKILL' | 'SIGTERM') => {
    child.kill(signal);
    await child.exited;
  };
  return {
    url,
    socketUrl: socketUrl(url),
    port: Number(new URL(url).port),
    grpc,
    data,
    child,
    log: () => log,
    kill: () => end('SIGKILL'),
    async stop() {
      await end('SIGTERM');
      if (overrides.data === undefined) rmSync(data, { recursive: true, force: true });
    },
  };
}

async function newFolder({ database = '' }: Partial<Config>): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'hubbub-test-'));
  if (database === '') await putDatabase(folder);
  return folder;
}

/** The server's program: the executable of this run of the tests, or the source. */
export function program(): readonly string[] {
  const executable = process.env['HUBBUB_TEST_PROGRAM'];
  const source = join(import.meta.dir, '../../packages/server/src/main.ts');
  return executable === undefined ? [process.execPath, source] : [executable];
}

/** It with these arguments and nothing of this process's options. */
export function spawnMain(args: readonly string[], env: Record<string, string> = {}) {
  const clean = Object.entries(process.env).filter(
    ([name]) => !/^(HUBBUB_|PORT$|DATABASE_URL$)/.test(name),
  );
  return Bun.spawn([...program(), ...args], {
    env: { ...Object.fromEntries(clean), ...env },
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'pipe',
  });
}

export function flags(config: Partial<Config>): string[] {
  return Object.entries(config).flatMap(([name, value]) => [
    `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
    String(value),
  ]);
}

function socketUrl(url: string): string {
  return `${url.replace('http', 'ws')}/v1/socket`;
}

/** The lines that are an address and nothing else: the main port's, then that of the gRPC door where it is awaited. */
async function addressesIn(
  output: ReadableStream<Uint8Array>,
  withGrpc: boolean,
): Promise<readonly (string | undefined)[]> {
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of output) {
    text += decoder.decode(chunk, { stream: true });
    const lines = text.slice(0, text.lastIndexOf('\n') + 1);
    const url = /^(https?:\/\/\S+)$/m.exec(lines)?.[1];
    const grpc = /^grpc:\/\/(\S+)$/m.exec(lines)?.[1];
    if (url !== undefined && (!withGrpc || grpc !== undefined)) return [url, grpc];
  }
  return [];
}
