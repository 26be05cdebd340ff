// What a nemesis acts on: the server, the devices, and where what went wrong is written down.
import type { Device, Run } from './device.ts';
import { Server, type Setup } from './server.ts';
import type { Random } from './random.ts';

const pauseMs = 25;

export class Stage {
  devices: readonly Device[] = [];
  /** Lines of JSON like the checker's, for what only the nemesis can see. */
  readonly faults: string[] = [];
  /** Figures besides the counts, for the verdict. */
  readonly measured: Record<string, number> = {};
  private running: Server | undefined;

  constructor(
    readonly setup: Setup,
    readonly run: Run,
    readonly random: Random,
  ) {}

  get server(): Server {
    if (!this.running) throw new Error('the server is not running');
    return this.running;
  }

  get isRunning(): boolean {
    return this.running !== undefined;
  }

  /** @param at where devices find it, if not where it is: a proxy's address */
  async start(at: (socketUrl: string) => string = (url) => url): Promise<Server> {
    this.running = await Server.start(this.setup);
    this.run.url = at(this.running.socketUrl);
    return this.running;
  }

  /** After something that must not keep it from starting: where it does, `invariant` is broken, and it stays down. */
  async startAgain(invariant: string): Promise<void> {
    await this.start().catch((error: unknown) => this.fault(invariant, String(error)));
  }

  /** Whether it is so within that time. */
  async soon(condition: () => boolean | Promise<boolean>, withinMs: number): Promise<boolean> {
    const end = performance.now() + withinMs;
    while (!(await condition())) {
      if (performance.now() > end) return false;
      await Bun.sleep(pauseMs);
    }
    return true;
  }

  /** Whether anything sent is acknowledged from now on. */
  async isAnswering(withinMs: number): Promise<boolean> {
    const { acked } = this.run;
    return this.soon(() => this.run.acked > acked, withinMs);
  }

  /**
   * Devices know at once that there is no server; the log says when it was gone. Resolves with its exit code.
   *
   * @param what another word than `killed` where others may still do what was asked of this one
   */
  async end(signal: 'SIGKILL' | 'SIGTERM', what = 'killed'): Promise<number | undefined> {
    this.run.url = undefined;
    const code = await this.running?.end(signal);
    this.running = undefined;
    this.run.log.timed('nemesis', { what });
    return code;
  }

  fault(invariant: string, evidence: string, device = ''): void {
    this.faults.push(JSON.stringify({ invariant, conversation: '', device, evidence }));
  }
}
