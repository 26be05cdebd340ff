// Which streams take a step at once.
import { expect, test } from 'bun:test';
import type { AppId, ConversationId } from '@hubbub/protocol';
import { soon } from '../../../../test/support/clock.ts';
import { Follower, type FollowerParts, type Stirred } from './follower.ts';

const app = 'main' as AppId;
const stream = (name: string): Stirred => ({ app, conversation: name as ConversationId });

test('streams with little to do take their step together, one with much alone, and what is left comes last', async () => {
  const steps: string[] = [];
  const left = new Map([['much', 2]]);
  const follower = new Follower({
    clock: soon,
    gatherMs: 1,
    restPerWork: 1,
    mostAtOnce: 10,
    async step({ conversation }) {
      steps.push(`${conversation} begins`);
      await Bun.sleep(0);
      steps.push(`${conversation} ends`);
      const more = (left.get(conversation) ?? 0) - 1;
      left.set(conversation, more);
      return more <= 0;
    },
    report: (cause) => steps.push(String(cause)),
  });
  follower.note(stream('much'), 100);
  follower.note(stream('one'), 4);
  follower.note(stream('two'));
  follower.note(stream('one'), 5);
  follower.note(stream('three'));
  await follower.work();
  const all = ['much', 'one, two', 'three', 'much'].map((together) => together.split(', '));
  expect(steps).toEqual(
    all.flatMap((names) =>
      ['begins', 'ends'].flatMap((what) => names.map((name) => `${name} ${what}`)),
    ),
  );
  await follower.close();
});

test('what comes while it works is gathered for the next run, and who asks then waits for it', async () => {
  const steps: string[] = [];
  const follower: Follower = oneByOne(async ({ conversation }) => {
    steps.push(conversation);
    if (steps.length < 3) follower.note(stream('late'));
    await Bun.sleep(0);
    return true;
  });
  follower.note(stream('one'));
  follower.note(stream('two'));
  await follower.work();
  expect(steps).toEqual(['one', 'two']);
  follower.note(stream('three'));
  const first = follower.work();
  follower.note(stream('four'));
  await Promise.all([first, follower.work()]);
  expect(steps).toEqual(['one', 'two', 'late', 'three', 'four']);
  await follower.close();
});

test('what a failure has left is done next time', async () => {
  const steps: string[] = [];
  const follower = oneByOne(async ({ conversation }) => {
    steps.push(conversation);
    if (steps.length === 1) throw new Error('no');
    return true;
  });
  follower.note(stream('one'));
  follower.note(stream('two'));
  const failed = await follower.work().catch(String);
  expect(failed).toBe('Error: no');
  follower.note(stream('three'));
  await follower.work();
  expect(steps).toEqual(['one', 'two', 'three']);
  await follower.close();
});

function oneByOne(step: FollowerParts['step']): Follower {
  const report = () => undefined;
  return new Follower({ clock: soon, gatherMs: 1, restPerWork: 1, mostAtOnce: 1, step, report });
}
