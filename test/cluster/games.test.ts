// Games of several nodes: one runs on one node and is reached from all; when its node dies it goes on from its checkpoint on
// another, or is over, and its players are told.
import { afterEach, expect, setDefaultTimeout, test } from 'bun:test';
import { Game_End } from '@hubbub/protocol';
import { leaveOut } from '../support/left-out.ts';
import { lossyBuses, seeded } from '../support/lossy-bus.ts';
import { createDatabase } from '../support/postgres.ts';
import { hasRedis, startRedis } from '../support/redis.ts';
import { spawnServer, startServer, type TestServer } from '../support/server.ts';
import { until } from '../support/until.ts';
import type { SteadyShape } from '../games/planted/steady.ts';
import type { OwnerShape } from '../games/ticking/owner.ts';
import { connect, guest, refusal } from '../games/table.ts';

setDefaultTimeout(60_000);
if (!hasRedis) leaveOut('redis');
const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

const options = { games: 'test/games/planted', gameThreads: 1, gameLeaseMs: 2_000 } as const;

test('a game of one node is played from another; who drops there is seen here', async () => {
  const database = await createDatabase({ fsync: false, isMigrated: true });
  const buses = lossyBuses(2, { lose: 0, repeat: 1, longestDelayMs: 0, random: seeded(3) });
  const nodes: TestServer[] = [];
  for (const bus of buses) nodes.push(await startServer({ ...options, database }, { bus }));
  ends.push(async () => {
    for (const node of nodes) await node.stop();
  });
  const [one, two] = nodes.map(({ url }) => url) as [string, string];
  const alice = await guest(one, 'alice');
  const bob = await guest(two, 'bob');
  const charlie = await guest(two, 'charlie');
  const strangers: unknown[] = [];
  charlie.client.on('game', (event) => strangers.push(event));

  const hers = await alice.client.games.create<SteadyShape>('steady');
  const his = await bob.client.games.join<SteadyShape>({ game: hers.id });
  const counted: unknown[] = [];
  his.on('message', (message) => counted.push(message));
  await until(() => his.state !== undefined && hers.state !== undefined);
  his.send(3);
  await until(() => hers.state?.count === 3 && his.state?.count === 3);
  hers.send(4);
  await until(() => his.state?.count === 7 && hers.state?.count === 7);
  // Done once, though this bus says all twice; what is told besides the state may be, and is told to him alone.
  expect(new Set(counted.map((one) => JSON.stringify(one)))).toEqual(new Set(['{"counted":3}']));
  expect(await refusal(charlie.client.games.join({ game: hers.id }))).toBe('FULL');
  expect(await refusal(charlie.client.call('game.input', { game: hers.id, input: '1' }))).toBe(
    'NOT_SEATED',
  );

  // What the other node refuses is said here.
  const wrong = { game: hers.id, input: 'no JSON' };
  expect(await refusal(bob.client.call('game.input', wrong))).toBe('INPUT');

  bob.client.close();
  await until(() => hers.state?.log.includes('drop 1'));
  const again = await connect(one, bob.token);
  const back = await again.games.join<SteadyShape>({ game: hers.id });
  await until(() => back.state?.log.at(-1) === 'back 1');
  await back.leave();
  await until(() => hers.state?.log.at(-1) === 'leave 1 LEFT');
  expect(strangers).toEqual([]);
  for (const client of [alice.client, charlie.client, again]) client.close();
});

test.skipIf(!hasRedis)('when a node dies, others take its games', async () => {
  const database = await createDatabase({ fsync: false, isMigrated: true });
  const redis = await startRedis();
  ends.push(() => redis.stop());
  const both = { ...options, database, bus: redis.url, headsMs: 200 };
  const first = await spawnServer(both);
  const second = await spawnServer(both);
  ends.push(() => second.stop());
  const alice = await guest(first.url, 'alice');
  const bob = await guest(second.url, 'bob');
  const kept = await alice.client.games.create<SteadyShape>('steady');
  const his = await bob.client.games.join<SteadyShape>({ game: kept.id });
  const lost = await alice.client.games.create('harm');
  const hisLost = await bob.client.games.join({ game: lost.id });
  await until(() => his.state !== undefined && hisLost.state !== undefined);
  his.send(5);
  await until(() => his.state?.count === 5);
  const ended = Promise.withResolvers<Game_End>();
  hisLost.on('ended', ({ end }) => ended.resolve(end));
  // The next checkpoint holds it.
  const pause = performance.now();
  await until(() => performance.now() - pause > 1_500);
  alice.client.close();
  await first.kill();

  expect(await ended.promise).toBe(Game_End.STOPPED);
  await until(() => his.state?.log.includes('restored'), { timeoutMs: 20_000 });
  his.send(1);
  await until(() => his.state?.count === 6);
  bob.client.close();
});

test.skipIf(!hasRedis)(
  'a node that slept past its lease says nothing more of its games',
  async () => {
    const database = await createDatabase({ fsync: false, isMigrated: true });
    const redis = await startRedis();
    ends.push(() => redis.stop());
    const games = 'test/games/ticking';
    const both = { ...options, games, database, bus: redis.url, headsMs: 200 };
    const first = await spawnServer(both);
    ends.push(() => first.stop());
    const second = await spawnServer(both);
    ends.push(() => second.stop());
    const alice = await guest(first.url, 'alice');
    const bob = await guest(second.url, 'bob');
    const heard: { readonly by: string; readonly process: number }[] = [];
    const told = (by: string, process: number) =>
      heard.some((one) => one.by === by && one.process === process);
    const hers = await alice.client.games.create<OwnerShape>('owner');
    const his = await bob.client.games.join<OwnerShape>({ game: hers.id });
    hers.on('message', ({ process }) => heard.push({ by: 'alice', process }));
    his.on('message', ({ process }) => heard.push({ by: 'bob', process }));
    await until(() => told('alice', first.child.pid) && told('bob', first.child.pid));
    // The next checkpoint holds it.
    const pause = performance.now();
    await until(() => performance.now() - pause > 1_500);

    process.kill(first.child.pid, 'SIGSTOP');
    await until(() => told('bob', second.child.pid), { timeoutMs: 20_000 });
    const asleep = heard.length;
    process.kill(first.child.pid, 'SIGCONT');
    // Its own players are told to come back, and hear the other node by way of it.
    await until(() => told('alice', second.child.pid), { timeoutMs: 20_000 });
    const late = heard.slice(asleep).filter((one) => one.process === first.child.pid);
    expect(late).toEqual([]);
    alice.client.close();
    bob.client.close();
  },
);
