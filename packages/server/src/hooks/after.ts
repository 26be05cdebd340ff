// After-hooks: told when the commit is done and the replies of its turn have left. Those of one conversation are called in
// the order of its versions, one after the other; different conversations do not wait for each other. Nothing is stored: what
// is still to be told when the process dies is lost.
import type { AppId } from '@hubbub/protocol';
import type { Clock } from '../ports/clock.ts';
import { Context, within, type Where } from './context.ts';
import type { AfterEvent, AfterName } from './define.ts';
import type { Event, Installed } from './install.ts';

/** Something that has happened. */
export type Told = {
  readonly [N in AfterName]: {
    readonly name: N;
    readonly event: AfterEvent<N>;
    readonly where: Where;
    /** What keeps order: a conversation's id, or a user's. */
    readonly key: string;
    /** The conversation's, 0 where there is none. */
    readonly version: number;
  };
}[AfterName];

interface QueueParts {
  readonly clock: Clock;
  readonly hooks: (name: AfterName) => readonly Installed[];
  readonly failed: (hook: Installed, app: AppId, err: unknown) => void;
}

/** A hook that cannot keep up must not fill the memory. */
const most = 10_000;

export class AfterQueue {
  readonly #parts: QueueParts;
  readonly #chains = new Map<string, Told[]>();
  #fresh: Told[] = [];
  #waiting = 0;
  #onIdle: (() => void) | undefined;

  constructor(parts: QueueParts) {
    this.#parts = parts;
  }

  add(told: Told): void {
    if (this.#waiting >= most) return this.#drop(told);
    this.#waiting += 1;
    this.#fresh.push(told);
    // Results of one batch arrive in one turn, and not always in order.
    if (this.#fresh.length === 1) setImmediate(() => this.#sort());
  }

  close(atMostMs: number): Promise<void> {
    if (this.#waiting === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.#onIdle = resolve;
      this.#parts.clock.after(atMostMs, resolve);
    });
  }

  #sort(): void {
    const fresh = this.#fresh.toSorted((a, b) => a.version - b.version);
    this.#fresh = [];
    for (const told of fresh) {
      const key = `${told.where.app}/${told.key}`;
      const chain = this.#chains.get(key);
      if (chain !== undefined) chain.push(told);
      else {
        const begun = [told];
        this.#chains.set(key, begun);
        void this.#work(key, begun);
      }
    }
  }

  async #work(key: string, chain: Told[]): Promise<void> {
    for (let told = chain.shift(); told !== undefined; told = chain.shift()) {
      await this.#tell(told);
      this.#waiting -= 1;
    }
    this.#chains.delete(key);
    if (this.#waiting === 0) this.#onIdle?.();
  }

  async #tell({ name, event, where }: Told): Promise<void> {
    const { clock, failed, hooks } = this.#parts;
    const frozen = Object.freeze(event) as Event;
    for (const hook of hooks(name)) {
      const context = new Context(where);
      try {
        await within(hook.run(frozen, context), { context, clock, limitMs: hook.limitMs });
      } catch (error) {
        failed(hook, where.app, error);
      }
    }
  }

  #drop({ name, where }: Told): void {
    for (const hook of this.#parts.hooks(name))
      this.#parts.failed(
        hook,
        where.app,
        new Error(`not told: ${most} calls of hooks wait already`),
      );
  }
}
