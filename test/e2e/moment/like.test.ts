import { expect } from 'bun:test';
import { Item_Kind, MomentNotice_Kind as Kind } from '@hubbub/protocol';
import { befriend, itemsOf, postText, untilItem } from '../friends.ts';
import { refused, stories } from '../stories.ts';

const tell = stories();

tell('a like is seen, counted and told, and all of it is taken back with it', async ({ meet }) => {
  const [alice, bob, charlie] = [await meet('alice'), await meet('bob'), await meet('charlie')];
  for (const friend of [bob, charlie]) await befriend(alice, friend);
  const moment = await postText(alice, 'sunny');
  expect((await bob.call('moment.like', { moment, like: true })).liked).toBe(true);
  await bob.call('moment.like', { moment, like: true });
  const item = await untilItem(alice, Item_Kind.MOMENT_NOTICE, ({ moment: of }) => of === moment);
  const { notices } = await alice.call('moment.notices', {});
  expect(notices).toMatchObject([
    { id: item.key, kind: Kind.LIKE, author: bob.id, moment, text: 'sunny', version: item.version },
  ]);
  const shown = await alice.call('moment.get', { moment });
  expect(shown.moment).toMatchObject({ likes: [bob.id], likeCount: 1, liked: false });
  // bob and charlie do not know each other.
  expect((await charlie.call('moment.get', { moment })).moment).toMatchObject({
    likes: [],
    likeCount: 0,
  });
  await bob.call('moment.like', { moment, like: false });
  await untilItem(
    alice,
    Item_Kind.MOMENT_NOTICE,
    ({ key, removed }) => key === item.key && removed,
  );
  expect((await alice.call('moment.notices', {})).notices).toEqual([]);
  expect((await alice.call('moment.get', { moment })).moment?.likeCount).toBe(0);
  await charlie.settle();
  expect(itemsOf(charlie, Item_Kind.MOMENT_NOTICE)).toEqual([]);
});

tell(
  'only who sees a moment likes it; one’s own like can be taken back later',
  async ({ meet }) => {
    const [alice, bob] = [await meet('alice'), await meet('bob')];
    const moment = await postText(alice, 'sunny');
    expect(await refused(bob.call('moment.like', { moment, like: true }))).toBe('UNKNOWN');
    await befriend(alice, bob);
    await bob.call('moment.like', { moment, like: true });
    await alice.call('contact.update', { user: bob.id, hideMine: true });
    expect(await refused(bob.call('moment.get', { moment }))).toBe('UNKNOWN');
    await bob.call('moment.like', { moment, like: false });
    expect(await refused(bob.call('moment.like', { moment, like: true }))).toBe('UNKNOWN');
    const nothing = 'mom_00000000000';
    expect(await refused(bob.call('moment.like', { moment: nothing, like: true }))).toBe('UNKNOWN');
  },
);
