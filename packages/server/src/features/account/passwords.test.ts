import { describe, expect, test } from 'bun:test';
import { until } from '../../../../../test/support/until.ts';
import type { HashEngine } from './hashing.ts';
import { createPasswords, type Verified } from './passwords.ts';

const cheap = { memoryKib: 64, passes: 1 };

/** Computes nothing until it is told to. */
class HeldEngine implements HashEngine {
  readonly held: ((value: string) => void)[] = [];
  readonly verified: string[] = [];
  mostAtOnce = 0;
  hash(): Promise<string> {
    return new Promise((resolve) => {
      this.held.push(resolve);
      this.mostAtOnce = Math.max(this.mostAtOnce, this.held.length);
    });
  }
  verify(_password: string, hash: string): Promise<boolean> {
    this.verified.push(hash);
    return Promise.resolve(true);
  }
}

describe('password hashing', () => {
  test('is argon2id with 19 MiB and two passes unless told otherwise', async () => {
    const passwords = createPasswords();
    const hash = await passwords.hash('mouse-lantern');
    expect(hash).toStartWith('$argon2id$v=19$m=19456,t=2,p=1$');
    expect((await passwords.verify('mouse-lantern', hash))?.hash).toBe(hash);
    expect(await passwords.verify('mouse-lanterm', hash)).toBeUndefined();
  });

  test('computes a hash when there is no account, and never lets it fit', async () => {
    const engine = new HeldEngine();
    const passwords = createPasswords({ engine, cost: cheap });
    expect(await passwords.verify('x', undefined)).toBeUndefined();
    expect(await passwords.verify('x', null)).toBeUndefined();
    expect(engine.verified).toHaveLength(2);
    const [dummy = ''] = engine.verified;
    expect(dummy).toStartWith('$argon2id$v=19$m=64,t=1,p=1$');
    expect(await Bun.password.verify('x', dummy)).toBe(false);
  });

  test('runs one per worker, lets a bounded number wait in order, and answers BUSY past that', async () => {
    const engine = new HeldEngine();
    const passwords = createPasswords({ engine, workers: 2, waiting: 3 });
    const order: number[] = [];
    const calls = [0, 1, 2, 3, 4].map((i) => passwords.hash('p').then(() => order.push(i)));
    await until(() => engine.held.length === 2);
    expect(passwords.load()).toEqual({ running: 2, waiting: 3 });
    // Awaited plainly, so that a call that waits for ever ends the test by its time limit.
    const refused = await passwords.hash('p').catch((error: unknown) => error);
    expect(refused).toMatchObject({ reason: 'BUSY', retryable: true });
    for (let done = 1; done <= 5; done += 1) {
      await until(() => engine.held.length > 0);
      engine.held.shift()?.('hash');
      await until(() => order.length === done);
    }
    await Promise.all(calls);
    expect(order).toEqual([0, 1, 2, 3, 4]);
    expect(engine.mostAtOnce).toBe(2);
    expect(passwords.load()).toEqual({ running: 0, waiting: 0 });
  });

  test('a failure frees its place', async () => {
    const engine: HashEngine = {
      hash: () => Promise.reject(new Error('no memory')),
      verify: () => Promise.reject(new Error('no memory')),
    };
    const passwords = createPasswords({ engine, workers: 1, waiting: 0 });
    for (let i = 0; i < 3; i += 1)
      expect(await passwords.hash('p').catch((error: unknown) => error)).toBeInstanceOf(Error);
    expect(passwords.load()).toEqual({ running: 0, waiting: 0 });
  });

  test('is renewed when the parameters were raised, and only then', async () => {
    const old = createPasswords({ cost: cheap });
    const today = createPasswords({ cost: { memoryKib: 128, passes: 2 } });
    const hash = await old.hash('mouse-lantern');
    const verified = await today.verify('mouse-lantern', hash);
    const renewed = await today.renew('mouse-lantern', verified!);
    expect(renewed).toStartWith('$argon2id$v=19$m=128,t=2,');
    const again = await today.verify('mouse-lantern', renewed);
    expect(await today.renew('mouse-lantern', again!)).toBe(renewed);
    expect(await old.renew('mouse-lantern', again!)).toBe(renewed);
  });

  test('the proof of a password cannot be written down or forgotten to be awaited', () => {
    const passwords = createPasswords({ engine: new HeldEngine() });
    // @ts-expect-error what is no proof is not taken for one
    const forged: Verified = { hash: 'x' };
    // @ts-expect-error nor is the promise of one
    const promised: Verified = passwords.verify('x', 'hash');
    expect([forged, promised]).toHaveLength(2);
  });
});
