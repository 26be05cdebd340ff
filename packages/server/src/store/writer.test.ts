// When the writer commits and what it answers, held against an engine that only notes what it is given.
import { describe, expect, test } from 'bun:test';
import { OperationError } from '@hubbub/protocol';
import type { DatabaseEngine, QueuedWrite } from './engine.ts';
import type { Write } from './statement.ts';
import { openWriter, type Writer } from './writer.ts';

const echo: Write<number, number> = {
  name: 'test.echo',
  locks: () => ({}),
  run() {
    throw new Error('this engine runs nothing');
  },
};

interface Commit {
  readonly args: readonly unknown[];
  readonly at: number;
}

function start(commit: (batch: readonly QueuedWrite[]) => void | Promise<void>, pauseMs = 2) {
  const commits: Commit[] = [];
  const troubles: string[] = [];
  const engine: DatabaseEngine = {
    engine: 'sqlite',
    commit(batch) {
      commits.push({ args: batch.map(({ args }) => args), at: performance.now() });
      for (const queued of batch) queued.outcome = { ok: true, value: queued.args };
      return commit(batch);
    },
    read: () => Promise.reject(new Error('not here')),
    scrub: () => undefined,
    close: async () => {},
  };
  const limits = { queue: 100, batch: 10, pauseMs };
  const writer = openWriter(engine, { limits, onTrouble: (what) => troubles.push(what) });
  return { writer, commits, troubles };
}

const submit = (writer: Writer, args: number) => writer.submit({ app: 1, write: echo, args });

describe('the writer', () => {
  test('a lone write on a quiet server waits for the end of the turn only', async () => {
    const { writer, commits } = start(() => undefined, 60_000);
    expect(await Promise.all([submit(writer, 1), submit(writer, 2)])).toEqual([1, 2]);
    expect(commits.map(({ args }) => args)).toEqual([[1, 2]]);
  });

  test('soon after a commit the next one waits for the pause', async () => {
    const { writer, commits } = start(() => undefined, 40);
    await submit(writer, 1);
    const second = submit(writer, 2);
    await new Promise((resolve) => setImmediate(resolve));
    const third = submit(writer, 3);
    await Promise.all([second, third]);
    expect(commits.map(({ args }) => args)).toEqual([[1], [2, 3]]);
    const [first, last] = commits;
    expect((last?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(38);
  });

  test('nobody is answered before the commit has ended', async () => {
    const gate = Promise.withResolvers<void>();
    const { writer, commits } = start(() => gate.promise);
    let isAnswered = false;
    const answer = submit(writer, 1).then(() => (isAnswered = true));
    while (commits.length === 0) await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setImmediate(resolve));
    expect(isAnswered).toBe(false);
    gate.resolve();
    await answer;
    expect(isAnswered).toBe(true);
  });

  test('a commit that fails refuses its whole batch as STORAGE, and the next goes through', async () => {
    let isBroken = true;
    const { writer, troubles } = start(() => {
      if (isBroken) throw new Error('disk');
    });
    const settled = await Promise.allSettled([submit(writer, 1), submit(writer, 2)]);
    const reasons = settled.map(
      (result) => result.status === 'rejected' && (result.reason as OperationError).reason,
    );
    expect(reasons).toEqual(['STORAGE', 'STORAGE']);
    expect(troubles).toHaveLength(1);
    isBroken = false;
    expect(await submit(writer, 3)).toBe(3);
    expect(writer.stats()).toMatchObject({ batches: 1, failedBatches: 1, writes: 1, queued: 0 });
  });

  test('an outcome that stays unknown is said to be unknown', async () => {
    const { writer } = start(() => Promise.reject(new OperationError('DEADLINE')));
    const [settled] = await Promise.allSettled([submit(writer, 1)]);
    expect(settled).toMatchObject({ status: 'rejected', reason: { reason: 'DEADLINE' } });
  });
});
