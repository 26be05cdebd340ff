// Servers for the case api: where their two doors are, and what a caller needs there.
import { join } from 'node:path';
import { launch, type ServerProcess } from '../server-process.ts';
import { makeSeed, type Seed } from './hubbub-seed.ts';
import { raisedFlags } from './hubbub.ts';

export interface ApiRunning {
  readonly server: ServerProcess;
  readonly grpcPort: number;
  readonly user: string;
  readonly token: string;
  readonly conversation: string;
  stop(): Promise<void>;
}

export interface ApiSystem {
  readonly name: string;
  missing(): string | undefined;
  startApi(): Promise<ApiRunning>;
}

const hubbub: ApiSystem = {
  name: 'hubbub',
  missing: () => undefined,
  async startApi() {
    const seed = await (hubbubSeed ??= makeSeed(pair));
    const folder = await seed.copy();
    const main = join(import.meta.dir, '../../packages/server/src/main.ts');
    const doors = ['--doors', 'http,grpc', '--port', '0', '--grpc-port', '0'];
    const flags = ['--data', folder.path, '--log-level', 'warn', ...doors, ...raisedFlags];
    const profile = process.env['BENCH_PROFILE'];
    const profiled = profile ? ['--cpu-prof', `--cpu-prof-dir=${profile}`] : [];
    const [user] = seed.users;
    return await begin({
      command: [process.execPath, ...profiled, main, 'serve', ...flags],
      stopWith: profile ? 'SIGTERM' : 'SIGKILL',
      user: user?.id ?? '',
      token: user?.token ?? '',
      conversation: seed.target[0] ?? '',
      remove: () => folder.remove(),
    });
  },
};

const connect: ApiSystem = {
  name: 'connect',
  missing: () => undefined,
  startApi: () =>
    begin({
      command: [process.execPath, join(import.meta.dir, '../peers/connect.ts')],
      user: 'usr_00000000001',
      token: 'none',
      conversation: 'cnv_00000000001',
    }),
};

export const apiSystems: readonly ApiSystem[] = [hubbub, connect];

const pair = { case: 'direct', sockets: 2, senders: 2, eventBytes: 0 } as const;
let hubbubSeed: Promise<Seed> | undefined;

interface Beginning {
  readonly command: readonly string[];
  readonly user: string;
  readonly token: string;
  readonly conversation: string;
  readonly stopWith?: 'SIGKILL' | 'SIGTERM';
  readonly remove?: () => Promise<void>;
}

async function begin({ command, stopWith = 'SIGKILL', remove, ...who }: Beginning) {
  let port: number | undefined;
  let grpcPort: number | undefined;
  const server = await launch({
    command,
    stopWith,
    readPort(line) {
      port ??= portIn(line, 'http');
      grpcPort ??= portIn(line, 'grpc');
      return grpcPort === undefined ? undefined : port;
    },
  });
  const stop = async () => {
    await server.stop();
    await remove?.();
  };
  return { ...who, server, grpcPort: grpcPort ?? 0, stop };
}

function portIn(line: string, scheme: string): number | undefined {
  const port = new RegExp(`^${scheme}://[^/]+:(\\d+)/?$`).exec(line)?.[1];
  return port === undefined ? undefined : Number(port);
}
