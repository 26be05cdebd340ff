import { expect } from 'bun:test';
import { Game_State } from '@hubbub/protocol';
import { until } from '../../support/until.ts';
import { stories } from '../stories.ts';
import { options, refusal, told } from './game.ts';

const tell = stories(options);

tell('making a game seats its maker and opens the group beside it', async ({ meet }) => {
  const alice = await meet('alice');
  const bob = await meet('bob');
  const { game, seat, repeated } = await alice.call('game.create', {
    type: 'steady',
    clientKey: 'k',
  });
  expect(game).toMatchObject({
    type: 'steady',
    state: Game_State.RUNNING,
    private: false,
    code: '',
  });
  expect([seat, repeated]).toEqual([0, false]);
  expect(game?.seats.map(({ user }) => user)).toEqual([alice.id]);
  await until(() => told(alice, game!.id).some((event) => event.case === 'state'));
  const { members } = await alice.call('conversation.members', {
    conversation: game!.conversation,
  });
  expect(members.map(({ user }) => user)).toEqual([alice.id]);
  const again = await alice.call('game.create', { type: 'steady', clientKey: 'k' });
  expect([again.repeated, again.game?.id]).toEqual([true, game!.id]);
  await bob.settle();
  expect(told(bob, game!.id)).toEqual([]);
});

tell('what cannot be made says why', async ({ meet }) => {
  const alice = await meet('alice');
  expect(await refusal(alice.call('game.create', { type: 'chess' }))).toBe('NO_TYPE');
  expect(await refusal(alice.call('game.create', { type: 'steady', options: '[]' }))).toBe('FIELD');
  expect(await refusal(alice.call('game.create', { type: 'steady', options: '{"a":1}' }))).toBe(
    'INPUT',
  );
  await alice.call('game.create', { type: 'steady', clientKey: 'k' });
  expect(await refusal(alice.call('game.create', { type: 'relay', clientKey: 'k' }))).toBe(
    'KEY_REUSED',
  );
});
