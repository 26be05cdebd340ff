// Limits on guessing passwords and on making accounts. A login takes from the bucket of its address and from that of the
// account, and gives back what it took unless the password was wrong; so of many tries at one moment only as many as the
// buckets hold reach the hash. A device that the account knows has a bucket of its own: outsiders who use up the
// account's cannot lock its owner out. Kept in memory, so a restart forgets it, or in Redis, where all nodes share it. Keys
// are names and addresses, never secrets.
import { OperationError } from '@hubbub/protocol';
import type { RateLimiterAbstract } from 'rate-limiter-flexible';
import { memoryLimiter, type MakeLimiter } from '../../ports/limiter.ts';
import { groupAddress } from './address-group.ts';

/** `burst` tries at once, then one every `everyMs`; the burst is there again an hour after it began. */
export interface AttemptLimit {
  readonly burst: number;
  readonly everyMs: number;
}

export interface AttemptLimits {
  readonly loginPerAccount: AttemptLimit;
  readonly loginPerAddress: AttemptLimit;
  readonly signUpPerAddress: AttemptLimit;
}

export const attemptLimits: AttemptLimits = {
  loginPerAccount: { burst: 5, everyMs: 300_000 },
  loginPerAddress: { burst: 10, everyMs: 300_000 },
  signUpPerAddress: { burst: 3, everyMs: 360_000 },
};

export interface LoginTry {
  readonly app: string;
  readonly address: string;
  readonly usernameFolded: string;
  /** The key of a device that the account has already. */
  readonly knownDevice: string | undefined;
}

export interface Attempts {
  /** Runs a check that counts when it answers undefined. Throws RATE without running it when the tries are used up. */
  logIn<R>(attempt: LoginTry, check: () => Promise<R | undefined>): Promise<R | undefined>;
  /** Runs what makes an account; counts when it did. */
  signUp<R>(address: string, make: () => Promise<R>): Promise<R>;
}

export function createAttempts(
  limits: AttemptLimits = attemptLimits,
  make: MakeLimiter = memoryLimiter,
): Attempts {
  const accounts = new Bucket('login account', limits.loginPerAccount, make);
  const addresses = new Bucket('login address', limits.loginPerAddress, make);
  const signUps = new Bucket('sign-up address', limits.signUpPerAddress, make);
  return {
    async logIn(attempt, check) {
      const { app, usernameFolded, knownDevice } = attempt;
      const account = JSON.stringify([app, usernameFolded, knownDevice ?? '']);
      const giveAddressBack = await addresses.take(groupAddress(attempt.address));
      const giveAccountBack = await accounts.take(account);
      let wrong = false;
      try {
        const result = await check();
        wrong = result === undefined;
        if (!wrong) await accounts.clear(account);
        return result;
      } finally {
        if (!wrong) await Promise.all([giveAddressBack(), giveAccountBack()]);
      }
    },
    async signUp(address, make) {
      const giveBack = await signUps.take(groupAddress(address));
      let made = false;
      try {
        const result = await make();
        made = true;
        return result;
      } finally {
        if (!made) await giveBack();
      }
    },
  };
}

type GiveBack = () => Promise<void>;

class Bucket {
  readonly #steady: RateLimiterAbstract;
  readonly #burst: RateLimiterAbstract;

  constructor(name: string, { burst, everyMs }: AttemptLimit, make: MakeLimiter) {
    this.#steady = make({ keyPrefix: `${name} steady`, points: 1, duration: everyMs / 1000 });
    this.#burst = make({ keyPrefix: `${name} burst`, points: burst - 1, duration: 3600 });
  }

  /** Throws RATE when it is empty; otherwise returns how to give back what was taken. */
  async take(key: string): Promise<GiveBack> {
    const steady = await add(this.#steady, key);
    if (steady === undefined) return () => giveBack(this.#steady, key);
    const burst = await add(this.#burst, key);
    if (burst === undefined) return () => giveBack(this.#burst, key);
    throw new OperationError('RATE', undefined, { retryAfterMs: Math.min(steady, burst) });
  }

  async clear(key: string): Promise<void> {
    await Promise.all([this.#steady.delete(key), this.#burst.delete(key)]);
  }
}

/** @returns undefined when there was room, else the milliseconds until there is. */
async function add(limiter: RateLimiterAbstract, key: string): Promise<number | undefined> {
  const taken = await limiter.penalty(key);
  if (taken.consumedPoints <= limiter.points) return undefined;
  await limiter.reward(key);
  return taken.msBeforeNext;
}

async function giveBack(limiter: RateLimiterAbstract, key: string): Promise<void> {
  const left = await limiter.reward(key);
  // An entry that counts nothing is dropped, so that whoever cannot be counted costs no memory either.
  if (left.consumedPoints <= 0) await limiter.delete(key);
}
