import { expect, test } from 'bun:test';
import type { Clock } from '../ports/clock.ts';
import { Lease } from './lease.ts';

function standing() {
  const times = { elapsed: 0, now: 5_000_000 };
  let later: () => void = () => undefined;
  const clock: Clock = {
    elapsed: () => times.elapsed,
    now: () => times.now,
    every: () => () => undefined,
    after: (_, task) => {
      later = task;
      return () => (later = () => undefined);
    },
  };
  const pass = (ms: number) => {
    times.elapsed += ms;
    times.now += ms;
  };
  return { times, clock, pass, run: () => later() };
}

test('it ends a little before others take it for over, and begins again when it was renewed', () => {
  const { clock, pass, run } = standing();
  const told: number[] = [];
  const lease = new Lease(clock, 1000, (count) => told.push(count));
  pass(899);
  expect([lease.isHeld, lease.count]).toEqual([true, 1]);
  pass(1);
  expect([lease.isHeld, lease.count]).toEqual([false, 0]);
  const renewed = lease.renewing();
  // Counted from before it was written.
  pass(500);
  renewed();
  pass(399);
  expect(lease.isHeld).toBe(true);
  pass(1);
  run();
  expect(lease.isHeld).toBe(false);
  expect(told).toEqual([2, 0]);
});

test('either clock may end it, and none where nobody else could own anything', () => {
  for (const clockName of ['elapsed', 'now'] as const) {
    const { clock, times } = standing();
    const lease = new Lease(clock, 1000, () => undefined);
    times[clockName] += 1000;
    expect([clockName, lease.isHeld]).toEqual([clockName, false]);
    times.now -= 10_000_000;
    expect([clockName, lease.isHeld]).toEqual([clockName, clockName === 'now']);
    expect(new Lease(clock, 0, () => undefined).isHeld).toBe(true);
  }
});
