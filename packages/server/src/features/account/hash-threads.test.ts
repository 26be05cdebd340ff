import { afterEach, expect, test } from 'bun:test';
import { join } from 'node:path';
import { hasThreads } from '../../../../../test/support/threads.ts';
import { until } from '../../../../../test/support/until.ts';
import { startThread } from '../../own-files.ts';
import { HashThreads } from './hash-threads.ts';

const cheap = { memoryKib: 64, passes: 1 };
/** Takes long enough to be looked at. */
const slow = { memoryKib: 19_456, passes: 20 };

const support = join(import.meta.dir, '../../../../../test/support');

const opened: { close(): void }[] = [];
afterEach(() => {
  for (const one of opened.splice(0)) one.close();
});

/** The real threads, which are counted and can be ended from outside. */
function open() {
  const started: Worker[] = [];
  const told: unknown[] = [];
  const threads = new HashThreads({
    report: (_, cause) => told.push(cause),
    start() {
      const worker = startThread('features/account/hash.worker.ts');
      started.push(worker);
      return worker;
    },
  });
  opened.push(threads);
  return { threads, started, told };
}

test('there are no more threads than computations at one time, and none before the first', async () => {
  const { threads, started } = open();
  expect(started).toHaveLength(0);
  const hash = await threads.hash('mouse-lantern', cheap);
  for (const password of ['mouse-lantern', 'mouse-lanterm'])
    expect(await threads.verify(password, hash)).toBe(password === 'mouse-lantern');
  expect(started).toHaveLength(1);
  const many = await Promise.all([1, 2, 3].map(() => threads.verify('mouse-lantern', hash)));
  expect(many).toEqual([true, true, true]);
  expect(started).toHaveLength(3);
});

test('what cannot be computed is an error, and its thread goes on', async () => {
  const { threads, started, told } = open();
  const failed = await threads.verify('p', '$nothing$').catch((error: unknown) => error);
  expect(failed).toBeInstanceOf(Error);
  expect(failed).not.toHaveProperty('reason');
  expect(await threads.hash('p', cheap)).toStartWith('$argon2id$');
  expect([started.length, told.length]).toEqual([1, 0]);
});

test('a thread that ends refuses whom it served, is told of, and followed by another', async () => {
  const { threads, started, told } = open();
  const computing = threads.hash('p', slow).catch((error: unknown) => error);
  const [first] = started;
  first?.terminate();
  expect(await computing).toMatchObject({ reason: 'BUSY', retryable: true, retryAfterMs: 1_000 });
  expect(told).toEqual(['with code 0']);
  expect(await threads.hash('p', cheap)).toStartWith('$argon2id$');
  started[1]?.terminate();
  await until(() => told.length === 2);
  expect(await threads.hash('p', cheap)).toStartWith('$argon2id$');
  expect(started).toHaveLength(3);
});

test('where no thread can be started whoever asks is told to come back', async () => {
  const told: unknown[] = [];
  const cause = new TypeError('Failed to spawn worker thread');
  const threads = new HashThreads({
    report: (_, why) => told.push(why),
    start() {
      throw cause;
    },
  });
  const failed = await threads.hash('p', cheap).catch((error: unknown) => error);
  expect(failed).toMatchObject({ reason: 'BUSY', retryable: true });
  expect(told).toEqual([cause]);
});

test('closed, it has no threads, and says of none that it ended by itself', async () => {
  const { threads, started, told } = open();
  await Promise.all([threads.hash('p', cheap), threads.hash('p', cheap)]);
  const ended = started.map(
    (worker) => new Promise((resolve) => worker.addEventListener('close', resolve)),
  );
  const computing = threads.hash('p', slow).catch((error: unknown) => error);
  threads.close();
  await Promise.all(ended);
  expect(await computing).toMatchObject({ reason: 'BUSY' });
  expect(told).toEqual([]);
});

/** A process that hashes. What it prints is an object. */
async function inProcess(then: string): Promise<unknown> {
  const [own, threads] = [`${import.meta.dir}/hash-threads.ts`, `${support}/threads.ts`];
  const program = `
    import { HashThreads } from ${JSON.stringify(own)};
    import { priorities } from ${JSON.stringify(threads)};
    const before = priorities();
    const threads = new HashThreads({ report() {} });
    const done = async () => {
      const hash = await threads.hash('p', ${JSON.stringify(slow)});
      ${then}
    };
    // Nothing but the threads keeps it alive.
    void done();`;
  const child = Bun.spawn([process.execPath, '-e', program], { cwd: import.meta.dir });
  const said = await new Response(child.stdout).text();
  expect(await child.exited).toBe(0);
  return JSON.parse(said);
}

test('a process lives until it has answered, and no longer', async () => {
  expect(await inProcess("console.log(await threads.verify('p', hash))")).toBe(true);
});

test.skipIf(!hasThreads)('only the thread that hashes has the lowest priority', async () => {
  const said = await inProcess(`
    const [usual] = [...before.values()];
    const lowered = [...priorities()].filter(([, priority]) => priority !== usual);
    console.log(JSON.stringify(lowered.map(([id, is]) => ({ is, isNew: !before.has(id) }))));`);
  expect(said).toEqual([{ is: 19, isNew: true }]);
});
