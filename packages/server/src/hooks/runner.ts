// Runs hooks: before-hooks one after the other while their call waits, after-hooks when it is over (after.ts). Whatever a
// hook does, throwing, rejecting, taking too long, returning rubbish, is its one call's trouble and nobody else's: the caller
// gets a clear error, the log names the file with an incident. It knows nothing of operations.
import { OperationError, type AppId } from '@hubbub/protocol';
import type { Clock } from '../ports/clock.ts';
import { AfterQueue, type Told } from './after.ts';
import { Context, within, type Where } from './context.ts';
import { Refusal, type BeforeEvent, type BeforeName } from './define.ts';
import { install, type Event, type HookSource, type Installed } from './install.ts';
import { table, type HookName } from './table.ts';

export interface RunnerParts {
  readonly sources: readonly HookSource[];
  /** Time per hook and call, where its file says nothing else. */
  readonly limitMs: number;
  readonly clock: Clock;
  /** A hook failed; the incident is what the caller is told, if somebody waits. */
  readonly report: (incident: string, context: HookTrouble) => void;
}

export interface HookTrouble {
  readonly hook: string;
  readonly file: string;
  readonly app: AppId;
  readonly err: unknown;
}

/** Characters of a refusal. */
const mostWords = 500;

/** Throws a FIELD error for a change that the operation would refuse. */
type Check = (event: Event) => void;

export class HookRunner {
  readonly #parts: RunnerParts;
  readonly #installed: ReadonlyMap<string, readonly Installed[]>;
  readonly #after: AfterQueue;

  constructor(parts: RunnerParts) {
    this.#parts = parts;
    this.#installed = install(parts.sources, parts.limitMs);
    this.#after = new AfterQueue({
      clock: parts.clock,
      hooks: (name) => this.#installed.get(`after.${name}`) ?? [],
      failed: (hook, app, err) => void this.#failed(hook, app, err),
    });
  }

  has(phase: 'before' | 'after', name: HookName): boolean {
    return this.#installed.has(`${phase}.${name}`);
  }

  /**
   * @returns the event as the hooks leave it. Throws REFUSED, HOOK_FAILED or HOOK_TIMEOUT
   */
  async ask<N extends BeforeName>(
    name: N,
    event: BeforeEvent<N>,
    { where, check }: { readonly where: Where; readonly check?: Check },
  ): Promise<BeforeEvent<N>> {
    let now = Object.freeze(event) as Event;
    for (const hook of this.#installed.get(`before.${name}`) ?? []) {
      const answer = await this.#answer(hook, now, where);
      if (answer === undefined || answer === null) continue;
      try {
        now = changed(now, answer, table[name].before.mayChange);
        check?.(now);
      } catch (error) {
        throw this.#failed(hook, where.app, error);
      }
    }
    return now as BeforeEvent<N>;
  }

  /** Returns at once. */
  tell(told: Told): void {
    if (this.has('after', told.name)) this.#after.add(told);
  }

  /** Waits for the after-hooks of what has happened, at most so long. */
  close(atMostMs: number): Promise<void> {
    return this.#after.close(atMostMs);
  }

  async #answer(hook: Installed, event: Event, where: Where): Promise<unknown> {
    const { clock } = this.#parts;
    const context = new Context(where);
    try {
      return await within(hook.run(event, context), { context, clock, limitMs: hook.limitMs });
    } catch (error) {
      if (error instanceof Refusal) throw refused(error);
      const failure = this.#failed(hook, where.app, error);
      if (failure.reason === 'HOOK_TIMEOUT' && hook.mayPass) return undefined;
      throw failure;
    }
  }

  #failed({ name, file }: Installed, app: AppId, err: unknown): OperationError {
    const incident = crypto.randomUUID().slice(0, 8);
    this.#parts.report(incident, { hook: name, file, app, err });
    const isLate = err instanceof OperationError && err.reason === 'HOOK_TIMEOUT';
    return new OperationError(isLate ? 'HOOK_TIMEOUT' : 'HOOK_FAILED', undefined, { incident });
  }
}

/** With the hook's own words, as far as they fit for a caller. */
function refused({ message }: Refusal): OperationError {
  const words = message.slice(0, mostWords).toWellFormed();
  return new OperationError('REFUSED', words === '' ? undefined : words);
}

/** The event with the hook's new values. Throws for rubbish. */
function changed(event: Event, answer: unknown, mayChange: readonly string[]): Event {
  if (typeof answer !== 'object' || answer === null)
    throw new Error(`it returned ${typeof answer}, and not an object of new values`);
  const changes: Record<string, string> = {};
  for (const [key, value] of Object.entries(answer)) {
    if (value === undefined) continue;
    if (!mayChange.includes(key)) throw new Error(`it returned ${key}, which it may not change`);
    if (typeof value !== 'string') throw new Error(`it returned no text for ${key}`);
    changes[key] = value;
  }
  return Object.freeze({ ...event, ...changes });
}
