import { expect } from 'bun:test';
import { until } from '../../support/until.ts';
import { stories } from '../stories.ts';
import { options, refusal, told } from './game.ts';

const tell = stories(options);

tell('joining tells the state, and makes a member of the group', async ({ meet }) => {
  const [alice, bob, charlie] = [await meet('alice'), await meet('bob'), await meet('charlie')];
  const { game } = await alice.call('game.create', { type: 'steady' });
  const joined = await bob.call('game.join', { game: game!.id });
  expect([joined.seat, joined.repeated]).toEqual([1, false]);
  await until(() => told(bob, game!.id).some((event) => event.case === 'state'));
  const { members } = await bob.call('conversation.members', { conversation: game!.conversation });
  expect(members.map(({ user }) => user).toSorted()).toEqual([alice.id, bob.id].toSorted());
  const again = await bob.call('game.join', { game: game!.id });
  expect([again.seat, again.repeated]).toEqual([1, true]);
  expect(await refusal(charlie.call('game.join', { game: game!.id }))).toBe('FULL');
  expect(told(charlie, game!.id)).toEqual([]);
});

tell('a private game is joined by its code alone', async ({ meet }) => {
  const [alice, bob] = [await meet('alice'), await meet('bob')];
  const { game } = await alice.call('game.create', { type: 'steady', private: true });
  expect(await refusal(bob.call('game.join', { game: game!.id }))).toBe('UNKNOWN');
  expect(await refusal(bob.call('game.join', { game: game!.id, code: game!.code }))).toBe('FIELD');
  expect(await refusal(bob.call('game.join', {}))).toBe('FIELD');
  const joined = await bob.call('game.join', { code: game!.code });
  expect(joined.game?.code).toBe(game!.code);
});
