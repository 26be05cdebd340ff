// Does something with streams some moments after something new came into them, so that those who write pay nothing for it.
// Which streams those are is told by the changes that this node publishes or hears, and is only a hint: what was missed (a
// node that died, too much at once) a walk over all streams finds.
import type { AppId, ConversationId } from '@hubbub/protocol';
import type { Clock } from '../ports/clock.ts';
import type { BehindPage, Place } from '../store/behind.ts';
import { Background } from './background.ts';

export interface Stirred {
  readonly app: AppId;
  readonly conversation: ConversationId;
}

export interface FollowerParts {
  readonly clock: Clock;
  /** What comes within this time of each other is done together. */
  readonly gatherMs: number;
  /** After this time what was missed is looked for. */
  readonly missedMs: number;
  /** For one part of work so many parts of rest: those who write come first. */
  readonly restPerWork: number;
  /** Streams with so many changes in all take their step at once, and share a commit. */
  readonly mostAtOnce: number;
  /** One step with a stream. @returns whether it was the last */
  readonly step: (stirred: Stirred) => Promise<boolean>;
  /** Of the next few streams of all, those with something to do, whoever was told of it. */
  readonly find: (place: Place) => Promise<BehindPage>;
  readonly report: (cause: unknown) => void;
}

/** Streams that are remembered. */
export const mostRemembered = 10_000;

const beginning: Place = { app: 0, id: -1 };

interface Waiting extends Stirred {
  /** Changes, as far as they were told. */
  readonly changes: number;
}

export function nameOf({ app, conversation }: Stirred): string {
  return `${app}/${conversation}`;
}

export class Follower {
  readonly #parts: FollowerParts;
  /** Told of, and gathered until the next run. */
  #waiting = new Map<string, Waiting>();
  /** This run's, and what an earlier one that failed has left. */
  #due = new Map<string, Waiting>();
  /** Told of, and not remembered; also what nobody was there to hear. */
  #hasMissed = true;
  #walking: Promise<void> | undefined;
  readonly #background: Background;
  readonly #resting = new Set<() => void>();

  constructor(parts: FollowerParts) {
    const { clock, report } = parts;
    this.#parts = parts;
    this.#background = new Background({ clock, report, work: () => this.#workAll() });
  }

  start(): void {
    const { gatherMs, missedMs } = this.#parts;
    this.every(gatherMs, () => this.work());
    this.every(missedMs, () => this.#findMissed());
    this.watch(() => this.#findMissed());
  }

  /** Until it is closed. */
  every(ms: number, task: () => Promise<void>): void {
    this.#background.every(ms, task);
  }

  /** What fails is reported, unless it is closed. */
  watch(task: () => Promise<void>): void {
    this.#background.watch(task);
  }

  /** @returns whether it is remembered */
  note(stirred: Stirred, changes = 1): boolean {
    const { app, conversation } = stirred;
    const name = nameOf(stirred);
    const known = this.#waiting.get(name)?.changes;
    if (known === undefined && this.#waiting.size >= mostRemembered) {
      this.#hasMissed = true;
      return false;
    }
    this.#waiting.set(name, { app, conversation, changes: changes + (known ?? 0) });
    return true;
  }

  /** Does all that it was told of; what comes meanwhile is gathered for the next run. */
  async work(): Promise<void> {
    const told = this.#waiting;
    do await this.#background.work();
    while (this.#waiting === told && told.size > 0 && !this.#isClosed);
  }

  /** Looks through all streams for what it was not told of, and does that. Whoever asks while it walks waits for that. */
  walk(): Promise<void> {
    this.#walking ??= this.#walkAll().finally(() => (this.#walking = undefined));
    return this.#walking;
  }

  close(): Promise<void> {
    return this.#background.close(() => {
      for (const wake of this.#resting) wake();
    });
  }

  get #isClosed(): boolean {
    return this.#background.isClosed;
  }

  async #findMissed(): Promise<void> {
    if (this.#hasMissed) await this.walk();
  }

  async #walkAll(): Promise<void> {
    // It may pass by what is missed from now on: for that another one comes after it.
    this.#hasMissed = false;
    try {
      let place: Place | undefined = beginning;
      while (place !== undefined && !this.#isClosed) place = await this.#walkFrom(place);
    } catch (cause) {
      this.#hasMissed = true;
      throw cause;
    }
  }

  async #walkFrom(place: Place): Promise<Place | undefined> {
    const { clock, find, report } = this.#parts;
    const from = clock.elapsed();
    const { behind, next } = await find(place);
    await this.#restSince(from);
    for (const one of behind) this.note(one, one.changes);
    // A stream that fails stays due, and must not keep the walk from all that come after it.
    await this.work().catch((cause: unknown) => {
      if (!this.#isClosed) report(cause);
    });
    return next;
  }

  async #workAll(): Promise<void> {
    this.#gather();
    while (this.#due.size > 0 && !this.#isClosed) {
      const from = this.#parts.clock.elapsed();
      await Promise.all(this.#take().map((one) => this.#step(one)));
      await this.#restSince(from);
    }
  }

  /** What an earlier run has left comes last: a stream that always fails keeps no others waiting. */
  #gather(): void {
    const all = [...this.#waiting, ...this.#due];
    this.#waiting = new Map();
    this.#due = new Map(all.slice(0, mostRemembered));
    if (all.length > mostRemembered) this.#hasMissed = true;
  }

  /** The next ones, at least one. */
  #take(): readonly Waiting[] {
    const taken: Waiting[] = [];
    let left = this.#parts.mostAtOnce;
    for (const [name, one] of this.#due) {
      left -= one.changes;
      if (left < 0 && taken.length > 0) break;
      this.#due.delete(name);
      taken.push(one);
    }
    return taken;
  }

  /** Whoever has more to do, or has failed, comes after all others. */
  async #step(one: Waiting): Promise<void> {
    let isDone = false;
    try {
      isDone = await this.#parts.step(one);
    } finally {
      if (!isDone) this.#due.set(nameOf(one), one);
    }
  }

  #restSince(from: number): Promise<void> {
    const { clock, restPerWork } = this.#parts;
    return new Promise((resolve) => {
      const wake = () => {
        callOff();
        this.#resting.delete(wake);
        resolve();
      };
      const callOff = clock.after((clock.elapsed() - from) * restPerWork, wake);
      this.#resting.add(wake);
    });
  }
}
