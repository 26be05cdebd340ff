// A Redis of a test's own, on a port that was free, without files. It can be killed and started again at the same address.
import { connect, createServer } from 'node:net';
import { until } from './until.ts';

export const hasRedis = Bun.which('redis-server') !== null;

export interface TestRedis {
  /** redis://127.0.0.1:PORT */
  readonly url: string;
  readonly pid: number;
  /** kill -9 */
  kill(): Promise<void>;
  /** At the same address. */
  startAgain(): Promise<void>;
  stop(): Promise<void>;
}

export async function startRedis(): Promise<TestRedis> {
  const port = await freePort();
  let child = await launch(port);
  const kill = async () => {
    child.kill('SIGKILL');
    await child.exited;
  };
  const onExit = () => child.kill('SIGKILL');
  process.on('exit', onExit);
  return {
    url: `redis://127.0.0.1:${port}`,
    get pid() {
      return child.pid;
    },
    kill,
    async startAgain() {
      child = await launch(port);
    },
    async stop() {
      process.off('exit', onExit);
      await kill();
    },
  };
}

async function launch(port: number): Promise<Bun.Subprocess> {
  const child = Bun.spawn(
    [
      'redis-server',
      '--port',
      String(port),
      '--bind',
      '127.0.0.1',
      '--save',
      '',
      '--appendonly',
      'no',
    ],
    { stdio: ['ignore', 'ignore', 'ignore'] },
  );
  await until(() => answers(port), { timeoutMs: 10_000, what: 'Redis to accept connections' });
  return child;
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.on('error', () => end(false));
    socket.on('data', () => end(true));
    socket.write('PING\r\n');
  });
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
