// Devices at work while a nemesis strikes again and again, on one folder; then rest, and the verdict.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Device, type Run } from './device.ts';
import { Log } from './log.ts';
import { gather } from './people.ts';
import type { Postgres } from './postgres.ts';
import { Random } from './random.ts';
import type { Setup } from './server.ts';
import { Stage } from './stage.ts';
import { judge, type Judged } from './verdict.ts';
import type { Task } from './wire.ts';

export interface Options {
  /** The server's data and the log go there. */
  readonly folder: string;
  /** postgres://…: an empty database; without it SQLite, in the folder. */
  readonly database: string | undefined;
  /** The server of that database, where it is the proof's own. */
  readonly postgres?: Postgres | undefined;
  readonly rounds: number;
  readonly seed: number;
  readonly devices: number;
  /** A round lasts from a tenth of it to all of it. */
  readonly roundMs: number;
  /** The mean time between two bursts of a device's work; 0: it goes on at once. */
  readonly paceMs: number;
  /** How long everything may take to come to rest in the end. */
  readonly restMs: number;
  /** How many sockets there are besides, where a proof wants many. */
  readonly peers: number;
  /** Whether what takes too long is a fault: not where the machine is busy with other things. */
  readonly isTimed: boolean;
  /** Files that break the server. */
  readonly plants: readonly string[];
}

export interface Attack {
  /** How the server is started, besides. */
  readonly setup?: Partial<Setup>;
  /** Where a round is what the nemesis takes: how long the load goes on undisturbed before each, at most. */
  readonly gapMs?: number;
  /** Once a round, under load. Whoever ends the server starts it again. */
  readonly strike: (stage: Stage) => Promise<void>;
  /** Before the devices come, with the server running; and in the end, whatever happened. */
  readonly before?: (stage: Stage) => Promise<void>;
  readonly after?: (stage: Stage) => Promise<void>;
  /** Everything is sent several times, from all of a user's devices. */
  readonly repeats?: true;
  /** Groups are changed all the time. */
  readonly churns?: true;
  /** Devices only listen. */
  readonly isQuiet?: true;
  /** Before everything is to come to rest: whatever stands in its way is taken away; and how long it may take then. */
  readonly heal?: (stage: Stage) => Promise<void> | void;
  readonly rest?: { readonly id: string; readonly ms: number };
}

const devicesOfUser = 2;
const leastMs = 30_000;
const pauseMs = 25;
/** To strike before much was said would prove little, however slow the machine is. */
const leastAcked = 50;

export function underLoad(proof: string, attack: Attack): (options: Options) => Promise<Judged> {
  return async (options) => {
    const { folder, rounds, seed, devices, database } = options;
    const data = join(folder, 'data');
    mkdirSync(data, { recursive: true, mode: 0o700 });
    const log = new Log(join(folder, 'log.jsonl'));
    log.line('run', { proof, seed, rounds, devices });
    const state = { url: undefined, isWriting: !attack.isQuiet, isOver: false, acked: 0 };
    const run: Run = { log, ...state, ...paceOf(options) };
    const setup = { ...attack.setup, folder: data, database, preloads: options.plants };
    const stage = new Stage(setup, run, new Random(seed));
    await new Load(attack, options, stage).run();
    const stored = database ?? join(data, 'hubbub.db');
    const judged = await judge({ proof, seed, rounds, log: log.path, database: stored });
    const violations = [...stage.faults, ...judged.violations];
    const verdict = { ...judged.verdict, ...stage.measured };
    return { violations, verdict: { ...verdict, ok: verdict.ok && stage.faults.length === 0 } };
  };
}

/** Who waits anyway need not look all the time whether it is over. */
function paceOf({ paceMs }: Options): Pick<Run, 'paceMs' | 'lookMs'> {
  return paceMs === 0 ? {} : { paceMs, lookMs: pauseMs };
}

class Load {
  constructor(
    private readonly attack: Attack,
    private readonly options: Options,
    private readonly stage: Stage,
  ) {}

  async run(): Promise<void> {
    const { stage, attack } = this;
    const { run } = stage;
    try {
      const server = await stage.start();
      await attack.before?.(stage);
      stage.devices = await this.enter(server.url);
      const lives = Promise.all(stage.devices.map((device) => device.live()));
      await this.rounds();
      await this.rest();
      run.isOver = true;
      await lives;
    } finally {
      run.isOver = true;
      await attack.after?.(stage);
      await stage.end('SIGKILL');
      await run.log.close();
    }
  }

  /** The verdict says how many there were, not how many were wanted. */
  private async rounds(): Promise<void> {
    for (let round = 1; round <= this.options.rounds; round += 1) {
      this.stage.measured['rounds'] = round;
      if (!(await this.round())) return;
    }
  }

  /** @returns whether another one would show anything: not where the server is down, or answers nobody */
  private async round(): Promise<boolean> {
    const { run, random } = this.stage;
    const { acked } = run;
    if (this.attack.isQuiet) {
      await this.attack.strike(this.stage);
      return this.stage.isRunning;
    }
    const least = acked + leastAcked;
    const most = Math.min(this.options.roundMs, this.attack.gapMs ?? Infinity);
    const at = performance.now() + most * (0.1 + 0.9 * random.next());
    const end = at + leastMs;
    await waitFor(() => run.acked >= least && performance.now() >= at, end);
    await this.attack.strike(this.stage);
    return this.stage.isRunning && run.acked > acked;
  }

  /** In vain where something is wrong: then it is the checker's to say what. */
  private async rest(): Promise<void> {
    const { devices, run, measured } = this.stage;
    run.isWriting = false;
    await this.attack.heal?.(this.stage);
    const began = performance.now();
    const end = began + this.options.restMs;
    await waitFor(() => devices.every(({ isIdle }) => isIdle), end);
    for (const device of devices) await waitFor(() => device.isAtRest(), end);
    measured['restMs'] = Math.round(performance.now() - began);
    this.judgeRest(measured['restMs']);
    for (const device of devices) await device.tell();
  }

  private judgeRest(tookMs: number): void {
    const { rest } = this.attack;
    if (rest && this.options.isTimed && tookMs > rest.ms)
      this.stage.fault(rest.id, `everything was at rest only after ${tookMs} ms`);
  }

  private async enter(url: string): Promise<readonly Device[]> {
    const people = await gather(url, Math.ceil(this.options.devices / devicesOfUser));
    const world = {
      users: people.map(({ user }) => user),
      conversations: new Set<string>(),
      repeats: this.attack.repeats && new Map<string, Task[]>(),
      churns: this.attack.churns === true,
    };
    return people.flatMap(({ user, token }, i) =>
      Array.from({ length: devicesOfUser }, (_, j) => {
        const doer = { name: `${i}.${j}`, user, world, random: this.stage.random.fork() };
        return new Device(doer, token, this.stage.run);
      }),
    );
  }
}

/** In vain, when it is still not so at the end. */
export async function waitFor(
  condition: () => boolean | Promise<boolean>,
  end: number,
): Promise<void> {
  while (!(await condition()) && performance.now() < end) await Bun.sleep(pauseMs);
}
