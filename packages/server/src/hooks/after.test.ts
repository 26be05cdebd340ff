import { expect, test } from 'bun:test';
import type { AppId } from '@hubbub/protocol';
import { systemClock } from '../ports/clock.ts';
import { AfterQueue, type Told } from './after.ts';

const where = { app: 'main' as AppId, door: 'socket', address: '' } as const;

function joined(conversation: string, version: number): Told {
  const event = { conversation, kind: 'ROOM', user: `at ${version}`, by: '' };
  return { name: 'join', event, where, key: conversation, version };
}

test('what one turn brings is told by version, one at a time in a conversation', async () => {
  const log: string[] = [];
  let running = 0;
  const queue = new AfterQueue({
    clock: systemClock,
    hooks: () => [
      {
        name: 'after.join',
        file: '',
        limitMs: 1000,
        mayPass: false,
        async run({ conversation, user }) {
          if (conversation === 'a') expect((running += 1)).toBe(1);
          log.push(`${String(conversation)} ${String(user)}`);
          await Promise.resolve();
          if (conversation === 'a') running -= 1;
        },
      },
    ],
    failed: (_hook, _app, error) => log.push(String(error)),
  });
  for (const version of [3, 1, 2]) queue.add(joined('a', version));
  queue.add(joined('b', 7));
  await queue.close(1000);
  expect(log.filter((line) => line.startsWith('a'))).toEqual(['a at 1', 'a at 2', 'a at 3']);
  expect(log).toContain('b at 7');
});

test('more than it can hold is dropped, and said', async () => {
  const failures: string[] = [];
  let open: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => (open = resolve));
  let told = 0;
  const queue = new AfterQueue({
    clock: systemClock,
    hooks: () => [
      {
        name: 'after.join',
        file: '',
        limitMs: 60_000,
        mayPass: false,
        run: () => {
          told += 1;
          return gate;
        },
      },
    ],
    failed: (_hook, _app, error) => failures.push(String(error)),
  });
  for (let version = 1; version <= 10_002; version += 1) queue.add(joined('a', version));
  expect(failures).toHaveLength(2);
  expect(failures[0]).toContain('not told');
  open();
  await queue.close(60_000);
  expect(told).toBe(10_000);
});
