// Clocks that do not go by themselves.
import type { Clock } from '../../packages/server/src/ports/clock.ts';

const never = () => () => undefined;

/** Tells the time; nothing that waits for one comes. */
export const still: Clock = {
  now: Date.now,
  elapsed: () => performance.now(),
  after: never,
  every: never,
};

/** Time that does not pass: what is put off for a while is done at once, what is done from time to time never. */
export const soon: Clock = {
  now: () => 0,
  elapsed: () => 0,
  after: (_ms, task) => {
    queueMicrotask(task);
    return () => undefined;
  },
  every: never,
};
