// A game that is taken over begins when the lease is held again: waiting for it must not keep the lease from being renewed. And it
// begins in one place alone, however long its row was not to be had.
import { expect, test } from 'bun:test';
import type { Clock } from '../../ports/clock.ts';
import type { Read, Write } from '../../store/statement.ts';
import type { Store } from '../../store/store.ts';
import { LostGames } from './lost.ts';

const leaseMs = 3000;
const turn = () => new Promise((resolve) => setImmediate(resolve));

interface Setting {
  /** Whether it is taken, at the nth try. */
  readonly take?: (tries: number) => boolean;
  readonly now?: () => number;
  readonly begun?: Promise<void>;
  /** It has no checkpoint, and its end is stored; throws what the database says. */
  readonly end?: () => void;
}

/** One game is lost, as is seen at the second look. */
async function setUp({
  take = () => true,
  now = () => 0,
  begun = Promise.resolve(),
  end,
}: Setting) {
  const seen = { started: 0, renewals: 0, looks: 0 };
  const taken: unknown[] = [];
  const troubles: string[] = [];
  const told: unknown[] = [];
  let tick: () => void = () => undefined;
  const lost = {
    name: 'gam_1',
    app_name: 'main',
    node: 'other',
    checkpoint: end === undefined ? '{}' : null,
    type: 'x',
    seats: '[]',
  };
  const store = {
    systemRead: async ({ name }: Read<never, unknown>) => {
      if (name !== 'readLostGames') return [];
      seen.looks += 1;
      return seen.looks === 2 ? [lost] : [];
    },
    systemWrite: async () => undefined,
    write: async (_: string, { name }: Write<never, unknown>, args: unknown) => {
      if (name === 'endGame') end?.();
      return name === 'takeGameOver' && take(taken.push(args));
    },
  };
  const games = new LostGames({
    store: store as unknown as Store,
    games: {
      types: [{ type: 'x', minSeats: 1, maxSeats: 2, tickRate: 20, reconnectSeconds: 1 }],
      async start() {
        seen.started += 1;
        await begun;
      },
      olderThan: () => [],
      drop: () => undefined,
      async renew(write) {
        await write();
        seen.renewals += 1;
      },
    },
    node: 'this',
    clock: {
      elapsed: () => 0,
      now,
      every: (_ms: number, task: () => void) => ((tick = task), () => undefined),
    } as unknown as Clock,
    report: (_problem, cause) => troubles.push(String(cause)),
    isShared: true,
    leaseMs,
    tell: (_app, _users, one) => told.push(one.end),
  });
  await games.begin();
  const ticks = async (count: number) => {
    for (let i = 0; i < count; i += 1) {
      tick();
      await turn();
    }
  };
  return { seen, taken, troubles, told, ticks };
}

test('the lease is renewed while a game that is taken over has not begun', async () => {
  const begun = Promise.withResolvers<void>();
  const { seen, troubles, ticks } = await setUp({ begun: begun.promise });
  await ticks(4);
  expect(seen).toEqual({ started: 1, renewals: 4, looks: 2 });
  begun.resolve();
  await turn();
  await ticks(1);
  expect(seen).toEqual({ started: 1, renewals: 5, looks: 3 });
  expect(troubles).toEqual([]);
});

test('a game whose row was not to be had for longer than the lease is taken once more', async () => {
  let now = 0;
  const slow = (tries: number) => {
    if (tries === 1) now += 10_000;
    return true;
  };
  const { seen, taken, ticks } = await setUp({ take: slow, now: () => now });
  await ticks(3);
  expect(seen.started).toBe(1);
  expect(taken).toEqual([
    { name: 'gam_1', node: 'this', before: 'other', until: leaseMs, at: 0 },
    {
      name: 'gam_1',
      node: 'this',
      before: 'this',
      until: 10_000 + leaseMs,
      at: Number.MAX_SAFE_INTEGER,
    },
  ]);
});

test('and does not begin where another one was faster by then', async () => {
  let now = 0;
  const late = (tries: number) => {
    now += 10_000;
    return tries === 1;
  };
  const { seen, taken, ticks } = await setUp({ take: late, now: () => now });
  await ticks(3);
  expect({ started: seen.started, tries: taken.length }).toEqual({ started: 0, tries: 2 });
});

test('one whose end the database refused is ended at the next look', async () => {
  let tries = 0;
  const end = () => {
    if ((tries += 1) === 1) throw new Error('no disk');
  };
  const { taken, troubles, told, ticks } = await setUp({ end });
  await ticks(1);
  expect([troubles, told]).toEqual([['Error: no disk'], []]);
  await ticks(3);
  expect([troubles, told]).toEqual([['Error: no disk'], ['STOPPED']]);
  expect(taken.map((one) => (one as { before: string }).before)).toEqual(['other', 'this']);
});

test('and is left alone where another one has taken it by then', async () => {
  const end = () => {
    throw new Error('no disk');
  };
  const { taken, told, ticks } = await setUp({ end, take: (tries) => tries === 1 });
  await ticks(4);
  expect([taken.length, told]).toEqual([2, []]);
});

test('and one of which it is not known whether it was taken', async () => {
  const take = (tries: number) => {
    if (tries === 1) throw new Error('no answer');
    return true;
  };
  const { seen, taken, ticks } = await setUp({ take });
  await ticks(3);
  expect([taken.length, seen.started]).toEqual([2, 1]);
});
