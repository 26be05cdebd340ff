// Password hashing: argon2id with 19 MiB and two passes, in threads of our own (hash-threads.ts). One hash costs some 20 ms of a
// core and 19 MiB, so at most as many run as there are cores, a bounded number waits, and the rest is told to come back: a flood
// of logins never takes the machine from those who are chatting.
import { availableParallelism } from 'node:os';
import { OperationError } from '@hubbub/protocol';
import { HashThreads, type HashThreadsParts } from './hash-threads.ts';
import type { HashEngine, PasswordCost } from './hashing.ts';

export interface PasswordOptions {
  /** Hashes at one time; one per core when absent. */
  readonly workers?: number;
  /** Calls that may wait for a worker; past that BUSY. */
  readonly waiting?: number;
  readonly cost?: PasswordCost | undefined;
  /** What computes, instead of threads, whose troubles are told to `report`. */
  readonly engine?: HashEngine;
  readonly report?: HashThreadsParts['report'];
}

export interface Passwords {
  /** Throws BUSY when too many wait already. */
  hash(password: string): Promise<string>;
  /** Without a hash it takes the same time and fails: a missing account must not answer faster than a wrong password. */
  verify(password: string, hash: string | null | undefined): Promise<Verified | undefined>;
  /** The hash to store from now on: the same, or a new one when the parameters were raised since it was made. */
  renew(password: string, verified: Verified): Promise<string>;
  load(): { readonly running: number; readonly waiting: number };
  /** Who still waits for an answer gets BUSY. */
  close(): void;
}

/** Proof that a password fits this hash; only the verifier below can make one, so a check cannot be forgotten. */
export type { Verified };
class Verified {
  readonly #hash: string;
  private constructor(hash: string) {
    this.#hash = hash;
  }
  get hash(): string {
    return this.#hash;
  }
  static async check(engine: HashEngine, password: string, hash: string) {
    return (await engine.verify(password, hash)) ? new Verified(hash) : undefined;
  }
}

export function createPasswords(options: PasswordOptions = {}): Passwords {
  const cost = options.cost ?? { memoryKib: 19_456, passes: 2 };
  const engine = options.engine ?? new HashThreads({ report: options.report ?? (() => undefined) });
  const lane = createLane(options.workers ?? availableParallelism(), options.waiting ?? 100);
  const dummy = dummyHash(cost);
  return {
    hash: (password) => lane.run(() => engine.hash(password, cost)),
    verify: (password, hash) =>
      lane.run(async () => {
        const verified = await Verified.check(engine, password, hash ?? dummy);
        return hash == null ? undefined : verified;
      }),
    renew: async (password, verified) =>
      isWeaker(verified.hash, cost)
        ? await lane.run(() => engine.hash(password, cost))
        : verified.hash,
    load: lane.load,
    close: () => engine.close?.(),
  };
}

/** Runs at most `workers` jobs at a time, first come first served, and lets at most `most` wait. */
function createLane(workers: number, most: number) {
  const queue: (() => void)[] = [];
  const width = Math.max(1, workers);
  let running = 0;
  const enter = async () => {
    if (running < width) running += 1;
    else if (queue.length < most) await new Promise<void>((resolve) => queue.push(resolve));
    else throw new OperationError('BUSY', undefined, { retryAfterMs: 1_000 });
  };
  // Whoever leaves hands its place to the next in line, so that nobody who comes later slips in between.
  const leave = () => {
    const next = queue.shift();
    if (next) next();
    else running -= 1;
  };
  return {
    load: () => ({ running, waiting: queue.length }),
    run: async <R>(job: () => Promise<R>): Promise<R> => {
      await enter();
      try {
        return await job();
      } finally {
        leave();
      }
    },
  };
}

/** A hash of today's cost that no password is known to fit. */
function dummyHash(cost: PasswordCost): string {
  const salt = 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';
  return `$argon2id$v=19$m=${cost.memoryKib},t=${cost.passes},p=1$${salt}$${salt}`;
}

function isWeaker(hash: string, cost: PasswordCost): boolean {
  const [, memory, passes] = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),/.exec(hash) ?? [];
  return Number(memory ?? 0) < cost.memoryKib || Number(passes ?? 0) < cost.passes;
}
