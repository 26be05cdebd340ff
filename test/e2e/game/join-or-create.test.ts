import { expect } from 'bun:test';
import { stories } from '../stories.ts';
import { options } from './game.ts';

const tell = stories(options);

tell('who wants any game is put together with others who do', async ({ meet }) => {
  const [alice, bob, charlie] = [await meet('alice'), await meet('bob'), await meet('charlie')];
  const first = await alice.call('game.joinOrCreate', { type: 'steady' });
  // Those of other tests may be open still.
  const game = first.game!.id;
  if (first.seat === 1) return;
  expect((await bob.call('game.joinOrCreate', { type: 'steady' })).game?.id).toBe(game);
  expect((await charlie.call('game.joinOrCreate', { type: 'steady' })).game?.id).not.toBe(game);
});
