import { expect, test } from 'bun:test';
import { OperationError } from '@hubbub/protocol';
import { Lanes } from './lanes.ts';

const refusal = new OperationError('RATE', undefined, { retryAfterMs: 1000 });

test('refusals that are over are forgotten, though nobody comes back to their lanes', () => {
  let now = 0;
  const lanes = new Lanes(() => now);
  for (let i = 0; i < 10_000; i += 1) {
    lanes.enter(`lane ${i}`).end(refusal, () => undefined);
    now += 10;
  }
  expect(lanes.size).toBeLessThan(600);
});

test('a refusal that is not over is kept', () => {
  const lanes = new Lanes(() => 0);
  for (let i = 0; i < 1000; i += 1) lanes.enter(`lane ${i}`).end(refusal, () => undefined);
  expect(() => lanes.enter('lane 0').check()).toThrow('refused');
});
