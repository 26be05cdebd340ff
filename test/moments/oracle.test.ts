// What everybody sees, against an independent oracle, over random sequences. A few here; HUBBUB_FULL=1 does
// five hundred.
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import fc from 'fast-check';
import { memoryBus } from '../../packages/server/src/bus/memory.ts';
import { startOutbox, type Outbox } from '../../packages/server/src/features/outbox.ts';
import { still } from '../support/clock.ts';
import { engines, type TestDatabase } from '../contract/store/engines.ts';
import { memoryBlobs } from '../support/memory-blobs.ts';
import { sequence } from './acts.ts';
import { World } from './world.ts';

setDefaultTimeout(1_800_000);

const isFull = process.env['HUBBUB_FULL'] === '1';
const runs = { sqlite: isFull ? 500 : 30, postgres: isFull ? 60 : 6 };

describe.each(engines.map((engine) => [engine.name, engine] as const))('%s', (name, engine) => {
  let database: TestDatabase;
  let outbox: Outbox;
  let around: Parameters<typeof World.begin>[0];
  const trouble: unknown[] = [];
  beforeAll(async () => {
    let now = Date.UTC(2030, 0, 1);
    database = await engine.create();
    const store = await database.open({ clock: () => now });
    const bus = memoryBus();
    bus.listen(() => undefined);
    const onTrouble = (...what: unknown[]) => void trouble.push(what);
    outbox = startOutbox(store, { clock: still, onTrouble, bus, blobs: memoryBlobs() });
    around = { store, drain: () => outbox.drain(), wait: (ms) => void (now += ms) };
  });
  afterAll(async () => {
    await outbox.close();
    await database.remove();
  });

  test(`${runs[name]} random sequences: everybody is shown what the oracle says`, async () => {
    const seed = Number(process.env['HUBBUB_SEED'] ?? Date.now() % 1_000_000);
    console.log(`seed ${seed}`);
    await fc.assert(
      fc.asyncProperty(sequence, async ({ friends, acts }) => {
        const world = await World.begin(around);
        for (const [a, b] of friends) await world.act({ do: 'befriend', a, b });
        for (const [i, one] of acts.entries()) {
          await world.act(one);
          if (i % 15 === 14) await world.compare();
        }
        await world.compare();
        expect(trouble).toEqual([]);
      }),
      { numRuns: runs[name], seed, endOnFailure: isFull },
    );
  });
});
