import { expect } from 'bun:test';
import { until } from '../../support/until.ts';
import { stories } from '../stories.ts';
import { options, refusal, told } from './game.ts';

const tell = stories(options);

tell('input reaches the game that it is for, and its answer the player', async ({ meet }) => {
  const [alice, bob] = [await meet('alice'), await meet('bob')];
  const { game } = await alice.call('game.create', { type: 'steady' });
  const other = await bob.call('game.create', { type: 'steady' });
  const id = game!.id;
  await until(() => told(alice, id).some((event) => event.case === 'state'));
  await alice.call('game.input', { game: id, input: '5' });
  await until(() => told(alice, id).some((event) => event.case === 'message'));
  expect(told(alice, id).find((event) => event.case === 'message')?.value).toBe('{"counted":5}');
  expect(told(bob, other.game!.id).filter((event) => event.case === 'message')).toEqual([]);
  expect(told(bob, id)).toEqual([]);
});

tell('what is no input is refused, and the socket goes on', async ({ meet }) => {
  const [alice, bob] = [await meet('alice'), await meet('bob')];
  const { game } = await alice.call('game.create', { type: 'harm' });
  const id = game!.id;
  const send = (input: string) => refusal(alice.call('game.input', { game: id, input }));
  expect(await send('{"do":1}')).toBe('INPUT');
  expect(await send('no JSON')).toBe('INPUT');
  expect(await send(`"${'x'.repeat(2000)}"`)).toBe('FIELD');
  expect(await send(`"${'ä'.repeat(800)}"`)).toBe('FIELD');
  expect(await refusal(bob.call('game.input', { game: id, input: '{"do":"x"}' }))).toBe(
    'NOT_SEATED',
  );
  const many = await Promise.all(Array.from({ length: 60 }, () => send('{"do":"nothing"}')));
  expect(many.filter((reason) => reason === 'RATE').length).toBeGreaterThan(10);
  expect(many.filter((reason) => reason === 'nothing').length).toBeGreaterThanOrEqual(25);
  await alice.call('game.leave', { game: id });
});
