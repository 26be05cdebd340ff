// Does something with streams some moments after something new came into them, so that those who write pay nothing for it.
// Which streams those are is told by the changes that this node publishes or hears, and is only a hint: what was missed (a
// node that died, too much at once) whoever follows looks for by itself.
import type { AppId, ConversationId } from '@hubbub/protocol';
import type { Clock } from '../ports/clock.ts';
import { Background } from './background.ts';

export interface Stirred {
  readonly app: AppId;
  readonly conversation: ConversationId;
}

export interface FollowerParts {
  readonly clock: Clock;
  /** What comes within this time of each other is done together. */
  readonly gatherMs: number;
  /** For one part of work so many parts of rest: those who write come first. */
  readonly restPerWork: number;
  /** Streams with so many changes in all take their step at once, and share a commit. */
  readonly mostAtOnce: number;
  /** One step with a stream. @returns whether it was the last */
  readonly step: (stirred: Stirred) => Promise<boolean>;
  readonly report: (cause: unknown) => void;
}

/** Streams that are remembered. */
export const mostRemembered = 10_000;

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
  readonly #due = new Map<string, Waiting>();
  readonly #background: Background;
  #wake: () => void = () => undefined;

  constructor(parts: FollowerParts) {
    const { clock, report } = parts;
    this.#parts = parts;
    this.#background = new Background({ clock, report, work: () => this.#workAll() });
  }

  get isClosed(): boolean {
    return this.#background.isClosed;
  }

  start(): void {
    this.every(this.#parts.gatherMs, () => this.work());
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
    if (known === undefined && this.#waiting.size >= mostRemembered) return false;
    this.#waiting.set(name, { app, conversation, changes: changes + (known ?? 0) });
    return true;
  }

  /** Does all that it was told of; what comes meanwhile is gathered for the next run. */
  async work(): Promise<void> {
    const told = this.#waiting;
    do await this.#background.work();
    while (this.#waiting === told && told.size > 0 && !this.isClosed);
  }

  close(): Promise<void> {
    return this.#background.close(() => this.#wake());
  }

  async #workAll(): Promise<void> {
    const { clock, restPerWork } = this.#parts;
    for (const [name, one] of this.#waiting) this.#due.set(name, one);
    this.#waiting = new Map();
    while (this.#due.size > 0 && !this.isClosed) {
      const from = clock.elapsed();
      await Promise.all(this.#take().map((one) => this.#step(one)));
      await this.#rest((clock.elapsed() - from) * restPerWork);
    }
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

  /** Whoever has more to do comes after all others. */
  async #step(one: Waiting): Promise<void> {
    if (!(await this.#parts.step(one))) this.#due.set(nameOf(one), one);
  }

  #rest(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const callOff = this.#parts.clock.after(ms, resolve);
      this.#wake = () => {
        callOff();
        resolve();
      };
    });
  }
}
