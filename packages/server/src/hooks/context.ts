// What every hook is given beside its event, and the time it may take.
import { OperationError, type AppId } from '@hubbub/protocol';
import type { Clock } from '../ports/clock.ts';
import type { HookContext } from './define.ts';

export interface Where extends Omit<HookContext, 'signal'> {
  readonly app: AppId;
}

export class Context implements HookContext {
  readonly app: AppId;
  readonly door: HookContext['door'];
  readonly address: string;
  #abort: AbortController | undefined;
  #isOver = false;

  constructor({ app, door, address }: Where) {
    this.app = app;
    this.door = door;
    this.address = address;
  }

  /** Made only for hooks that ask for it. */
  get signal(): AbortSignal {
    this.#abort ??= new AbortController();
    if (this.#isOver) this.#abort.abort();
    return this.#abort.signal;
  }

  end(): void {
    this.#isOver = true;
    this.#abort?.abort();
  }
}

interface Limit {
  readonly context: Context;
  readonly clock: Clock;
  readonly limitMs: number;
}

/** The hook's answer. Throws HOOK_TIMEOUT when it takes too long; what becomes of it later is nobody's business. */
export async function within(
  answer: unknown,
  { context, clock, limitMs }: Limit,
): Promise<unknown> {
  if (!isThenable(answer)) return answer;
  let cancel: () => void = () => undefined;
  const late = new Promise<never>((_resolve, reject) => {
    cancel = clock.after(limitMs, () => {
      reject(new OperationError('HOOK_TIMEOUT', `it took longer than ${limitMs} ms`));
      context.end();
    });
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    cancel();
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value;
}
