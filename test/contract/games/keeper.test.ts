// What games report is stored also when the database refuses for a moment; what will never work is told.
import { afterAll, beforeAll, expect, test } from 'bun:test';
import { formatId, Game_State, OperationError, randomKey } from '@hubbub/protocol';
import { GameKeeper } from '../../../packages/server/src/features/game/keeper.ts';
import type { GameRef } from '../../../packages/server/src/ports/placement.ts';
import { createGame, findGame, seatPlayer } from '../../../packages/server/src/store/game-store.ts';
import { readPresentAmong } from '../../../packages/server/src/store/member-store.ts';
import type { Read } from '../../../packages/server/src/store/statement.ts';
import type { Store } from '../../../packages/server/src/store/store.ts';
import { engines, type TestDatabase } from '../store/engines.ts';
import { main, person, type Person } from '../conversations/house.ts';

let database: TestDatabase;
let store: Store;
let alice: Person;
let bob: Person;
beforeAll(async () => {
  database = await engines[0]!.create();
  store = await database.open();
  [alice, bob] = [await person(store, 'alice'), await person(store, 'bob')];
});
afterAll(() => database.remove());

const isInGroup: Read<{ conversation: number; person: Person }, boolean> = {
  name: 'isInGroup',
  *run(_tx, { conversation, person: { user } }) {
    return (yield* readPresentAmong(conversation, [user])).length > 0;
  },
};

async function make(): Promise<GameRef> {
  const id = randomKey();
  const name = formatId('gam', id);
  await store.write(main, createGame, {
    id,
    name,
    type: 'pong',
    isPrivate: false,
    isFixed: false,
    minSeats: 2,
    maxSeats: 2,
    options: '{}',
    code: null,
    node: 'here',
    leaseMs: 1_000,
    user: alice.user,
    conversation: formatId('cnv', randomKey()),
    clientKey: crypto.randomUUID(),
    digest: new Uint8Array(32),
  });
  const conversation = formatId('cnv', randomKey());
  await store.write(main, seatPlayer, { name, user: bob.user, conversation });
  return { app: main, id: name as GameRef['id'] };
}

/** @param refusals how often each of the two writes is refused with this reason */
async function play(reason: 'STORAGE' | 'KIND', refusals: number, isStopping = false) {
  const refused = new Map([
    ['endGame', refusals],
    ['leave', refusals],
  ]);
  const reported: unknown[] = [];
  const keeper = new GameKeeper({
    storage: {
      read: (app, read, args) => store.read(app, read, args),
      async write(app, write, args) {
        const left = refused.get(write.name) ?? 0;
        refused.set(write.name, left - 1);
        if (left > 0) throw new OperationError(reason);
        return await store.write(app, write, args);
      },
    },
    publish: () => undefined,
    games: () => {
      throw new Error('nobody comes in here');
    },
    report: (_problem, cause) => reported.push(cause),
    node: 'here',
    chatMs: 1_000,
    leaseMs: 1_000,
    leftFrame: () => new Uint8Array(),
    pause: () => Promise.resolve(),
  });
  const ref = await make();
  keeper.left(ref, { sitter: { user: bob.user, device: bob.device }, reason: 'LEFT' });
  keeper.ended(ref, { end: 'FINISHED', result: '{"winner":0}' });
  await (isStopping ? keeper.allSettled() : keeper.settled(ref));
  const row = await store.read(main, findGame, { name: ref.id });
  const { state, result, conversation = 0 } = row ?? {};
  const isBobIn = await store.read(main, isInGroup, { conversation, person: bob });
  return { state, result, isBobIn, reported: reported.length };
}

test('the end and who has left are stored when the database is back', async () => {
  expect(await play('STORAGE', 2)).toEqual({
    state: Game_State.ENDED,
    result: '{"winner":0}',
    isBobIn: false,
    reported: 0,
  });
});

test('also when it is away for long, which is told once', async () => {
  expect(await play('STORAGE', 50)).toEqual({
    state: Game_State.ENDED,
    result: '{"winner":0}',
    isBobIn: false,
    reported: 1,
  });
});

test('a server that stops gives up', async () => {
  const { state, reported } = await play('STORAGE', 1_000, true);
  expect([state === Game_State.ENDED, reported]).toEqual([false, 1]);
});

test('what is refused for good is told and tried no more', async () => {
  const { state, reported } = await play('KIND', 1_000);
  expect([state === Game_State.ENDED, reported]).toEqual([false, 1]);
});
