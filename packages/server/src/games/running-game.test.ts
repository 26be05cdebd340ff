import { expect, test } from 'bun:test';
import { Game } from './game.ts';
import { readSettings } from './settings.ts';
import { RunningGame } from './running-game.ts';

test('a seat that was reserved and never taken is free again', () => {
  class Pair extends Game {
    static override readonly settings = { maxSeats: 2 };
    state = {};
  }
  const settings = readSettings('pair', Pair);
  const beginning = { id: 'gam_0', type: 'pair', options: '', seed: 1, isFixed: false };
  const running = new RunningGame(beginning, { game: Pair, settings, say: () => undefined });
  running.reserve('alice');
  running.enter('alice', true);
  running.reserve('bob');
  running.expire(0);
  running.expire(29_999);
  expect(() => running.reserve('charlie')).toThrow(expect.objectContaining({ reason: 'FULL' }));
  running.expire(30_000);
  expect(running.reserve('charlie')).toMatchObject({ seat: 1, isNew: true });
  expect(() => running.enter('bob', true)).toThrow(
    expect.objectContaining({ reason: 'NOT_SEATED' }),
  );
  // Who has come in stays.
  running.expire(40_000);
  running.enter('charlie', true);
  running.expire(100_000);
  expect(running.players.map(({ user }) => user)).toEqual(['alice', 'charlie']);
});
