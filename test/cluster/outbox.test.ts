// Two nodes and one outbox: an effect is done by one at a time, in order within its key, and one whose node died is taken up
// by the other.
import { afterEach, beforeEach, expect, test } from 'bun:test';
import { randomKey, type AppId } from '@hubbub/protocol';
import { memoryBus } from '../../packages/server/src/bus/memory.ts';
import type { Effect } from '../../packages/server/src/features/effect.ts';
import { startOutbox } from '../../packages/server/src/features/outbox.ts';
import { systemClock } from '../../packages/server/src/ports/clock.ts';
import { claimEffect, enqueue } from '../../packages/server/src/store/outbox-store.ts';
import type { Write } from '../../packages/server/src/store/statement.ts';
import { openStore, type Store } from '../../packages/server/src/store/store.ts';
import { createDatabase } from '../support/postgres.ts';
import { memoryBlobs } from '../support/memory-blobs.ts';
import { until } from '../support/until.ts';

const main = 'main' as AppId;
let stores: Store[] = [];

const owe: Write<{ key: string; payload: object }, void> = {
  name: 'test.owe',
  locks: () => ({}),
  *run({ now }, { key, payload }) {
    yield* enqueue({ id: randomKey(), key, kind: 'test', payload, now });
  },
};

beforeEach(async () => {
  const database = await createDatabase({ fsync: false, isMigrated: true });
  stores = [];
  for (let i = 0; i < 2; i += 1)
    stores.push(await openStore({ database, dataDir: '', share: 'cluster' }));
});
afterEach(async () => {
  for (const store of stores) await store.close();
});

test('no two nodes do the same effect, or two of one key, at once; none is done twice', async () => {
  const [first] = stores as [Store];
  for (let i = 0; i < 60; i += 1)
    await first.write(main, owe, { key: `k${i % 3}`, payload: { i } });
  const done: number[] = [];
  const busy = new Set<number>();
  const clashes: number[] = [];
  const perNode = [0, 0];
  const trouble: unknown[] = [];
  const outboxes = stores.map((store, node) => {
    const effect: Effect = async (_store, _app, payload) => {
      const { i } = payload as { i: number };
      if (busy.has(i % 3)) clashes.push(i);
      busy.add(i % 3);
      // One key is slow, so that the other node comes to its next effect while it is at work.
      await new Promise((wake) => setTimeout(wake, i % 3 === 0 ? 40 : 1));
      busy.delete(i % 3);
      done.push(i);
      perNode[node] = (perNode[node] ?? 0) + 1;
    };
    const onTrouble = (...what: unknown[]) => void trouble.push(what);
    return startOutbox(store, {
      clock: systemClock,
      onTrouble,
      effects: { test: effect },
      bus: memoryBus(),
      blobs: memoryBlobs(),
    });
  });
  await until(
    async () => {
      await Promise.all(outboxes.map((one) => one.drain()));
      return done.length >= 60;
    },
    { timeoutMs: 20_000 },
  );
  for (const one of outboxes) await one.close();
  expect(trouble).toEqual([]);
  expect(clashes).toEqual([]);
  for (const key of [0, 1, 2])
    expect(done.filter((i) => i % 3 === key)).toEqual(
      Array.from({ length: 20 }, (_, n) => n * 3 + key),
    );
  // Both had their share.
  expect(Math.min(...perNode)).toBeGreaterThan(0);
}, 30_000);

test('what a killed node had leased is done by another when the lease is over; a living one keeps it', async () => {
  const [dead, alive] = stores as [Store, Store];
  await dead.write(main, owe, { key: 'k', payload: { i: 1 } });
  await dead.systemWrite(claimEffect, { token: 'of the dead', leaseMs: 400 });
  const done: number[] = [];
  let release: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => (release = resolve));
  const worker = (store: Store) =>
    startOutbox(store, {
      clock: systemClock,
      onTrouble: () => undefined,
      leaseMs: 150,
      bus: memoryBus(),
      blobs: memoryBlobs(),
      effects: {
        test: async (_store, _app, payload) => {
          done.push((payload as { i: number }).i);
          await gate;
        },
      },
    });
  const one = worker(alive);
  await one.drain();
  expect(done).toEqual([]);
  await until(() => (void one.drain(), done.length === 1));
  // It holds the entry for longer than its lease, and renews it: the other finds nothing.
  const other = worker(dead);
  const startedAt = performance.now();
  await until(async () => {
    await other.drain();
    return performance.now() - startedAt > 600;
  });
  expect(done).toEqual([1]);
  release();
  await one.close();
  await other.close();
}, 20_000);
