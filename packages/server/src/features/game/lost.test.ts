// A game that is taken over begins when the lease is held again: waiting for it must not keep the lease from being renewed.
import { expect, test } from 'bun:test';
import type { Clock } from '../../ports/clock.ts';
import type { Read, Write } from '../../store/statement.ts';
import type { Store } from '../../store/store.ts';
import { LostGames } from './lost.ts';

test('the lease is renewed while a game that is taken over has not begun', async () => {
  const begun = Promise.withResolvers<void>();
  let [started, renewals, looks] = [0, 0, 0];
  let tick: () => void = () => undefined;
  const lost = {
    name: 'gam_1',
    app_name: 'main',
    node: 'other',
    checkpoint: '{}',
    type: 'x',
    seats: '[]',
  };
  const store = {
    systemRead: async ({ name }: Read<never, unknown>) => {
      if (name !== 'readLostGames') return [];
      looks += 1;
      return looks === 2 ? [lost] : [];
    },
    systemWrite: async () => undefined,
    write: async (_: string, { name }: Write<never, unknown>) => name === 'takeGameOver',
  };
  const games = new LostGames({
    store: store as unknown as Store,
    games: {
      types: [{ type: 'x', minSeats: 1, maxSeats: 2, tickRate: 20, reconnectSeconds: 1 }],
      async start() {
        started += 1;
        await begun.promise;
      },
      olderThan: () => [],
      drop: () => undefined,
      async renew(write) {
        await write();
        renewals += 1;
      },
    },
    node: 'this',
    clock: {
      elapsed: () => 0,
      now: () => 0,
      every: (_ms: number, task: () => void) => ((tick = task), () => undefined),
    } as unknown as Clock,
    report: (problem, cause) => expect([problem, cause]).toEqual([]),
    isShared: true,
    leaseMs: 3000,
    tell: () => undefined,
  });
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  await games.begin();
  for (let i = 0; i < 4; i += 1) {
    tick();
    await turn();
  }
  expect({ started, renewals, looks }).toEqual({ started: 1, renewals: 4, looks: 2 });
  begun.resolve();
  await turn();
  tick();
  await turn();
  expect({ started, renewals, looks }).toEqual({ started: 1, renewals: 5, looks: 3 });
});
