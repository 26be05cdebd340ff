// Senders that keep to a schedule, whatever the server does: what is late counts from when it was due, not from when it was sent.
import { Sample } from '../statistics.ts';
import { serverCpuSeconds } from '../server-process.ts';
import type { Running } from '../systems/system.ts';
import { Crowd } from './crowd.ts';

const usualTickMs = 5;
const lookMs = 20;
/** How long what is outstanding may take when nothing new comes. */
const patienceMs = 60_000;

export interface Offer {
  readonly sockets: number;
  readonly perSecond: number;
  readonly seconds: number;
  /** Refusals are counted; without it one of them spoils the run. */
  readonly mayRefuse?: boolean;
  /** How often it looks at its schedule: what is due since the last time goes out at once. */
  readonly tickMs?: number;
}

export interface Offered {
  readonly offered: number;
  /** Kept, with an answer that says so, while messages were offered. */
  readonly acked: number;
  readonly refused: number;
  readonly seconds: number;
  readonly serverCpu: number;
  /** From when a message was due to its answer. */
  readonly latencies: readonly number[];
  /** From the last message that was due until everything was answered. */
  readonly settledMs: number;
  /** The schedule was kept to. */
  readonly generatorBound: boolean;
  readonly faults: readonly string[];
}

/** @param beside other work that goes on meanwhile */
export async function runOpenLoop(
  running: Running,
  offer: Offer,
  beside: (isOver: () => boolean) => Promise<void> = async () => {},
): Promise<Offered> {
  const loop = await OpenLoop.open(running, offer);
  // What is compiled and cached by then is what runs.
  await loop.offer(Math.min(2, offer.seconds));
  await loop.settle();
  loop.clear();
  let isOver = false;
  const others = beside(() => isOver);
  const before = serverCpuSeconds(running.server);
  const { seconds, worstLagMs } = await loop.offer(offer.seconds);
  const serverCpu = serverCpuSeconds(running.server) - before;
  const counts = { offered: loop.offered, acked: loop.acked, refused: loop.refused };
  isOver = true;
  const settledMs = await loop.settle();
  await others;
  const faults = await loop.faults();
  loop.close();
  const generatorBound = worstLagMs > 20 * (offer.tickMs ?? usualTickMs);
  const { latencies } = loop;
  return {
    ...counts,
    seconds,
    serverCpu,
    settledMs,
    generatorBound,
    faults,
    latencies: latencies.values,
  };
}

/** Pairs of sockets, which write to each other in turn. */
export class OpenLoop {
  readonly latencies = new Sample();
  offered = 0;
  acked = 0;
  refused = 0;
  private readonly crowd: Crowd;
  /** Of all that each socket said, so many were kept. */
  private readonly kept: Uint32Array;
  private next = 0;
  private outstanding = 0;
  private readonly numbers: Uint32Array;
  /** When each outstanding message of a socket was due, oldest first. */
  private readonly dueAt: number[][];

  private constructor(
    running: Running,
    private readonly how: Omit<Offer, 'seconds'>,
  ) {
    this.numbers = new Uint32Array(how.sockets);
    this.kept = new Uint32Array(how.sockets);
    this.dueAt = Array.from({ length: how.sockets }, () => []);
    const onReplies = (socket: number, count: number, refused: number): void =>
      this.answered(socket, count, refused);
    this.crowd = new Crowd(running, { onReplies, mayRefuse: how.mayRefuse ?? false }, how.sockets);
  }

  static async open(running: Running, how: Omit<Offer, 'seconds'>): Promise<OpenLoop> {
    const loop = new OpenLoop(running, how);
    await loop.crowd.open();
    return loop;
  }

  close(): void {
    this.crowd.close();
  }

  async offer(
    forSeconds: number,
    perSecond = this.how.perSecond,
  ): Promise<{ seconds: number; worstLagMs: number }> {
    const startedAt = performance.now();
    const total = Math.round(forSeconds * perSecond);
    const dueTime = (number: number) => startedAt + (number * 1000) / perSecond;
    let worstLagMs = 0;
    for (let said = 0; said < total;) {
      const now = performance.now();
      const due = Math.min(total, Math.floor(((now - startedAt) / 1000) * perSecond));
      worstLagMs = Math.max(worstLagMs, now - dueTime(said + 1));
      for (; said < due; said += 1) this.say(dueTime(said + 1));
      await Bun.sleep(this.how.tickMs ?? usualTickMs);
    }
    return { seconds: (performance.now() - startedAt) / 1000, worstLagMs };
  }

  /** @returns how long it took until nothing was outstanding */
  async settle(): Promise<number> {
    const startedAt = performance.now();
    while (this.outstanding > 0 && performance.now() - startedAt < patienceMs)
      await Bun.sleep(lookMs);
    return performance.now() - startedAt;
  }

  clear(): void {
    this.latencies.clear();
    this.offered = 0;
    this.acked = 0;
    this.refused = 0;
  }

  /** What was kept must be with the other of its pair, in order, and what was refused must not. */
  async faults(): Promise<readonly string[]> {
    const isWrong = (socket: number) => this.crowd.events[socket ^ 1] !== this.kept[socket];
    const wrong = () => Array.from(this.kept.keys()).filter(isWrong);
    const deadline = performance.now() + patienceMs;
    while (wrong().length > 0 && performance.now() < deadline) await Bun.sleep(lookMs);
    return [
      ...(this.outstanding === 0 ? [] : [`${this.outstanding} were never answered`]),
      ...wrong().map((i) => `socket ${i ^ 1} got ${this.crowd.events[i ^ 1]} of ${this.kept[i]}`),
      // What is refused leaves a gap.
      ...(this.how.mayRefuse === true ? this.crowd.faults : this.crowd.allFaults()),
    ];
  }

  private say(due: number): void {
    const socket = this.next;
    this.next = (socket + 1) % this.how.sockets;
    this.numbers[socket] = (this.numbers[socket] ?? 0) + 1;
    this.dueAt[socket]?.push(due);
    this.offered += 1;
    this.outstanding += 1;
    this.crowd.say(socket, this.numbers[socket] ?? 0, 1);
  }

  private answered(socket: number, count: number, refused: number): void {
    const now = performance.now();
    this.outstanding -= count;
    this.refused += refused;
    this.acked += count - refused;
    this.kept[socket] = (this.kept[socket] ?? 0) + count - refused;
    for (const due of this.dueAt[socket]?.splice(0, count) ?? []) this.latencies.add(now - due);
  }
}
