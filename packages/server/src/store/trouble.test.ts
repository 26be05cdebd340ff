import { expect, test } from 'bun:test';
import { sparingly } from './trouble.ts';

function start() {
  const told: string[] = [];
  let timers: (() => void)[] = [];
  const trouble = sparingly(
    (what, cause) => told.push(`${what}: ${String(cause)}`),
    (_ms, run) => {
      timers.push(run);
      return () => (timers = timers.filter((one) => one !== run));
    },
  );
  return {
    trouble,
    told,
    passMinute: () => {
      const due = timers;
      timers = [];
      for (const run of due) run();
    },
    timers: () => timers.length,
  };
}

test('the first of a streak is told at once, then one line a minute with the count', () => {
  const { trouble, told, passMinute } = start();
  for (let i = 1; i <= 701; i += 1) trouble.tell('not kept', i);
  trouble.tell('other', 'x');
  expect(told).toEqual(['not kept: 1', 'other: x']);
  passMinute();
  expect(told.slice(2)).toEqual(['not kept, 700 more within a minute; the last: 701']);
  trouble.tell('not kept', 702);
  passMinute();
  expect(told.slice(3)).toEqual(['not kept, 1 more within a minute; the last: 702']);
});

test('after a quiet minute the next is the first again', () => {
  const { trouble, told, passMinute, timers } = start();
  trouble.tell('not kept', 1);
  passMinute();
  expect(timers()).toBe(0);
  trouble.tell('not kept', 2);
  expect(told).toEqual(['not kept: 1', 'not kept: 2']);
});

test('the end tells what was only counted, and leaves no timer', () => {
  const { trouble, told, timers } = start();
  trouble.tell('not kept', 1);
  trouble.tell('not kept', 2);
  trouble.close();
  expect(told).toEqual(['not kept: 1', 'not kept, 1 more within a minute; the last: 2']);
  expect(timers()).toBe(0);
});

test('trouble of very many kinds is told as one, and keeps no more timers', () => {
  const { trouble, told, timers } = start();
  for (let i = 0; i < 5000; i += 1) trouble.tell(`cnv_${i} could not be delivered`, i);
  expect([told.length, timers()]).toEqual([201, 201]);
  expect(told.at(-1)).toStartWith('trouble of many kinds');
});
