import { afterAll, beforeAll, expect, test } from 'bun:test';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '../support/until.ts';
import { guest, refusal, type Guest } from '../games/table.ts';
import { runExample, type Program } from './program.ts';

const data = mkdtempSync(join(tmpdir(), 'hubbub-module-'));
let program: Program;
let people: readonly Guest[];
beforeAll(async () => {
  program = runExample('game-module', '0', data);
  const url = await until(() => program.lines.find((line) => line.startsWith('http')), {
    timeoutMs: 10_000,
  });
  people = await Promise.all(['alice', 'bob', 'charlie'].map((name) => guest(url, name)));
}, 30_000);
afterAll(() => {
  for (const { client } of people) client.close();
  program.kill();
  rmSync(data, { recursive: true, force: true });
});

interface Sum {
  state: { sum: number };
  input: { add: number };
  message: object;
}

test('traffic goes to the room that was joined, and only there', async () => {
  const [alice, bob, charlie] = people as [Guest, Guest, Guest];
  const said: Record<string, unknown[]> = { alice: [], bob: [], charlie: [] };
  const hers = await alice.client.games.join<Sum>({ game: 'alpha' });
  hers.on('message', (message) => said['alice']?.push(message));
  const his = await bob.client.games.join<Sum>({ game: 'alpha' });
  const other = await charlie.client.games.join<Sum>({ game: 'beta' });
  other.on('message', (message) => said['charlie']?.push(message));
  await until(() => his.state !== undefined && other.state !== undefined);
  his.send({ add: 5 });
  hers.send({ add: 6 });
  await until(() => hers.state?.sum === 11 && his.state?.sum === 11);
  other.send({ add: 1 });
  await until(() => other.state?.sum === 101);
  await his.leave();
  await until(() => said['alice']?.length === 2 || said['alice']?.length === 3);
  expect(said['alice']?.at(-1)).toEqual({ gone: 1 });
  expect(said['charlie']?.filter((message) => 'gone' in (message as object))).toEqual([]);
  expect(hers.state).toEqual({ sum: 11 });
  expect(
    await refusal(charlie.client.call('game.input', { game: 'alpha', input: '{"add":1}' })),
  ).toBe('NOT_SEATED');
  expect(
    await refusal(alice.client.call('game.input', { game: 'alpha', input: '{"add":1.5}' })),
  ).toBe('INPUT');
  const { games } = await alice.client.games.list({ type: 'sum' });
  expect(games.map(({ id }) => id).toSorted()).toEqual(['alpha', 'beta']);
});

test('a room without players is there all the same', async () => {
  const [alice, bob] = people as [Guest, Guest];
  for (const game of ['alpha', 'beta']) {
    const seat = await alice.client.games.join<Sum>({ game });
    await until(() => seat.state !== undefined);
    await seat.leave();
  }
  const seat = await bob.client.games.join<Sum>({ game: 'alpha' });
  await until(() => seat.state?.sum === 11);
});

test('it is under 60 lines', () => {
  const text = readFileSync(join(import.meta.dir, '../../examples/game-module/main.ts'), 'utf8');
  expect(text.split('\n').length).toBeLessThan(60);
});
