// A game that misbehaves ends alone: the games beside it, those in other threads and everybody's chat go on.
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import { Game_End, Game_State } from '@hubbub/protocol';
import { spawnServer, startServer, type TestServer } from '../support/server.ts';
import { until } from '../support/until.ts';
import type { HarmShape } from './planted/harm.ts';
import type { SteadyShape } from './planted/steady.ts';
import { guest, type Guest } from './table.ts';

setDefaultTimeout(30_000);

let server: TestServer;
let alice: Guest;
let bob: Guest;
beforeAll(async () => {
  // One thread: everything is beside everything.
  const options = { games: 'test/games/planted', gameThreads: 1, gameStuckMs: 1_000 } as const;
  server = await startServer({ ...options, logLevel: 'silent' });
  alice = await guest(server.url, 'alice');
  bob = await guest(server.url, 'bob');
});
afterAll(async () => {
  alice.client.close();
  bob.client.close();
  await server.stop();
});

const ends: readonly [HarmShape['input']['do'], Game_End][] = [
  ['throw', Game_End.FAILED],
  ['wait', Game_End.FAILED],
  ['untellable', Game_End.FAILED],
  ['flood', Game_End.FLOODED],
  ['grow', Game_End.FLOODED],
];

describe.each(ends)('a game that does: %s', (what, end) => {
  test('ends, and the one beside it goes on', async () => {
    const beside = await bob.client.games.create<SteadyShape>('steady');
    const harm = await alice.client.games.create<HarmShape>('harm');
    const ended = Promise.withResolvers<Game_End>();
    harm.on('ended', (told) => ended.resolve(told.end));
    await until(() => harm.state !== undefined);
    harm.send({ do: what });
    expect(await ended.promise).toBe(end);
    expect(harm.status).toBe('ended');
    await until(async () => (await alice.client.games.get(harm.id)).end === end);

    beside.send(5);
    await until(() => beside.state?.count === 5);
    expect(beside.state?.log).toEqual(['join 0']);
    await beside.leave();
  });
});

describe.each(['loop', 'promises'] as const)('a game that never comes back: %s', (what) => {
  test('is ended with its thread; games with a checkpoint go on from it, others end', async () => {
    const kept = await bob.client.games.create<SteadyShape>('steady');
    const lost = await bob.client.games.create<HarmShape>('harm');
    const harm = await alice.client.games.create<HarmShape>('harm');
    await until(() => harm.state !== undefined && kept.state !== undefined);
    kept.send(7);
    await until(() => kept.state?.count === 7);
    // The checkpoint that holds it.
    await until(async () => keptIn(server.data, kept.id));
    const ends = new Map<string, Game_End>();
    harm.on('ended', ({ end }) => ends.set('harm', end));
    lost.on('ended', ({ end }) => ends.set('lost', end));
    harm.send({ do: what });

    // Chat meanwhile: answered while the thread is still stuck.
    const room = await alice.client.call('conversation.create', { kind: 3, title: 'beside' });
    const conversation = room.conversation!.id;
    // All at once: one after another they would have to be faster than a thread is given up.
    const sent = Array.from({ length: 20 }, (_, i) =>
      alice.client.call('message.send', {
        conversation,
        clientMsgId: `m${i}`,
        content: { case: 'text', value: 'hello' },
      }),
    );
    await Promise.all(sent);
    expect([...ends]).toEqual([]);

    await until(() => ends.size === 2, { timeoutMs: 10_000 });
    expect(ends.get('harm')).toBe(Game_End.STUCK);
    expect(ends.get('lost')).toBe(Game_End.STOPPED);
    await until(() => kept.state?.log.includes('restored'), { timeoutMs: 10_000 });
    kept.send(1);
    await until(() => kept.state?.count === 8);
    expect(kept.status).toBe('seated');
    await kept.leave();
    // A new thread is there for new games.
    const next = await alice.client.games.create<HarmShape>('harm');
    await until(() => next.state !== undefined);
    expect(next.game.state).toBe(Game_State.RUNNING);
    await next.leave();
  });
});

test('an error outside of every callback harms no game', async () => {
  // In a process as it ships: the test runner's own takes such errors for its own.
  const real = await spawnServer({ games: 'test/games/planted', gameThreads: 1 });
  const [one, two] = [await guest(real.url, 'alice'), await guest(real.url, 'bob')];
  const harm = await one.client.games.create<HarmShape>('harm');
  const beside = await two.client.games.create<SteadyShape>('steady');
  await until(() => harm.state !== undefined && beside.state !== undefined);
  harm.send({ do: 'late' });
  await until(() => real.log().includes('outside of every game'));
  beside.send(2);
  await until(() => beside.state?.count === 2);
  expect([harm.status, beside.status]).toEqual(['seated', 'seated']);
  for (const { client } of [one, two]) client.close();
  await real.stop();
});

/** Whether the row has a checkpoint that counted. */
async function keptIn(data: string, game: string): Promise<boolean> {
  const { Database } = await import('bun:sqlite');
  const file = new Database(`${data}/hubbub.db`, { readonly: true });
  try {
    const row = file
      .query<{ checkpoint: string | null }, [string]>('select checkpoint from game where name = ?')
      .get(game);
    return row?.checkpoint?.includes('"count":7') === true;
  } finally {
    file.close();
  }
}
