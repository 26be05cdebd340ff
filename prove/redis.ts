// A Redis of the proof's own, on a port that was free, without files; it can be killed, and started again at the same address.
import { listenOn } from './network.ts';
import { freePort } from './port.ts';

const startMs = 10_000;
const pauseMs = 25;

export function missingRedis(): string | undefined {
  return Bun.which('redis-server') === null ? 'there is no redis-server in the path' : undefined;
}

export class Redis {
  private child: Bun.Subprocess | undefined;
  private constructor(readonly port: number) {}

  static async start(): Promise<Redis> {
    const redis = new Redis(freePort());
    await redis.startAgain();
    return redis;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  async startAgain(): Promise<void> {
    const flags = ['--port', String(this.port), '--bind', listenOn, '--save', ''];
    this.child = Bun.spawn(['redis-server', ...flags], { stdio: ['ignore', 'ignore', 'ignore'] });
    const end = performance.now() + startMs;
    while (!(await this.answers())) {
      if (performance.now() > end) throw new Error('Redis does not answer');
      await Bun.sleep(pauseMs);
    }
  }

  /** FLUSHALL */
  async forget(): Promise<void> {
    const client = new Bun.RedisClient(this.url);
    await client.send('FLUSHALL', []);
    client.close();
  }

  /** kill -9 */
  async stop(): Promise<void> {
    this.child?.kill('SIGKILL');
    await this.child?.exited;
  }

  private async answers(): Promise<boolean> {
    const client = new Bun.RedisClient(this.url, { autoReconnect: false, connectionTimeout: 1000 });
    try {
      await client.connect();
      return true;
    } catch {
      return false;
    } finally {
      client.close();
    }
  }
}
