import { expect } from 'bun:test';
import { makeRoom, refused, say, stories, textOf } from '../stories.ts';

const tell = stories(async () => ({ searchRate: 1, searchBurst: 4 }));

tell('a message is found by its words as soon as it was answered', async ({ meet }) => {
  const alice = await meet('alice');
  const bob = await meet('bob');
  const conversation = await makeRoom(alice);
  await say(alice, conversation, 'Tea at five, Zoë?');
  await say(alice, conversation, '五点喝茶');
  const { hits, users, next } = await alice.call('message.search', { query: 'zoe tea' });
  expect(hits.map(({ message }) => textOf(message!))).toEqual(['Tea at five, Zoë?']);
  expect(hits[0]?.ranges).toMatchObject([
    { start: 0, end: 3 },
    { start: 13, end: 16 },
  ]);
  expect(users).toMatchObject([{ id: alice.id }]);
  expect(next).toBe('');
  const found = await alice.call('message.search', { query: '茶', conversation });
  expect(found.hits).toMatchObject([{ message: { seq: 2 }, ranges: [{ start: 3, end: 4 }] }]);

  expect(await bob.call('message.search', { query: 'tea' })).toMatchObject({ hits: [], users: [] });
  expect(await refused(bob.call('message.search', { query: 'tea', conversation }))).toBe(
    'NOT_A_MEMBER',
  );
  expect(await refused(bob.call('message.search', { query: '?!' }))).toBe('FIELD');
});

tell('also when many conversations are busy at once', async ({ meet }) => {
  const alice = await meet('alice');
  const rooms = await Promise.all(Array.from({ length: 30 }, () => makeRoom(alice)));
  await Promise.all(rooms.map((room) => say(alice, room, 'a heron')));
  const { hits } = await alice.call('message.search', { query: 'heron', limit: 50 });
  expect(hits).toHaveLength(30);
});

tell('searches have a rate of their own', async ({ meet }) => {
  const alice = await meet('alice');
  const conversation = await makeRoom(alice);
  const searches = Array.from({ length: 8 }, () => alice.call('message.search', { query: 'tea' }));
  const outcomes = await Promise.all(searches.map(refusedOrNot));
  expect(outcomes.filter((one) => one === 'RATE').length).toBeGreaterThan(1);
  expect(outcomes.filter((one) => one === 'ok').length).toBeGreaterThanOrEqual(5);
  await say(alice, conversation, 'all else goes on');
});

async function refusedOrNot(doing: Promise<unknown>): Promise<string> {
  try {
    await doing;
    return 'ok';
  } catch (error) {
    return (error as { reason: string }).reason;
  }
}
