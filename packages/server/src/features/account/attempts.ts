// Limits on guessing passwords and on making accounts. A login takes from the bucket of its address and from that of the
// account, and gives back what it took unless the password was wrong; so of many tries at one moment only as many as the
// buckets hold reach the hash. A device that the account knows has a bucket of its own: outsiders who use up the
// account's cannot lock its owner out. Kept in memory, so a restart forgets it, or in Redis, where all nodes share it. Keys
// are names and addresses, never secrets; those of mails are hashed.
import { createHash } from 'node:crypto';
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

/** A guess at a code that changes every half minute. */
export interface CodeTry {
  readonly app: string;
  readonly address: string;
  readonly account: string;
  readonly knownDevice: string | undefined;
}

/** A mail that somebody wants sent. */
export interface MailTry {
  readonly app: string;
  readonly address: string;
  readonly recipient: string;
}

export interface Attempts {
  /** Runs a check that counts when it answers undefined. Throws RATE without running it when the tries are used up. */
  logIn<R>(attempt: LoginTry, check: () => Promise<R | undefined>): Promise<R | undefined>;
  /** The same for codes, whose tries a right password does not give back. */
  code<R>(attempt: CodeTry, check: () => Promise<R | undefined>): Promise<R | undefined>;
  /** Counts a mail to this recipient that an address asks for; throws RATE. */
  mail(mail: MailTry): Promise<void>;
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
  const codes = new Bucket('code account', limits.loginPerAccount, make);
  const mailers = new Bucket('mail address', limits.loginPerAddress, make);
  const recipients = new Bucket('mail recipient', limits.signUpPerAddress, make);
  const guarded =
    (bucket: Bucket) =>
    async <R>(
      { app, address, account, knownDevice }: CodeTry,
      check: () => Promise<R | undefined>,
    ) => {
      const key = JSON.stringify([app, account, knownDevice ?? '']);
      const giveAddressBack = await addresses.take(groupAddress(address));
      const giveAccountBack = await bucket.take(key);
      let wrong = false;
      try {
        const result = await check();
        wrong = result === undefined;
        if (!wrong) await bucket.clear(key);
        return result;
      } finally {
        if (!wrong) await Promise.all([giveAddressBack(), giveAccountBack()]);
      }
    };
  const logIn = guarded(accounts);
  return {
    logIn: ({ usernameFolded, ...attempt }, check) =>
      logIn({ ...attempt, account: usernameFolded }, check),
    code: guarded(codes),
    async mail({ app, address, recipient }) {
      await mailers.take(groupAddress(address));
      await recipients.take(
        createHash('sha256')
          .update(JSON.stringify([app, recipient]))
          .digest('hex'),
      );
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
