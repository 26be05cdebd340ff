import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { Game_End, Game_State } from '@hubbub/protocol';
import type { PongShape } from '../../examples/games/pong.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { until } from '../support/until.ts';
import { guest } from './table.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ games: 'examples/games', gameThreads: 1 });
});
afterAll(() => server.stop());

describe.each(['json', 'proto'] as const)('pong over %s', (codec) => {
  test('two play from the lobby to the end, and the result is kept', async () => {
    const alice = await guest(server.url, 'alice', { codec });
    const bob = await guest(server.url, 'bob', { codec });
    const stranger = await guest(server.url, 'charlie', { codec });
    const strangerHeard: unknown[] = [];
    stranger.client.on('game', (event) => strangerHeard.push(event));

    const left = await alice.client.games.create<PongShape>('pong');
    expect(left.number).toBe(0);
    const { games } = await bob.client.games.list({ type: 'pong' });
    expect(games.map(({ id }) => id)).toContain(left.id);
    const right = await bob.client.games.join<PongShape>({ game: left.id });
    expect(right.number).toBe(1);
    expect(right.game.seats.map(({ user }) => user)).toEqual([alice.id, bob.id]);

    await until(() => left.state?.phase === 'playing' && right.state?.phase === 'playing');
    right.send({ move: 1 });
    await until(() => (left.state?.paddles[1] ?? 0) > 0.7);
    expect(left.game.state).toBe(Game_State.RUNNING);

    const ended = Promise.withResolvers<unknown>();
    left.on('ended', ({ end, parsed }) => ended.resolve({ end, parsed }));
    await right.leave();
    expect(await ended.promise).toMatchObject({ end: Game_End.FINISHED, parsed: { winner: 0 } });
    const kept = await until(async () => {
      const game = await alice.client.games.get(left.id);
      return game.state === Game_State.ENDED && game;
    });
    expect(JSON.parse(kept.result)).toMatchObject({ winner: 0 });
    expect((await bob.client.games.list({ type: 'pong' })).games).toEqual([]);
    expect(strangerHeard).toEqual([]);
    for (const { client } of [alice, bob, stranger]) client.close();
  });
});
