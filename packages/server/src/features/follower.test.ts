// Which streams take a step at once, and that those it was not told of, or that failed, take theirs too.
import { expect, test } from 'bun:test';
import type { AppId, ConversationId } from '@hubbub/protocol';
import { soon } from '../../../../test/support/clock.ts';
import type { Clock } from '../ports/clock.ts';
import { Follower, mostRemembered, type FollowerParts, type Stirred } from './follower.ts';

const app = 'main' as AppId;
const usual = {
  clock: soon,
  gatherMs: 1,
  missedMs: 1,
  restPerWork: 1,
  mostAtOnce: 1,
  find: async () => ({ behind: [], next: undefined }),
  report: () => undefined,
};
const stream = (name: string): Stirred => ({ app, conversation: name as ConversationId });

test('streams with little to do take their step together, one with much alone, and what is left comes last', async () => {
  const steps: string[] = [];
  const left = new Map([['much', 2]]);
  const follower = new Follower({
    ...usual,
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

test('what failed is tried next time, after all others', async () => {
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
  expect(steps).toEqual(['one', 'three', 'two', 'one']);
  await follower.close();
});

test('a walk takes a step with all that is behind, past a stream that always fails', async () => {
  const steps = new Set<string>();
  const { follower, troubles } = walking({
    async step({ conversation }) {
      if (conversation === '0') throw new Error('damaged');
      steps.add(conversation);
      return true;
    },
  });
  await follower.walk();
  await follower.work().catch(String);
  expect([...steps].toSorted()).toEqual(['1', '2', '3', '4', '5']);
  expect(new Set(troubles)).toEqual(new Set(['Error: damaged']));
  await follower.close();
});

test('while it walks others have their turn between the pages', async () => {
  const after: Clock['after'] = (_ms, task) => {
    setImmediate(task);
    return () => undefined;
  };
  const { follower, pages } = walking({
    clock: { ...soon, after },
    step: async () => true,
    find: async ({ id }) => ({ behind: [], next: id < 5 ? { app: 1, id: id + 2 } : undefined }),
  });
  setImmediate(() => pages.push('another'));
  await follower.walk();
  expect(pages.indexOf('another')).toBe(1);
  await follower.close();
});

test('a walk that failed is begun again, and so is one that found more than is remembered', async () => {
  const due: (() => void)[] = [];
  const every = (_ms: number, task: () => void) => {
    due.push(task);
    return () => undefined;
  };
  const pass = async () => {
    for (const task of due) task();
    await Bun.sleep(1);
  };
  let isFailing = true;
  const { follower, pages } = walking({
    clock: { ...soon, every },
    step: async () => true,
    find: async () => {
      if (isFailing) throw new Error('no');
      return { behind: [], next: undefined };
    },
  });
  follower.start();
  await Bun.sleep(1);
  expect(pages).toEqual(['-1']);
  isFailing = false;
  await pass();
  await pass();
  expect(pages).toEqual(['-1', '-1']);
  for (let i = 0; i <= mostRemembered; i += 1) follower.note(stream(`cnv_${i}`));
  await pass();
  await pass();
  expect(pages).toEqual(['-1', '-1', '-1']);
  await follower.close();
});

/** Of six streams, two to a page, all are behind. */
function walking(parts: Partial<FollowerParts> & Pick<FollowerParts, 'step'>) {
  const pages: string[] = [];
  const troubles: string[] = [];
  const two: FollowerParts['find'] = async ({ id }) => {
    const behind = [id + 1, id + 2].map((one) => ({ ...stream(String(one)), changes: 1 }));
    return { behind, next: id + 2 < 5 ? { app: 1, id: id + 2 } : undefined };
  };
  const find: FollowerParts['find'] = (place) => {
    pages.push(String(place.id));
    return (parts.find ?? two)(place);
  };
  const report = (cause: unknown) => troubles.push(String(cause));
  return { follower: new Follower({ ...usual, ...parts, find, report }), pages, troubles };
}

function oneByOne(step: FollowerParts['step']): Follower {
  return new Follower({ ...usual, step });
}
