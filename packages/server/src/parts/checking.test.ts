import { expect, test } from 'bun:test';
import { withoutThreads } from '../../../../test/support/threads.ts';
import { systemClock } from '../ports/clock.ts';
import { Checking } from './checking.ts';

test('where no thread can be started it says so, and looks again another day', () => {
  const tasks: (() => void)[] = [];
  const told: string[] = [];
  const note = (_ms: number, task: () => void) => {
    tasks.push(task);
    return () => undefined;
  };
  const checking = new Checking({
    path: '/nowhere/hubbub.db',
    clock: { ...systemClock, after: note, every: note },
    report: (problem, cause) => told.push(`${problem}: ${String(cause)}`),
  });
  const haveThreads = withoutThreads();
  try {
    for (const task of tasks) task();
  } finally {
    haveThreads();
  }
  expect(told).toHaveLength(2);
  expect(told[0]).toMatch(/could not be looked through.*Failed to spawn/);
  checking.stop();
});
