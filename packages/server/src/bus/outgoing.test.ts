import { expect, test } from 'bun:test';
import type { Redis } from 'ioredis';
import { Outgoing } from './outgoing.ts';

/** A Redis that confirms when it is told to. */
function fakeRedis() {
  const published: number[] = [];
  const confirm: (() => void)[] = [];
  let onReady: () => void = () => undefined;
  const fake = {
    status: 'reconnecting',
    on: (_event: string, listener: () => void) => (onReady = listener),
    publish(_channel: string, message: Uint8Array) {
      published.push(message[0] ?? 0);
      return new Promise<void>((resolve) => confirm.push(resolve));
    },
  };
  return {
    published,
    redis: fake as unknown as Redis,
    come: () => {
      fake.status = 'ready';
      onReady();
    },
    confirmAll: async () => {
      for (const one of confirm.splice(0)) one();
      await Promise.resolve();
    },
  };
}

test('while Redis is away the oldest go first, and the newest are sent in order when it comes', () => {
  const { redis, published, come } = fakeRedis();
  const outgoing = new Outgoing({ redis, channel: 'c', mostBytes: 300 });
  for (let i = 1; i <= 10; i += 1) outgoing.send(new Uint8Array(100).fill(i));
  expect(outgoing.bytes).toBe(300);
  expect(published).toEqual([]);
  come();
  expect(published).toEqual([8, 9, 10]);
});

test('a Redis that does not answer is given no more than the bound', async () => {
  const { redis, published, come, confirmAll } = fakeRedis();
  const outgoing = new Outgoing({ redis, channel: 'c', mostBytes: 300 });
  come();
  for (let i = 1; i <= 10; i += 1) outgoing.send(new Uint8Array(100).fill(i));
  expect(published).toEqual([1, 2, 3]);
  expect(outgoing.bytes).toBe(600);
  await confirmAll();
  expect(published).toEqual([1, 2, 3, 8, 9, 10]);
  await confirmAll();
  expect(outgoing.bytes).toBe(0);
});
