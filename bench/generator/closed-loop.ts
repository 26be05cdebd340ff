// Senders that keep a fixed number of messages outstanding: each answer lets the next one out.
import { Sample } from '../statistics.ts';
import { Crowd } from './crowd.ts';
import { Later } from './later.ts';
import { serverCpuSeconds, type ServerProcess } from '../server-process.ts';
import type { Running } from '../systems/system.ts';

export interface Loop {
  readonly sockets: number;
  readonly senders: number;
  readonly window: number;
  readonly seconds: number;
  /** Outstanding while the server warms up, when that is more: what runs once a message is compiled sooner. */
  readonly warmWindow?: number;
  /** Nobody hears anybody: each writes where it is alone. */
  readonly isAlone?: boolean;
}

export interface Measured {
  /** Answered messages in the measured time. */
  readonly replies: number;
  /** Messages that arrived at the counted sockets in the measured time. */
  readonly deliveries: number;
  readonly bytes: number;
  readonly seconds: number;
  /** What was put off included. */
  readonly serverCpu: number;
  /** How much of that came later. */
  readonly laterCpu: number;
  readonly latencies: readonly number[];
  readonly generatorBound: boolean;
  readonly faults: readonly string[];
}

/** @param countFrom deliveries are counted at the sockets from this one on */
export async function runClosedLoop(
  running: Running,
  loop: Loop,
  countFrom: number,
): Promise<Measured> {
  const run = new ClosedLoop(running, loop, countFrom);
  await run.crowd.open();
  run.start();
  await warmUp(running.server, Math.min(10, loop.seconds * 3));
  run.warmed();
  const later = running.readLater && new Later(running.server, () => running.readLater?.());
  await later?.begin();
  const measured = await run.measure();
  await later?.end();
  const missing = await run.finish();
  const { cpu: laterCpu, faults: undone } = (await later?.done()) ?? { cpu: 0, faults: [] };
  const faults = [...missing, ...undone, ...run.crowd.allFaults()];
  run.crowd.close();
  return { ...measured, serverCpu: measured.serverCpu + laterCpu, laterCpu, faults };
}

/** Until the server has worked for so long: on a busy machine that takes a while, and until then it is no server that runs. */
async function warmUp(server: ServerProcess, seconds: number): Promise<void> {
  const until = serverCpuSeconds(server) + seconds;
  const deadline = performance.now() + mostWarmMs;
  do await Bun.sleep(seconds * 100);
  while (serverCpuSeconds(server) < until && performance.now() < deadline);
}

const mostWarmMs = 30_000;
const drainMs = 20_000;

class ClosedLoop {
  readonly crowd: Crowd;
  private isOpen = true;
  private replies = 0;
  private latencies: Sample | undefined;
  private window: number;
  private readonly next: Uint32Array;
  /** When each outstanding message was said, oldest first; answers come in this order. */
  private readonly saidAt: number[][];

  constructor(
    private readonly running: Running,
    private readonly loop: Loop,
    private readonly countFrom: number,
  ) {
    this.window = Math.max(loop.window, loop.warmWindow ?? 0);
    this.next = new Uint32Array(loop.senders);
    this.saidAt = Array.from({ length: loop.senders }, () => []);
    this.crowd = new Crowd(
      running,
      { onReplies: (socket, count) => this.answered(socket, count) },
      loop.sockets,
    );
  }

  start(): void {
    for (let sender = 0; sender < this.loop.senders; sender += 1) this.say(sender, this.window);
  }

  /** From now on each has only as much outstanding as is to be measured. */
  warmed(): void {
    this.window = this.loop.window;
  }

  async measure(): Promise<Omit<Measured, 'faults' | 'laterCpu'>> {
    const { server } = this.running;
    this.latencies = new Sample();
    const before = { ...this.counts(), own: process.cpuUsage(), server: serverCpuSeconds(server) };
    const startedAt = performance.now();
    // On a machine with much else to do a short time may see no answer, or no tick of the server's CPU clock.
    const patience = startedAt + mostWarmMs + this.loop.seconds * 1000;
    do await Bun.sleep(this.loop.seconds * 1000);
    while (this.isNothingSince(before) && performance.now() < patience);
    const seconds = (performance.now() - startedAt) / 1000;
    const serverCpu = serverCpuSeconds(server) - before.server;
    const own = process.cpuUsage(before.own);
    const after = this.counts();
    const latencies = this.latencies.values;
    this.latencies = undefined;
    return {
      replies: after.replies - before.replies,
      deliveries: after.deliveries - before.deliveries,
      bytes: after.bytes - before.bytes,
      seconds,
      serverCpu,
      latencies,
      generatorBound: (own.user + own.system) / 1e6 / seconds > 0.9 && serverCpu / seconds < 0.9,
    };
  }

  /** Lets what is outstanding arrive, then compares what was said with what every listener got. */
  async finish(): Promise<readonly string[]> {
    this.isOpen = false;
    const deadline = performance.now() + drainMs;
    let faults = this.missing();
    while (faults.length > 0 && performance.now() < deadline) {
      await Bun.sleep(20);
      faults = this.missing();
    }
    return faults;
  }

  private say(sender: number, count: number): void {
    const now = performance.now();
    for (let i = 0; i < count; i += 1) this.saidAt[sender]?.push(now);
    const first = (this.next[sender] ?? 0) + 1;
    this.next[sender] = first + count - 1;
    this.crowd.say(sender, first, count);
  }

  private answered(sender: number, count: number): void {
    this.replies += count;
    const waiting = this.saidAt[sender]?.splice(0, count) ?? [];
    if (this.latencies) {
      const now = performance.now();
      for (const at of waiting) this.latencies.add(now - at);
    }
    const free = this.window - (this.saidAt[sender]?.length ?? 0);
    if (this.isOpen && free > 0) this.say(sender, free);
  }

  private isNothingSince(before: { replies: number; server: number }): boolean {
    const { replies } = this.counts();
    return replies === before.replies || serverCpuSeconds(this.running.server) === before.server;
  }

  private counts(): { replies: number; deliveries: number; bytes: number } {
    let deliveries = 0;
    for (let i = this.countFrom; i < this.loop.sockets; i += 1)
      deliveries += this.crowd.events[i] ?? 0;
    return { replies: this.replies, deliveries, bytes: this.crowd.bytesRead };
  }

  private missing(): readonly string[] {
    const { senders, sockets, isAlone = false } = this.loop;
    const said = this.next.reduce((sum, count) => sum + count, 0);
    const faults: string[] = [];
    if (this.replies !== said) faults.push(`${said} said, ${this.replies} answered`);
    for (let i = 0; !isAlone && i < sockets && faults.length < 5; i += 1) {
      const expected = senders === sockets ? this.next[i ^ 1] : i < senders ? undefined : said;
      if (expected !== undefined && this.crowd.events[i] !== expected)
        faults.push(`socket ${i} got ${this.crowd.events[i]} of ${expected}`);
    }
    return faults;
  }
}
