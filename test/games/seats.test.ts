// The life of a seat: taken, held over a drop, taken back, taken over by another device, given up; and who may.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import { Conversation_Kind as Kind, Game_End, Reason_Code } from '@hubbub/protocol';
import { startServer, type TestServer } from '../support/server.ts';
import { until } from '../support/until.ts';
import type { SteadyShape } from './planted/steady.ts';
import { connect, guest, refusal } from './table.ts';

setDefaultTimeout(20_000);

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ games: 'test/games/planted', gameThreads: 1 });
});
afterAll(() => server.stop());

test('a player whose connection is lost comes back into the seat and is told everything', async () => {
  const [alice, bob] = [await guest(server.url, 'alice'), await guest(server.url, 'bob')];
  const hers = await alice.client.games.create<SteadyShape>('steady');
  const his = await bob.client.games.join<SteadyShape>({ game: hers.id });
  await until(() => his.state !== undefined);

  bob.client.close();
  expect(his.status).toBe('away');
  await until(() => hers.game.seats.some(({ user, connected }) => user === bob.id && !connected));
  hers.send(3);
  await until(() => hers.state?.count === 3);
  await bob.client.connect();
  await until(() => his.status === 'seated' && his.state?.count === 3);
  expect(his.state?.log).toEqual(['join 0', 'join 1', 'drop 1', 'back 1']);
  his.send(4);
  await until(() => hers.state?.count === 7 && his.state?.count === 7);
  expect(his.number).toBe(1);
  alice.client.close();
  bob.client.close();
});

test('a seat is held for its time, and then given up', async () => {
  const [alice, bob] = [await guest(server.url, 'alice'), await guest(server.url, 'bob')];
  const hers = await alice.client.games.create<SteadyShape>('steady');
  const his = await bob.client.games.join<SteadyShape>({ game: hers.id });
  const group = hers.game.conversation;
  await until(() => his.state !== undefined);
  bob.client.close();
  await until(() => hers.state?.log.includes('leave 1 DROPPED'));
  expect(hers.game.seats.map(({ user }) => user)).toEqual([alice.id]);
  // The group follows the seats.
  await until(async () => {
    const { members } = await alice.client.call('conversation.members', { conversation: group });
    return members.length === 1;
  });
  // Coming back is coming anew: there is a free seat.
  await bob.client.connect();
  await until(() => his.status === 'seated');
  await until(() => his.state?.log.at(-1) === 'join 1');
  alice.client.close();
  bob.client.close();
});

test('another device of the player takes the seat over', async () => {
  const alice = await guest(server.url, 'alice');
  const hers = await alice.client.games.create<SteadyShape>('steady');
  const { token } = await (
    await fetch(`${server.url}/hubbub.v1.AccountService/LogIn`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        username: alice.client.user?.username,
        password: 'correct horse battery',
      }),
    })
  ).json();
  const phone = await connect(server.url, token);
  const left = Promise.withResolvers<Reason_Code>();
  hers.on('left', left.resolve);
  const again = await phone.games.join<SteadyShape>({ game: hers.id });
  expect(await left.promise).toBe(Reason_Code.REPLACED);
  expect([again.number, hers.status]).toEqual([0, 'left']);
  again.send(1);
  await until(() => again.state?.count === 1);
  const input = { game: hers.id, input: '1' };
  expect(await refusal(alice.client.call('game.input', input))).toBe('NOT_SEATED');
  expect(again.state?.log).toEqual(['join 0']);
  alice.client.close();
  phone.close();
});

test('full, locked and private games, and those of nobody', async () => {
  const alice = await guest(server.url, 'alice');
  const bob = await guest(server.url, 'bob');
  const charlie = await guest(server.url, 'charlie');
  const hers = await alice.client.games.create<SteadyShape>('steady', { private: true });
  expect(hers.game.code.length).toBe(13);
  expect((await bob.client.games.list()).games.map(({ id }) => id)).not.toContain(hers.id);
  expect(await refusal(bob.client.games.join({ game: hers.id }))).toBe('UNKNOWN');
  expect(await refusal(bob.client.games.get(hers.id))).toBe('UNKNOWN');
  expect(await refusal(bob.client.call('game.input', { game: hers.id, input: '1' }))).toBe(
    'NOT_SEATED',
  );
  expect(await refusal(bob.client.games.join({ code: 'aaaaaaaaaaaaa' }))).toBe('UNKNOWN');
  const his = await bob.client.games.join<SteadyShape>({ code: hers.game.code });
  expect(his.number).toBe(1);
  expect(await refusal(charlie.client.games.join({ code: hers.game.code }))).toBe('FULL');
  expect(await refusal(charlie.client.games.create('chess'))).toBe('NO_TYPE');
  expect(await refusal(charlie.client.games.create('steady', { options: { a: 1 } }))).toBe('INPUT');
  expect((await bob.client.games.list({ seated: true })).games.map(({ id }) => id)).toEqual([
    hers.id,
  ]);
  expect((await charlie.client.games.list({ seated: true })).games).toEqual([]);
  expect(await refusal(charlie.client.call('game.leave', { game: hers.id }))).toBe('UNKNOWN');
  for (const { client } of [alice, bob, charlie]) client.close();
});

test('players chat in the group beside their game, with nobody else', async () => {
  const alice = await guest(server.url, 'alice');
  const bob = await guest(server.url, 'bob');
  const charlie = await guest(server.url, 'charlie');
  const heard: unknown[] = [];
  charlie.client.on('change', (change) => heard.push(change));
  charlie.client.on('game', (event) => heard.push(event));
  const hers = await alice.client.games.create<SteadyShape>('steady');
  const group = hers.game.conversation;
  const his = await bob.client.games.join<SteadyShape>({ game: hers.id });
  expect(his.game.conversation).toBe(group);
  alice.client.send(group, 'good luck');
  await until(() =>
    bob.client.state
      .conversation(group)
      ?.messages.some(({ content }) => content.value === 'good luck'),
  );
  const head = bob.client.state.conversation(group)?.conversation;
  expect([head?.kind, head?.parent]).toEqual([Kind.GROUP, hers.id]);

  // Who is in it, the seats decide.
  const add = { conversation: group, users: [charlie.id] };
  expect(await refusal(alice.client.call('conversation.add', add))).toBe('ROLE');
  const remove = { conversation: group, user: bob.id };
  expect(await refusal(alice.client.call('conversation.remove', remove))).toBe('ROLE');
  expect(await refusal(charlie.client.call('conversation.get', { conversation: group }))).toBe(
    'UNKNOWN',
  );
  expect((await charlie.client.games.get(hers.id)).conversation).toBe('');

  await his.leave();
  await until(async () => {
    const { members } = await alice.client.call('conversation.members', { conversation: group });
    return members.length === 1;
  });
  expect(await refusal(bob.client.call('conversation.get', { conversation: group }))).toBe(
    'UNKNOWN',
  );
  const ended = Promise.withResolvers<Game_End>();
  hers.on('ended', ({ end }) => ended.resolve(end));
  hers.on('left', () => ended.resolve(Game_End.ABANDONED));
  await hers.leave();
  await until(async () => (await alice.client.games.get(hers.id)).end === Game_End.ABANDONED);
  expect(heard).toEqual([]);
  for (const { client } of [alice, bob, charlie]) client.close();
});

test('a relay tells all others, in order, and the sender not', async () => {
  const [alice, bob] = [await guest(server.url, 'alice'), await guest(server.url, 'bob')];
  type Shape = { message: { from: number; said: number }; input: number };
  const hers = await alice.client.games.joinOrCreate<Shape>('relay');
  const his = await bob.client.games.joinOrCreate<Shape>('relay');
  expect(his.id).toBe(hers.id);
  const heard: number[] = [];
  const echo: unknown[] = [];
  his.on('message', ({ said }) => heard.push(said));
  hers.on('message', (message) => echo.push(message));
  await until(() => his.state !== undefined);
  for (let i = 0; i < 20; i += 1) hers.send(i);
  await until(() => heard.length === 20);
  expect(heard).toEqual(Array.from({ length: 20 }, (_, i) => i));
  expect(echo).toEqual([]);
  alice.client.close();
  bob.client.close();
});

test('the lobby is told while it is watched', async () => {
  const [alice, bob] = [await guest(server.url, 'alice'), await guest(server.url, 'bob')];
  const seen: string[][] = [];
  const stop = bob.client.games.watch({ type: 'harm' }, (games) =>
    seen.push(games.map(({ id }) => id)),
  );
  await until(() => seen.length === 1);
  const hers = await alice.client.games.create('harm');
  await until(() => seen.at(-1)?.includes(hers.id));
  await hers.leave();
  await until(() => seen.at(-1)?.length === 0);
  stop();
  alice.client.close();
  bob.client.close();
});
