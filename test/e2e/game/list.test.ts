import { expect } from 'bun:test';
import { stories } from '../stories.ts';
import { options, refusal } from './game.ts';

const tell = stories(options);

tell(
  'the lobby has public games, newest first, in pages; one’s own are listed apart',
  async ({ meet }) => {
    const [alice, bob] = [await meet('alice'), await meet('bob')];
    const made: string[] = [];
    for (const isPrivate of [false, true, false, false]) {
      const { game } = await alice.call('game.create', { type: 'harm', private: isPrivate });
      made.unshift(game!.id);
    }
    const open = made.filter((_, i) => i !== 2);
    const found: string[] = [];
    let after = '';
    do {
      const page = await bob.call('game.list', { type: 'harm', limit: 2, after });
      found.push(...page.games.map(({ id }) => id));
      for (const game of page.games) expect([game.conversation, game.code]).toEqual(['', '']);
      after = page.next;
    } while (after !== '');
    expect(found.filter((id) => made.includes(id))).toEqual(open);
    const own = await alice.call('game.list', { seated: true });
    expect(own.games.map(({ id }) => id)).toEqual(made);
    expect((await bob.call('game.list', { seated: true })).games).toEqual([]);
    expect(await refusal(bob.call('game.list', { after: 'x' }))).toBe('FIELD');
    for (const game of made) await alice.call('game.leave', { game });
  },
);

tell('types are told, the relay among them', async ({ meet }) => {
  const alice = await meet('alice');
  const { types } = await alice.call('game.types', {});
  expect(types.map(({ type }) => type).toSorted()).toEqual(['harm', 'relay', 'steady']);
  expect(types.find(({ type }) => type === 'steady')).toMatchObject({
    minSeats: 1,
    maxSeats: 2,
    holdSeconds: 2,
  });
});
