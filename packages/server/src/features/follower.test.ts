import { expect, test } from 'bun:test';
import type { AppId, ConversationId } from '@hubbub/protocol';
import type { Clock } from '../ports/clock.ts';
import { Follower, type Stirred } from './follower.ts';

const app = 'main' as AppId;
const stirred = (number: number): Stirred => ({
  app,
  conversation: `cnv_${number}` as ConversationId,
});
const clock = {
  elapsed: () => 0,
  every: () => () => undefined,
  after: (_ms: number, task: () => void) => {
    task();
    return () => undefined;
  },
} as unknown as Clock;

function follow(step: (stirred: Stirred, ofMany: number) => Promise<boolean>): Follower {
  return new Follower({ clock, gatherMs: 1, restPerWork: 4, step, report: () => undefined });
}

test('steps of many streams are taken together, and each stream goes on until it is done', async () => {
  const left = new Map(
    Array.from({ length: 70 }, (_, i) => [stirred(i).conversation, 1 + (i % 3)]),
  );
  const together: number[] = [];
  const follower = follow(async ({ conversation }, ofMany) => {
    together.push(ofMany);
    const rest = (left.get(conversation) ?? 0) - 1;
    left.set(conversation, rest);
    return rest === 0;
  });
  for (const conversation of left.keys()) follower.note({ app, conversation });
  await follower.work();
  expect(new Set(left.values())).toEqual(new Set([0]));
  expect(together[0]).toBe(32);
  expect(Math.max(...together)).toBe(32);
});

test('one that fails keeps no other from going on, and is told of', async () => {
  const steps = new Map<string, number>();
  const follower = follow(async ({ conversation }) => {
    const count = (steps.get(conversation) ?? 0) + 1;
    steps.set(conversation, count);
    if (conversation === 'cnv_1') throw new Error('no disk');
    return count === 2;
  });
  for (const number of [0, 1, 2]) follower.note(stirred(number));
  const failure: unknown = await follower.work().catch((error: unknown) => error);
  expect(failure).toEqual(new Error('no disk'));
  await follower.work();
  expect(Object.fromEntries(steps)).toEqual({ cnv_0: 2, cnv_1: 1, cnv_2: 2 });
});
