// D14: the loop that serves everybody stands still, in its own code or as a process that is stopped; and a disk that takes its time,
// for which it does not. The log says so meanwhile and /readyz afterwards, nobody is cut off for it, nothing is acknowledged that
// is not on disk; and one that never comes back ends by itself.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Device } from '../device.ts';
import { Disk } from '../disk.ts';
import { underLoad, type Options } from '../load.ts';
import type { Stage } from '../stage.ts';
import type { Judged } from '../verdict.ts';

const usualMs = 5_000;
/** On a busy machine nothing comes to life for a second or so, and must not be ended for it. */
const leastHangMs = 3_000;
const slowMs = 50;
const patienceMs = 15_000;
/** It is told within so many stalls, on a busy machine too. */
const stallsUntilTold = 3;
const forEver = 3_600_000;

export async function stall(options: Options): Promise<Judged> {
  const disk = await Disk.under(join(options.folder, 'data'));
  const stalls = new Stalls(options, disk);
  return underLoad('stall', {
    setup: stalls.setup,
    strike: (stage) => stalls.strike(stage),
    after: (stage) => stalls.losePower(stage),
  })(options);
}

class Stalls {
  private round = 0;
  private readonly stallMs: number;
  private readonly hangMs: number;
  private readonly log: string;
  private readonly block: string;
  private readonly strikes: readonly ((stage: Stage) => Promise<void>)[] = [
    (stage) => this.slowDisk(stage),
    (stage) => this.stillDisk(stage),
    (stage) => this.busyLoop(stage),
    (stage) => this.stopped(stage),
    (stage) => this.losePowerWhileSyncing(stage),
    (stage) => this.never(stage),
  ];

  constructor(
    private readonly options: Options,
    private readonly disk: Disk,
  ) {
    const unitMs = Math.min(usualMs, options.roundMs);
    this.hangMs = Math.max(leastHangMs, 2 * unitMs);
    this.stallMs = Math.round(0.3 * this.hangMs);
    this.log = join(options.folder, 'server.log');
    this.block = join(options.folder, 'block');
    mkdirSync(options.folder, { recursive: true });
    writeFileSync(this.block, '');
    writeFileSync(this.log, '');
  }

  /** It is told after a fifth of `hang-ms`. Who does not answer for half a stall would be dead. */
  get setup() {
    const flags = {
      'hang-ms': String(this.hangMs),
      'ping-ms': String(Math.round(this.stallMs / 4)),
      'pong-ms': String(Math.round(this.stallMs / 2)),
      'log-file': this.log,
    };
    const beside = join(import.meta.dir, '../block.ts');
    return { flags, beside, env: { ...this.disk.env, PROVE_BLOCK: this.block } };
  }

  async strike(stage: Stage): Promise<void> {
    await this.strikes[this.round % this.strikes.length]?.(stage);
    this.round += 1;
  }

  async losePower(stage: Stage): Promise<void> {
    await stage.end('SIGKILL');
    this.disk.losePower(stage.random, 0);
  }

  /** It goes on, and reads are answered. */
  private async slowDisk(stage: Stage): Promise<void> {
    await this.unharmed(stage, 'a slow disk', async () => {
      this.disk.syncMs = slowMs;
      if (!(await stage.isAnswering(patienceMs)))
        stage.fault('D14', 'a slow disk: nothing is kept');
      for (const device of stage.devices.slice(0, 4)) await this.reads(stage, device);
      await Bun.sleep(this.stallMs);
      this.disk.syncMs = 0;
    });
  }

  private async stillDisk(stage: Stage): Promise<void> {
    await this.unharmed(stage, 'a disk that stands still', async () => {
      this.disk.syncMs = patienceMs;
      if (!(await stage.soon(() => this.disk.isSyncing, patienceMs)))
        stage.fault('D14', 'nothing was synced');
      const answered = stage.server.readiness();
      const isServed = async () => (await Promise.race([answered, Bun.sleep(10)])) !== undefined;
      if (!(await stage.soon(isServed, patienceMs / 2)))
        stage.fault('D14', 'a disk that stands still: nobody is served meanwhile');
      await Bun.sleep(this.stallMs);
      this.disk.syncMs = 0;
    });
  }

  private async busyLoop(stage: Stage): Promise<void> {
    await this.unharmed(stage, 'a busy loop', async () => {
      this.keepBusy(stage, this.stallMs);
      await this.isTold(stage, 'computes');
      const isTold = async () => (await stage.server.readiness()) === 'the server stood still';
      if (!(await stage.soon(isTold, patienceMs))) stage.fault('D14', '/readyz does not say so');
    });
    const isReady = async () => (await stage.server.readiness()) === 'ready';
    if (!(await stage.soon(isReady, patienceMs))) stage.fault('D14', 'it is not ready again');
  }

  /** For longer than it may stand still by itself: whoever was asleep too is not to blame it. */
  private async stopped(stage: Stage): Promise<void> {
    await this.unharmed(stage, 'a stop', async () => {
      process.kill(stage.server.pid, 'SIGSTOP');
      await Bun.sleep(this.hangMs * 1.2);
      process.kill(stage.server.pid, 'SIGCONT');
    });
  }

  private async losePowerWhileSyncing(stage: Stage): Promise<void> {
    this.disk.syncMs = this.hangMs / 2;
    if (!(await stage.soon(() => this.disk.isSyncing, patienceMs)))
      stage.fault('D14', 'nothing was synced');
    await Bun.sleep(this.stallMs);
    await this.losePower(stage);
    await stage.startAgain('D14');
  }

  private async never(stage: Stage): Promise<void> {
    const { server } = stage;
    this.keepBusy(stage, forEver);
    if (!(await stage.soon(() => !server.isAlive, this.hangMs + patienceMs)))
      stage.fault('D14', 'it stands still, and does not end');
    await stage.end('SIGKILL');
    await stage.startAgain('D14');
  }

  private keepBusy({ server }: Stage, ms: number): void {
    writeFileSync(this.block, String(ms));
    process.kill(server.pid, 'SIGUSR2');
  }

  /** Written while it lasts, or it would not say what it does. */
  private async isTold(stage: Stage, state: string): Promise<void> {
    const before = readFileSync(this.log).length;
    const said = () => readFileSync(this.log).subarray(before).toString();
    const line = `"state":"${state}"`;
    if (!(await stage.soon(() => said().includes(line), this.stallMs * stallsUntilTold)))
      stage.fault('D14', `the log does not say that it ${state}: ${said().slice(0, 500)}`);
  }

  /** The same process, and the same sockets: whose own fault nothing was. */
  private async unharmed(stage: Stage, what: string, strike: () => Promise<void>): Promise<void> {
    const { server } = stage;
    const connected = stage.devices.filter((device) => device.isConnected);
    const sockets = connected.map((device) => device.connections);
    await strike();
    if (!(await stage.isAnswering(patienceMs))) stage.fault('D14', `after ${what} nothing is kept`);
    if (!server.isAlive) {
      stage.fault('D14', `${what} has ended it`);
      await stage.end('SIGKILL');
      return stage.startAgain('D14');
    }
    // On a machine that is busy with other things devices are too late themselves.
    if (!this.options.isTimed) return;
    for (const [i, device] of connected.entries())
      if (device.connections !== sockets[i])
        stage.fault('D14', `${what} cut it off`, device.device);
  }

  private async reads(stage: Stage, device: Device): Promise<void> {
    const [conversation] = device.conversations;
    const { outcome } = await device.ask('message.history', { conversation, limit: 20 });
    // It may have been removed meanwhile, which is a refusal.
    if (outcome === 'unknown' && this.options.isTimed)
      stage.fault('D14', 'a slow disk: nothing is read', device.device);
  }
}
