// The rows of games on both databases: made once, owned by one process, over once.
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import { formatId, Game_End, Game_State, randomKey } from '@hubbub/protocol';
import {
  endGame,
  readLostGames,
  readOwnedGames,
  renewLeases,
  takeGameOver,
  writeCheckpoint,
  writeSeats,
} from '../../../packages/server/src/store/game-run-store.ts';
import { createGame, findGame, seatPlayer } from '../../../packages/server/src/store/game-store.ts';
import type { Store } from '../../../packages/server/src/store/store.ts';
import { databaseMs, engines, type TestDatabase } from '../store/engines.ts';
import { main, person, type Person } from '../conversations/house.ts';

setDefaultTimeout(databaseMs);

describe.each(engines.map((engine) => [engine.name, engine] as const))(
  'games on %s',
  (_name, engine) => {
    let database: TestDatabase;
    let store: Store;
    let alice: Person;
    let bob: Person;
    let now = 1_000_000;

    beforeAll(async () => {
      database = await engine.create();
      store = await database.open({ clock: () => now });
      [alice, bob] = [await person(store, 'alice'), await person(store, 'bob')];
    });
    afterAll(() => database.remove());

    async function make(node: string, clientKey: string = crypto.randomUUID()) {
      const id = randomKey();
      return await store.write(main, createGame, {
        id,
        name: formatId('gam', id),
        type: 'pong',
        isPrivate: false,
        isFixed: false,
        minSeats: 2,
        maxSeats: 2,
        options: '{}',
        code: null,
        node,
        leaseMs: 1_000,
        user: alice.user,
        conversation: formatId('cnv', randomKey()),
        clientKey,
        digest: new Uint8Array(32),
      });
    }

    test('a key makes one game', async () => {
      const first = await make('a', 'once');
      const again = await make('a', 'once');
      expect([first.repeated, again.repeated]).toEqual([false, true]);
      expect(again.game.name).toBe(first.game.name);
      expect(again.streams).toEqual([]);
    });

    test('only the process that has it writes its row, and its end is stored once', async () => {
      const { game } = await make('a');
      const { name } = game;
      const seats = { seats: '[]', taken: 0, state: Game_State.RUNNING, locked: 1 };
      expect(await store.write(main, writeSeats, { name, node: 'b', ...seats })).toBe(false);
      expect(await store.write(main, writeSeats, { name, node: 'a', ...seats })).toBe(true);
      const end = { name, end: Game_End.FINISHED, chatMs: 0 };
      const ended = (node: string, result: string) =>
        store.write(main, endGame, { ...end, node, result, outboxId: randomKey() });
      expect(await ended('b', '"stolen"')).toBe(false);
      expect(await ended('a', '"first"')).toBe(true);
      expect(await ended('a', '"second"')).toBe(false);
      expect(await store.write(main, writeSeats, { name, node: 'a', ...seats })).toBe(false);
      expect(await store.write(main, writeCheckpoint, { name, node: 'a', checkpoint: '{}' })).toBe(
        false,
      );
      const row = await store.read(main, findGame, { name });
      expect([row?.state, row?.result, row?.checkpoint]).toEqual([
        Game_State.ENDED,
        '"first"',
        null,
      ]);
    });

    test('a lease that has run out lets one other process take the game', async () => {
      const { game } = await make('sleeper');
      const { name } = game;
      const lost = async () =>
        (await store.systemRead(readLostGames, { now, node: 'c' })).map((one) => one.name);
      expect(await lost()).not.toContain(name);
      const take = (node: string) =>
        store.write(main, takeGameOver, {
          name,
          node,
          before: 'sleeper',
          until: now + 1_000,
          at: now,
        });
      expect(await take('c')).toBe(false);
      now += 500;
      await store.systemWrite(renewLeases, { node: 'sleeper', until: now + 1_000 });
      now += 600;
      expect(await lost()).not.toContain(name);
      now += 500;
      expect(await lost()).toContain(name);
      expect([await take('c'), await take('d')]).toEqual([true, false]);
      // The sleeper wakes: nothing it writes counts.
      const checkpoint = { name, node: 'sleeper', checkpoint: '"old"' };
      expect(await store.write(main, writeCheckpoint, checkpoint)).toBe(false);
      expect(await store.systemRead(readOwnedGames, { node: 'sleeper' })).toEqual([]);
      const mine = await store.systemRead(readOwnedGames, { node: 'c' });
      expect(mine.map((one) => [one.app as string, one.name])).toEqual([['main', name]]);
    });

    test('the group beside a game ends with its last member and begins again with the next', async () => {
      const { game } = await make('a');
      const { name } = game;
      const seat = (user: Person) =>
        store.write(main, seatPlayer, {
          name,
          user: user.user,
          conversation: formatId('cnv', randomKey()),
        });
      expect((await seat(bob)).streams.length).toBe(2);
      expect((await seat(bob)).streams).toEqual([]);
    });
  },
);
