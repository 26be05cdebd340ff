// Senders that keep to a schedule, and all who hear them: each listener is looked at, and how late each message came to it.
import { Sample } from '../statistics.ts';
import type { Running } from '../systems/system.ts';
import { Crowd } from './crowd.ts';

const tickMs = 2;
const lookMs = 20;
/** How long what was said may take to come. */
const patienceMs = 60_000;
/** The schedule was not kept to. */
const mostLagMs = 100;

export interface Talking {
  readonly sockets: number;
  /** The first so many, in turn. */
  readonly senders: number;
  /** Who is in the conversation that it writes to, itself included. */
  readonly hearers: (sender: number) => readonly number[];
}

export interface Heard {
  readonly latencies: readonly number[];
  readonly lastMs: number;
  readonly deliveries: number;
  readonly seconds: number;
  readonly generatorBound: boolean;
}

export class Talk {
  private readonly crowd: Crowd;
  private readonly latencies = new Sample();
  private lastMs = 0;
  private turn = 0;
  private readonly due: Float64Array;
  /** When what each sender said was due; its numbers begin with 1. */
  private readonly saidAt: number[][];

  constructor(
    running: Running,
    private readonly how: Talking,
  ) {
    this.due = new Float64Array(how.sockets);
    this.saidAt = Array.from({ length: how.senders }, () => [0]);
    const onSampled = (sender: number, number: number): void => {
      const ms = performance.now() - (this.saidAt[sender]?.[number] ?? 0);
      this.latencies.add(ms);
      this.lastMs = Math.max(this.lastMs, ms);
    };
    this.crowd = new Crowd(running, { onSampled, sampledEvery: 1 }, how.sockets);
  }

  async open(): Promise<void> {
    await this.crowd.open();
  }

  close(): void {
    this.crowd.close();
  }

  /** Until everybody has all of it, or has had the time to. */
  async go(rate: { readonly seconds: number; readonly perSecond: number }): Promise<Heard> {
    this.latencies.clear();
    this.lastMs = 0;
    const before = this.sum();
    const startedAt = performance.now();
    const total = Math.round(rate.seconds * rate.perSecond);
    const dueTime = (number: number) => startedAt + (number * 1000) / rate.perSecond;
    let worstLagMs = 0;
    for (let said = 0; said < total;) {
      const now = performance.now();
      for (; said < total && dueTime(said) <= now; said += 1) {
        worstLagMs = Math.max(worstLagMs, now - dueTime(said));
        this.say(dueTime(said));
      }
      await Bun.sleep(tickMs);
    }
    const deadline = performance.now() + patienceMs;
    while (this.behind().length > 0 && performance.now() < deadline) await Bun.sleep(lookMs);
    return {
      latencies: this.latencies.values,
      lastMs: this.lastMs,
      deliveries: this.sum() - before,
      seconds: (performance.now() - startedAt) / 1000,
      generatorBound: worstLagMs > mostLagMs,
    };
  }

  faults(): readonly string[] {
    const { events } = this.crowd;
    const missing = this.behind().map((i) => `socket ${i} got ${events[i]} of ${this.due[i]}`);
    return [...missing, ...this.crowd.allFaults()];
  }

  private say(dueAt: number): void {
    const sender = this.turn;
    this.turn = (sender + 1) % this.how.senders;
    const said = this.saidAt[sender] ?? [];
    this.crowd.say(sender, said.push(dueAt) - 1, 1);
    for (const hearer of this.how.hearers(sender))
      if (hearer !== sender) this.due[hearer] = (this.due[hearer] ?? 0) + 1;
  }

  private behind(): readonly number[] {
    return Array.from(this.due.keys()).filter((i) => this.crowd.events[i] !== this.due[i]);
  }

  private sum(): number {
    return this.crowd.events.reduce((all, one) => all + one, 0);
  }
}
