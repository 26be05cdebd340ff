// Several nodes on one PostgreSQL database, joined by Redis; from some of them the way to either leads through a network that
// can be held up.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Redis } from './redis.ts';
import { Server, type Setup } from './server.ts';
import type { Stage } from './stage.ts';
import type { Direction } from './network.ts';
import { byProxy, type MakeWay, type Way } from './way.ts';

export interface Ways {
  readonly database: Way;
  readonly bus: Way;
}

export interface Partition {
  readonly from: readonly (keyof Ways)[];
  readonly direction: Direction;
  readonly ms: number;
}

/** The first node is the stage's own server. */
export class Nodes {
  private readonly others: (Server | undefined)[] = [];
  private readonly ways: Ways[] = [];

  constructor(
    private readonly redis: Pick<Redis, 'url' | 'stop'>,
    private readonly count: number,
    private readonly makeWay: MakeWay = byProxy,
  ) {}

  /** The others, once the first runs. */
  async join(stage: Stage): Promise<void> {
    const database = addressOf(stage.setup.database ?? '', 5432);
    const bus = addressOf(this.redis.url, 6379);
    for (let i = 1; i < this.count; i += 1) {
      this.ways.push({ database: await this.makeWay(database), bus: await this.makeWay(bus) });
      await this.start(stage, i);
    }
    this.tell(stage);
  }

  /** One more, of which devices are not told; whoever wants it ends it. */
  async aside({ setup }: Stage): Promise<Server> {
    const folder = join(setup.folder, 'aside');
    mkdirSync(folder, { recursive: true });
    return await Server.start({ ...setup, folder });
  }

  async kill(stage: Stage, at: number): Promise<void> {
    if (at === 0) await stage.end('SIGKILL', 'a node was killed');
    else await this.end(at);
    this.tell(stage);
    await Bun.sleep(stage.random.below(500));
    if (at === 0) await stage.start();
    else await this.start(stage, at);
    this.tell(stage);
  }

  async killAll(stage: Stage): Promise<void> {
    const all = Array.from({ length: this.count - 1 }, (_, i) => this.end(i + 1));
    await Promise.all([stage.end('SIGKILL', 'all nodes were killed'), ...all]);
    this.tell(stage);
  }

  async startAll(stage: Stage): Promise<void> {
    const all = Array.from({ length: this.count - 1 }, (_, i) => this.start(stage, i + 1));
    await Promise.all([stage.start(), ...all]);
    this.tell(stage);
  }

  /** One of the others does not reach the database, or the bus, or is not reached by it, for so long; nobody is told. */
  async cutOff(at: number, { from, direction, ms }: Partition): Promise<void> {
    const ways = from.map((one) => this.ways[at - 1]?.[one]);
    for (const way of ways) await way?.hold(direction);
    await Bun.sleep(ms);
    for (const way of ways) await way?.heal();
  }

  /** What its /readyz says. */
  async readiness(at: number): Promise<string | undefined> {
    return await this.others[at - 1]?.readiness();
  }

  async stop(): Promise<void> {
    for (let at = 1; at < this.count; at += 1) await this.end(at);
    for (const { database, bus } of this.ways) {
      await database.close();
      await bus.close();
    }
    await this.redis.stop();
  }

  private tell({ run }: Stage): void {
    const first = run.url === undefined ? [] : [run.url];
    run.urls = [...first, ...this.others.flatMap((node) => (node ? [node.socketUrl] : []))];
  }

  private async start({ setup }: Stage, at: number): Promise<void> {
    this.others[at - 1] = await Server.start(this.setupOf(setup, at));
  }

  private setupOf(setup: Setup, at: number): Setup {
    const folder = join(setup.folder, `node${at}`);
    mkdirSync(folder, { recursive: true });
    const { database, bus } = this.ways[at - 1] ?? {};
    const through = bus?.through(this.redis.url) ?? this.redis.url;
    const flags = { ...setup.flags, bus: through };
    return { ...setup, folder, flags, database: database?.through(setup.database ?? '') };
  }

  private async end(at: number): Promise<void> {
    const node = this.others[at - 1];
    this.others[at - 1] = undefined;
    await node?.end('SIGKILL');
  }
}

function addressOf(url: string, usual: number) {
  const { hostname, port } = new URL(url);
  return { host: hostname, port: Number(port) || usual };
}
