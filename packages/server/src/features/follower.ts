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
  /** One step with a stream. @returns whether it was the last */
  readonly step: (stirred: Stirred) => Promise<boolean>;
  readonly report: (cause: unknown) => void;
}

/** Streams that are remembered. */
export const mostRemembered = 10_000;

export class Follower {
  readonly #parts: FollowerParts;
  readonly #stirred = new Map<string, Stirred>();
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

  note({ app, conversation }: Stirred): void {
    if (this.#stirred.size < mostRemembered)
      this.#stirred.set(`${app}/${conversation}`, { app, conversation });
  }

  /** Does all that it was told of. */
  work(): Promise<void> {
    return this.#background.work();
  }

  close(): Promise<void> {
    return this.#background.close(() => this.#wake());
  }

  async #workAll(): Promise<void> {
    const { clock, step, restPerWork } = this.#parts;
    for (const [key, stirred] of this.#stirred) {
      this.#stirred.delete(key);
      for (let isDone = false; !isDone && !this.isClosed;) {
        const from = clock.elapsed();
        isDone = await step(stirred);
        await this.#rest((clock.elapsed() - from) * restPerWork);
      }
    }
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
