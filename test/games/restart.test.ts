// The server is lost in the middle of matches: those with a checkpoint go on from it, the others are over, and what is kept
// of each is kept once.
import { expect, setDefaultTimeout, test } from 'bun:test';
import { Game_End, Game_State } from '@hubbub/protocol';
import type { EightsShape } from '../../examples/games/eights.ts';
import type { PongShape } from '../../examples/games/pong.ts';
import { openTables } from '../support/tables.ts';
import { spawnServer } from '../support/server.ts';
import { until } from '../support/until.ts';
import { connect, guest } from './table.ts';

setDefaultTimeout(60_000);

test('kill -9, and a stop in order', async () => {
  const options = { games: 'examples/games', gameThreads: 1 };
  const first = await spawnServer(options);
  const [alice, bob] = [await guest(first.url, 'alice'), await guest(first.url, 'bob')];
  const cards = await alice.client.games.create<EightsShape>('eights');
  await bob.client.games.join<EightsShape>({ game: cards.id });
  cards.send({ start: true });
  const pong = await alice.client.games.create<PongShape>('pong');
  await until(() => cards.state?.phase === 'playing' && pong.state !== undefined);
  const tables = await openTables(first.data);
  const kept = async () => (await tables.rows(1))['game'] ?? [];
  await until(async () =>
    (await kept()).some(
      ({ name, checkpoint }) => name === cards.id && String(checkpoint).includes('"playing"'),
    ),
  );
  const { hands, top } = cards.state!;
  alice.client.close();
  bob.client.close();
  await first.kill();

  const second = await spawnServer({ ...options, data: first.data });
  const again = await connect(second.url, alice.token);
  const resumed = await again.games.join<EightsShape>({ game: cards.id });
  await until(() => resumed.state !== undefined && resumed.own !== undefined);
  expect(resumed.state).toMatchObject({ phase: 'playing', hands, top });
  expect(resumed.own!.hand.length).toBe(5);
  const over = await again.games.get(pong.id);
  expect([over.state, over.end]).toEqual([Game_State.ENDED, Game_End.STOPPED]);

  // In order: the game with a checkpoint is not over, and the third goes on with it.
  again.close();
  await second.stop();
  const third = await spawnServer({ ...options, data: first.data });
  const once = await connect(third.url, bob.token);
  const his = await once.games.join<EightsShape>({ game: cards.id });
  await until(() => his.state !== undefined);
  expect(his.number).toBe(1);
  expect(his.state).toMatchObject({ phase: 'playing', hands, top });
  once.close();
  expect((await kept()).length).toBe(2);
  await tables.close();
  await third.stop();
});
