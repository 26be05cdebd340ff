import { afterEach, beforeEach, describe, expect, setSystemTime, test } from 'bun:test';
import { OperationError } from '@hubbub/protocol';
import { attemptLimits, createAttempts, type Attempts } from './attempts.ts';

const minute = 60_000;
let now = 0;
let attempts: Attempts;
let hashed = 0;

beforeEach(() => {
  now = Date.UTC(2030, 0, 1);
  setSystemTime(now);
  attempts = createAttempts();
  hashed = 0;
});
afterEach(() => {
  setSystemTime();
});

interface Guess {
  readonly from?: string;
  readonly name?: string;
  readonly device?: string;
  readonly isRight?: boolean;
}

async function guess({ from = '192.0.2.1', name = 'alice', device, isRight = false }: Guess = {}) {
  const attempt = { app: 'main', address: from, usernameFolded: name, knownDevice: device };
  const check = async () => {
    hashed += 1;
    return isRight ? 'in' : undefined;
  };
  return attempts.logIn(attempt, check).then((result) => result ?? 'wrong', reasonOf);
}

function reasonOf(error: unknown): string {
  return error instanceof OperationError ? error.reason : String(error);
}

function pass(ms: number): void {
  now += ms;
  setSystemTime(now);
}

async function times(count: number, work: (i: number) => Promise<string>): Promise<string[]> {
  const answers: string[] = [];
  for (let i = 0; i < count; i += 1) answers.push(await work(i));
  return answers;
}

const address = (i: number) => `198.51.${i >> 8}.${i & 255}`;

describe('login attempts', () => {
  test('an account takes five wrong guesses, then one every five minutes', async () => {
    const answers = await times(8, (i) => guess({ from: address(i) }));
    expect(answers).toEqual(['wrong', 'wrong', 'wrong', 'wrong', 'wrong', 'RATE', 'RATE', 'RATE']);
    expect(hashed).toBe(5);
    pass(5 * minute);
    expect(await times(2, (i) => guess({ from: address(i) }))).toEqual(['wrong', 'RATE']);
  });

  test('a refusal says when to come back', async () => {
    await times(5, () => guess());
    const attempt = { app: 'main', address: '', usernameFolded: 'alice', knownDevice: undefined };
    const refused = attempts.logIn(attempt, async () => 'in');
    const error = await refused.catch((cause: unknown) => cause);
    expect(error).toMatchObject({ reason: 'RATE', retryAfterMs: 5 * minute });
  });

  test('of a thousand guesses at one moment only five reach the hash', async () => {
    const answers = await Promise.all(
      Array.from({ length: 1000 }, (_, i) => guess({ from: address(i) })),
    );
    expect(answers.filter((answer) => answer === 'wrong').length).toBeLessThanOrEqual(5);
    expect(hashed).toBeLessThanOrEqual(5);
  });

  test('100,000 guesses from 1,000 addresses over an hour try at most 100', async () => {
    for (let second = 0; second < 3600; second += 36) {
      await Promise.all(Array.from({ length: 1000 }, (_, i) => guess({ from: address(i) })));
      pass(36_000);
    }
    expect(hashed).toBeGreaterThan(10);
    expect(hashed).toBeLessThanOrEqual(100);
  });

  test('a device the account knows still gets in when outsiders used the account’s tries up', async () => {
    await times(8, (i) => guess({ from: address(i) }));
    expect(await guess({ from: '203.0.113.1', isRight: true })).toBe('RATE');
    expect(await guess({ from: '203.0.113.1', device: 'laptop', isRight: true })).toBe('in');
  });

  test('and it is limited itself', async () => {
    const answers = await times(7, (i) => guess({ from: address(i), device: 'laptop' }));
    expect(answers.filter((answer) => answer === 'wrong')).toHaveLength(5);
  });

  test('an address takes ten wrong guesses over all accounts', async () => {
    const answers = await times(12, (i) => guess({ name: `user${i}` }));
    expect(answers.filter((answer) => answer === 'wrong')).toHaveLength(10);
    expect(await guess({ from: '203.0.113.1', name: 'user99' })).toBe('wrong');
  });

  test('logging in costs nothing, and gives the account its tries back', async () => {
    expect(new Set(await times(40, () => guess({ isRight: true })))).toEqual(new Set(['in']));
    await times(4, (i) => guess({ from: address(i) }));
    expect(await guess({ isRight: true })).toBe('in');
    const answers = await times(6, (i) => guess({ from: address(i) }));
    expect(answers.filter((answer) => answer === 'wrong')).toHaveLength(5);
  });

  test('a check that could not be made costs nothing', async () => {
    const attempt = {
      app: 'main',
      address: '192.0.2.1',
      usernameFolded: 'alice',
      knownDevice: undefined,
    };
    const busy = () =>
      attempts.logIn(attempt, () => Promise.reject(new OperationError('BUSY'))).catch(reasonOf);
    expect(new Set(await times(30, async () => String(await busy())))).toEqual(new Set(['BUSY']));
    expect(await guess()).toBe('wrong');
  });

  test('the same name in two apps is two accounts', async () => {
    await times(5, (i) => guess({ from: address(i) }));
    const attempt = {
      app: 'shop',
      address: '203.0.113.9',
      usernameFolded: 'alice',
      knownDevice: undefined,
    };
    expect(await attempts.logIn(attempt, async () => 'in')).toBe('in');
  });
});

describe('sign-ups', () => {
  const make = () => attempts.signUp('192.0.2.1', async () => 'made').catch(reasonOf);

  test('an address makes three accounts, then ten an hour', async () => {
    expect(await times(5, make)).toEqual(['made', 'made', 'made', 'RATE', 'RATE']);
    pass(6 * minute);
    expect(await times(2, make)).toEqual(['made', 'RATE']);
  });

  test('one that was refused for another reason costs nothing', async () => {
    const taken = () =>
      attempts
        .signUp('192.0.2.1', () => Promise.reject(new OperationError('TAKEN')))
        .catch(reasonOf);
    expect(new Set(await times(9, async () => String(await taken())))).toEqual(new Set(['TAKEN']));
    expect(await make()).toBe('made');
  });
});

test('the shipped numbers', () => {
  expect(attemptLimits).toEqual({
    loginPerAccount: { burst: 5, everyMs: 300_000 },
    loginPerAddress: { burst: 10, everyMs: 300_000 },
    signUpPerAddress: { burst: 3, everyMs: 360_000 },
  });
});
