// Devices at work while a nemesis strikes again and again, on one folder; then rest, and the verdict.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Device, type Run } from '../device.ts';
import { Log } from '../log.ts';
import { gather } from '../people.ts';
import { Random } from '../random.ts';
import { Server } from '../server.ts';
import { judge, type Judged } from '../verdict.ts';
import type { Task } from '../wire.ts';

export interface Options {
  /** The server's data and the log go there. */
  readonly folder: string;
  readonly rounds: number;
  readonly seed: number;
  readonly devices: number;
  /** A round lasts from a tenth of it to all of it. */
  readonly roundMs: number;
  /** How long everything may take to come to rest in the end. */
  readonly restMs: number;
  /** Files that break the server. */
  readonly plants: readonly string[];
}

/** Ends the server; says what was wrong about how it ended. */
export type Nemesis = (server: Server, devices: readonly Device[]) => Promise<readonly string[]>;

export interface Proof {
  readonly name: string;
  readonly strike: Nemesis;
  /** Everything is sent several times, from all of a user's devices. */
  readonly repeats?: true;
}

const devicesOfUser = 2;
const leastMs = 30_000;
const pauseMs = 25;
/** To strike before anything was said would prove nothing. */
const leastAcked = 5;

export async function underLoad(proof: Proof, options: Options): Promise<Judged> {
  const { folder, rounds, seed, devices } = options;
  const data = join(folder, 'data');
  mkdirSync(data, { recursive: true });
  const log = new Log(join(folder, 'log.jsonl'));
  log.line('run', { proof: proof.name, seed, rounds, devices });
  const run: Run = { log, url: undefined, isWriting: true, isOver: false, acked: 0 };
  const load = new Load(proof, { ...options, data }, run);
  const faults = await load.run();
  const judged = await judge({
    proof: proof.name,
    seed,
    rounds,
    log: log.path,
    database: join(data, 'hubbub.db'),
  });
  if (faults.length === 0) return judged;
  const violations = [...faults, ...judged.violations];
  return { violations, verdict: { ...judged.verdict, ok: false } };
}

class Load {
  private server: Server | undefined;
  private readonly random: Random;
  private readonly faults: string[] = [];

  constructor(
    private readonly proof: Proof,
    private readonly options: Options & { readonly data: string },
    private readonly state: Run,
  ) {
    this.random = new Random(options.seed);
  }

  async run(): Promise<readonly string[]> {
    const { state } = this;
    try {
      const server = await this.start();
      const devices = await this.enter(server.url);
      const lives = Promise.all(devices.map((device) => device.live()));
      for (let round = 0; round < this.options.rounds; round += 1) await this.round(devices);
      await this.rest(devices);
      state.isOver = true;
      await lives;
    } finally {
      state.isOver = true;
      await this.server?.end('SIGKILL');
      await state.log.close();
    }
    return this.faults;
  }

  private async start(): Promise<Server> {
    const { data, plants } = this.options;
    this.server = await Server.start(data, plants);
    this.state.url = this.server.socketUrl;
    return this.server;
  }

  private async round(devices: readonly Device[]): Promise<void> {
    const { state, random, server } = this;
    const least = state.acked + leastAcked;
    const at = performance.now() + this.options.roundMs * (0.1 + 0.9 * random.next());
    const end = at + leastMs;
    await waitFor(() => state.acked >= least && performance.now() >= at, end);
    state.url = undefined;
    if (server) this.faults.push(...(await this.proof.strike(server, devices)));
    state.log.timed('nemesis', { what: 'killed' });
    await this.start();
  }

  /** In vain where something is wrong: then it is the checker's to say what. */
  private async rest(devices: readonly Device[]): Promise<void> {
    const end = performance.now() + this.options.restMs;
    this.state.isWriting = false;
    await waitFor(() => devices.every(({ isIdle }) => isIdle), end);
    for (const device of devices) await waitFor(() => device.isAtRest(), end);
    for (const device of devices) await device.tell();
  }

  private async enter(url: string): Promise<readonly Device[]> {
    const people = await gather(url, Math.ceil(this.options.devices / devicesOfUser));
    const world = {
      users: people.map(({ user }) => user),
      conversations: new Set<string>(),
      repeats: this.proof.repeats && new Map<string, Task[]>(),
    };
    return people.flatMap(({ user, token }, i) =>
      Array.from({ length: devicesOfUser }, (_, j) => {
        const doer = { name: `${i}.${j}`, user, world, random: this.random.fork() };
        return new Device(doer, token, this.state);
      }),
    );
  }
}

async function waitFor(condition: () => boolean | Promise<boolean>, end: number): Promise<void> {
  while (!(await condition()) && performance.now() < end) await Bun.sleep(pauseMs);
}
